package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.mailslot.api.MessageBatch;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.SecurityAttributes;
import io.mailslot.win32.Win32;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps later versions from breaking users; see docs/decisions/0018-what-users-may-make.md. */
class ApiTest {
    /** What a user makes and fills; the structures have the shape that they have in C. */
    private static final Set<Class<?>> MADE_BY_USERS = Set.of(
            MessageBatch.class,
            Win32.class,
            IntRef.class,
            Overlapped.class,
            ProcessInformation.class,
            SecurityAttributes.class);

    private static Stream<Class<?>> types() {
        return PublicApi.types().stream().map(JavaClass::reflect);
    }

    @Test
    void shouldHaveNoPublicRecord() {
        assertThat(types().filter(Class::isRecord)).isEmpty();
        assertThat(types()).hasSizeGreaterThan(60);
    }

    @Test
    void shouldHaveNoPublicConstructor() {
        List<Constructor<?>> constructors = types().filter(
                        type -> !Throwable.class.isAssignableFrom(type) && !MADE_BY_USERS.contains(type))
                .flatMap(type -> Arrays.stream(type.getDeclaredConstructors()))
                .filter(constructor -> (constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .toList();
        assertThat(constructors).isEmpty();
    }

    /** Whoever may extend a class is broken by what is added to it. */
    @Test
    void shouldHaveOnlyFinalClasses() {
        assertThat(PublicApi.types().stream()
                        .filter(type -> !type.isInterface() && !type.isAssignableTo(Throwable.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL) && !type.isEnum())
                        .map(JavaClass::getName))
                .isEmpty();
    }

    /** {@code true} at the end of a call says nothing to its reader, and cannot become three values. */
    @Test
    void shouldTakeOptionsInsteadOfBooleans() {
        List<Method> methods = types().filter(type -> !type.getPackageName().equals("io.mailslot.win32"))
                .filter(type -> !Throwable.class.isAssignableFrom(type))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(PublicApi::isPublic)
                .filter(method -> !method.getName().startsWith("with"))
                .filter(method -> Arrays.asList(method.getParameterTypes()).contains(boolean.class))
                .toList();
        assertThat(methods).isEmpty();
    }
}
