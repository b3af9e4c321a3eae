package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.mailslot.api.AccessRight;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileShare;
import io.mailslot.api.Inheritance;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitStrategy;
import io.mailslot.api.WhenFull;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each component of each options type: set by its method, told by its accessor, seen in the text, counted in equality. */
class OptionsTest {
    /** None is a default of anything. */
    private static final Map<Type, Object> SAMPLES = Map.ofEntries(
            Map.entry(int.class, 1234),
            Map.entry(long.class, 1234567L),
            Map.entry(String.class, "sample"),
            Map.entry(Path.class, Path.of("/some/where")),
            Map.entry(Duration.class, Duration.ofMillis(4321)),
            Map.entry(Inheritance.class, Inheritance.all()),
            Map.entry(WaitStrategy.class, WaitStrategy.SLEEP),
            Map.entry(WhenFull.class, WhenFull.DROP_OLDEST),
            Map.entry(FileDisposition.class, FileDisposition.OPEN_ALWAYS));

    private static final Map<Type, Set<?>> SETS = Map.of(
            AccessRight.class, Set.of(AccessRight.TERMINATE),
            FileShare.class, Set.of(FileShare.DELETE),
            PosixFilePermission.class, Set.of(PosixFilePermission.GROUP_READ));

    static Stream<Class<?>> types() {
        return PublicApi.types().stream()
                .filter(type -> type.getSimpleName().endsWith("Options"))
                .map(JavaClass::reflect);
    }

    static Stream<Method> settings() {
        return types().flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("with")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldChangeOneComponent(Method with) throws ReflectiveOperationException {
        Object before = defaults(with.getDeclaringClass());
        Method accessor = accessor(with);
        Object value = sample(with, accessor.invoke(before));

        Object changed = with.invoke(before, value);

        assertThat(unwrapped(accessor.invoke(changed))).isEqualTo(value);
        assertThat(changed).isNotEqualTo(before).isNotSameAs(before).isEqualTo(with.invoke(before, value));
        assertThat(changed).hasSameHashCodeAs(with.invoke(before, value));
        String name = with.getDeclaringClass().getSimpleName();
        assertThat(changed.toString()).startsWith(name + "[").isNotEqualTo(before.toString());
        for (Method other : accessors(with.getDeclaringClass())) {
            assertThat(changed.toString()).contains(other.getName() + "=");
            if (!other.equals(accessor)) {
                assertThat(other.invoke(changed)).isEqualTo(other.invoke(before));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldBeginEqual(Class<?> type) throws ReflectiveOperationException {
        Object defaults = defaults(type);
        assertThat(defaults).isEqualTo(defaults(type)).isNotEqualTo("text").isNotEqualTo(null);
        assertThat(accessors(type)).isNotEmpty();
    }

    private static Object defaults(Class<?> type) throws ReflectiveOperationException {
        return type == SemaphoreOptions.class
                ? SemaphoreOptions.of(1, 2)
                : type.getMethod("defaults").invoke(null);
    }

    private static List<Method> accessors(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> PublicApi.isPublic(method) && method.getParameterCount() == 0)
                .filter(method -> !Set.of("defaults", "hashCode", "toString").contains(method.getName()))
                .toList();
    }

    private static Method accessor(Method with) throws ReflectiveOperationException {
        String name = with.getName().substring("with".length());
        return with.getDeclaringClass().getMethod(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    }

    private static Object sample(Method with, Object current) {
        Type type = with.getGenericParameterTypes()[0];
        if (type == boolean.class) {
            return !(Boolean) current;
        }
        Object sample =
                type instanceof ParameterizedType set ? SETS.get(set.getActualTypeArguments()[0]) : SAMPLES.get(type);
        assertThat(sample).as("a sample for " + with).isNotNull();
        return sample;
    }

    private static Object unwrapped(Object told) {
        if (told instanceof OptionalInt number) {
            return number.orElseThrow();
        }
        if (told instanceof OptionalLong number) {
            return number.orElseThrow();
        }
        Object value = told instanceof Optional<?> optional ? optional.orElseThrow() : told;
        return value instanceof Collection<?> all ? Set.copyOf(all) : value;
    }
}
