package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What keeps later versions from breaking users, as in the library. */
class ApiTest {
    private static final Path SOURCES = Path.of("src/main/java/io/mailslot/testkit");

    private static List<Class<?>> types() throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString().replace(".java", "");
                Class<?> type = Class.forName("io.mailslot.testkit." + name);
                if (Modifier.isPublic(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    @Test
    void shouldHaveNothingThatUsersMayMakeOrExtend() throws Exception {
        assertThat(types()).hasSizeGreaterThan(10);
        for (Class<?> type : types()) {
            assertThat(type.isRecord()).as(type.getName()).isFalse();
            assertThat(
                            type == SurefireTimeout.class
                                    ? new Constructor<?>[0]
                                    : type.getDeclaredConstructors()) // Maven makes it
                    .as(type.getName())
                    .noneMatch((Constructor<?> constructor) ->
                            (constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0);
            assertThat(type.isInterface() || Modifier.isFinal(type.getModifiers()))
                    .as(type.getName())
                    .isTrue();
        }
    }

    @Test
    void shouldSayOfEachTypeSinceWhen() throws Exception {
        for (Class<?> type : types()) {
            assertThat(SOURCES.resolve(type.getSimpleName() + ".java"))
                    .content()
                    .contains("@since 0.1.0");
        }
        assertThat(Child.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
