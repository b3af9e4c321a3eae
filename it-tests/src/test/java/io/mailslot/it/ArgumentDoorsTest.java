package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Codec;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.TypedReceiver;
import io.mailslot.api.TypedSender;
import io.mailslot.api.WaitResult;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every parameter of every public method, one after the other: a null is told as such, or as an argument that cannot be (87),
 * or as a name that is none (3), never as a fault of the home; so is a time, a size, a count or a number below zero. Nothing
 * is done then.
 */
@HomeTest
class ArgumentDoorsTest {
    private static final Set<Integer> REFUSED = Set.of(
            ErrorCode.INVALID_PARAMETER.value(), ErrorCode.PATH_NOT_FOUND.value(), ErrorCode.INVALID_HANDLE.value());

    /** Where a null stands for something; where a negative number does, or where any value goes. */
    private static final Set<String> NULL_ALLOWED =
            Set.of("MailslotOptions.withPermissions 0", "FileOpenOptions.withPermissions 0");

    private static final Set<String> NEGATIVE_ALLOWED = Set.of(
            "Kernel.closeHandle 0", // the pseudo handle
            "Kernel.describe 0",
            "Kernel.process 0",
            "Kernel.duplicate 0",
            "Kernel.duplicate 1",
            "Kernel.duplicate 2",
            "JvmFlags.forJdk 0", // older than all
            "Kernel.setFlags 0",
            "Kernel.waitFor 1",
            "WaitResult.of 1"); // no index

    /** They end a process. */
    private static final Set<String> NOT_CALLED = Set.of("Kernel.exitProcess", "ProcessObject.terminate");

    private final Map<Class<?>, Object> instances = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private Kernel kernel;

    private void open(TestHome home, Path folder) {
        kernel = home.attach();
        put(kernel);
        put(kernel.synchronization());
        put(kernel.files());
        put(HomeSnapshot.empty(folder));
        put(kernel.createMailslot("doors"));
        kernel.openMailslot("doors").write(new byte[1]);
        put(kernel.openMailslot("doors"));
        put(kernel.currentProcess());
        put(kernel.synchronization().createEvent(EventOptions.defaults()));
        put(kernel.synchronization().createSemaphore(SemaphoreOptions.of(1, 2)));
        put(kernel.synchronization().createMutex(MutexOptions.defaults()));
        put(kernel.files()
                .open(
                        folder.resolve("file"),
                        FileOpenOptions.defaults()
                                .withAccess(EnumSet.of(AccessRight.READ, AccessRight.WRITE))
                                .withDisposition(FileDisposition.CREATE_NEW)));
    }

    /** Under each public interface, too. */
    private void put(Object instance) {
        PublicTypes.of(instance).forEach(type -> instances.putIfAbsent(type, instance));
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        instances.clear();
        kernel = null;
    }

    @Test
    void shouldRefuseNullsAndWhatIsBelowZero(TestHome home, @TempDir Path folder) throws ReflectiveOperationException {
        open(home, folder);
        List<?> handles = kernel.handles();
        int tried = 0;
        for (Method method : PublicTypes.methods()) {
            if (method.getParameterCount() == 0 || NOT_CALLED.contains(name(method))) {
                continue;
            }
            Object on = Modifier.isStatic(method.getModifiers()) ? null : instance(method.getDeclaringClass());
            for (int i = 0; i < method.getParameterCount(); i++) {
                tried += tryEach(method, on, i);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(100);
        assertThat(kernel.handles()).as("nothing was opened or closed").isEqualTo(handles);
        assertThat(kernel.receiver(instanceHandle()).info().messageCount())
                .as("nothing was written or taken")
                .isOne();
    }

    private int instanceHandle() throws ReflectiveOperationException {
        return ((Receiver) instance(Receiver.class)).handle();
    }

    private int tryEach(Method method, Object on, int index) throws ReflectiveOperationException {
        Class<?> type = method.getParameterTypes()[index];
        int tried = 0;
        for (Object bad : badValues(type, name(method) + " " + index)) {
            Object[] values = new Object[method.getParameterCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i == index ? bad : good(method.getParameterTypes()[i]);
            }
            tried++;
            String call = method.toGenericString().replaceAll("io\\.mailslot\\.(api\\.)?", "") + " with "
                    + Arrays.deepToString(values);
            try {
                Object result = method.invoke(on, values);
                wrong.add(call + ": " + result);
            } catch (InvocationTargetException failure) {
                if (!isRefusal(failure.getCause())) {
                    wrong.add(call + ": " + failure.getCause());
                }
            }
        }
        return tried;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof NullPointerException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof MailslotException refusal
                        && REFUSED.contains(refusal.errorCode().value());
    }

    private static List<Object> badValues(Class<?> type, String where) {
        if (type == boolean.class) {
            return List.of();
        }
        boolean negative = !NEGATIVE_ALLOWED.contains(where) && !isOfOptions(where);
        if (type == int.class || type == long.class) {
            return negative ? List.of(type == int.class ? (Object) (-1) : (Object) (-1L)) : List.of();
        }
        List<Object> bad = new ArrayList<>();
        if (!NULL_ALLOWED.contains(where)) {
            bad.add(null);
        }
        if (type == Duration.class && negative) {
            bad.add(Duration.ofNanos(-1));
        }
        return bad;
    }

    /** What is in options is checked where they are used. */
    private static boolean isOfOptions(String where) {
        return where.substring(0, where.indexOf('.')).endsWith("Options");
    }

    private Object instance(Class<?> type) throws ReflectiveOperationException {
        Object known = instances.get(type);
        return known != null ? known : good(type);
    }

    /** Something of the type that nobody has to refuse. */
    private Object good(Class<?> type) throws ReflectiveOperationException {
        Object known = instances.get(type);
        if (known != null) {
            return known;
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 1);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Object simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type == TypedReceiver.class) {
            return kernel.receiver(instanceHandle()).as(Codec.utf8());
        }
        if (type == TypedSender.class) {
            return ((Sender) instance(Sender.class)).as(Codec.utf8());
        }
        for (String maker : new String[] {"defaults", "utf8", "none"}) {
            Method factory = Stream.of(type.getMethods())
                    .filter(method -> method.getName().equals(maker) && method.getParameterCount() == 0)
                    .findAny()
                    .orElse(null);
            if (factory != null) {
                return factory.invoke(null);
            }
        }
        if (type.isInterface()) { // of the JDK, and of what users write: nobody comes to call it
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> null);
        }
        try {
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new AssertionError("teach this test to make a " + type, e);
        }
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static final Map<Class<?>, Object> SIMPLE = Map.ofEntries(
            Map.entry(boolean.class, false),
            Map.entry(int.class, 0),
            Map.entry(long.class, 0L),
            Map.entry(Object.class, "value"),
            Map.entry(String.class, "name"),
            Map.entry(Class.class, ArgumentDoorsTest.class),
            Map.entry(Path.class, Path.of("/nowhere/at/all")),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(ByteBuffer.class, ByteBuffer.allocate(8)),
            Map.entry(Set.class, Set.of()),
            Map.entry(List.class, List.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(ProcessBuilder.class, new ProcessBuilder("true")),
            Map.entry(Redirect.class, Redirect.DISCARD),
            Map.entry(WaitResult.class, WaitResult.TIMED_OUT),
            Map.entry(JavaCommand.class, JavaCommand.of(ArgumentDoorsTest.class)),
            Map.entry(Inheritance.class, Inheritance.none()),
            Map.entry(OpenOptions.class, OpenOptions.defaults()),
            Map.entry(SemaphoreOptions.class, SemaphoreOptions.of(1, 2)));
}
