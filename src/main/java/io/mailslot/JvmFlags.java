package io.mailslot;

import io.mailslot.api.JvmFlagsException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/** The JVM flags without which the library cannot run, because they open parts of the JDK to the message queues. */
public final class JvmFlags {
    private static final String INTERNAL_CHANNELS = "sun.nio.ch";
    private static final String REFLECTION = "java.lang.reflect";
    private static final String MEMORY_ACCESS = "--sun-misc-unsafe-memory-access=allow";
    private static final int FIRST_WITH_UNSAFE_WARNINGS = 23;

    private JvmFlags() {}

    /**
     * The flags for a JDK.
     *
     * @param featureVersion for instance 17 or 25
     * @return the flags, to be placed before the main class
     */
    public static List<String> forJdk(int featureVersion) {
        List<String> flags = new ArrayList<>(List.of(
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED"));
        if (featureVersion >= FIRST_WITH_UNSAFE_WARNINGS) {
            flags.add("-XX:+IgnoreUnrecognizedVMOptions");
            flags.add(MEMORY_ACCESS);
        }
        return List.copyOf(flags);
    }

    /**
     * The flags for the JDK that runs this program.
     *
     * @return the flags, to be placed before the main class
     */
    public static List<String> required() {
        return forJdk(Runtime.version().feature());
    }

    /**
     * The flags for the JDK that runs this program in one line, as for {@code JAVA_TOOL_OPTIONS} or an argument file.
     *
     * @return the flags with blanks between them
     */
    public static String commandLine() {
        return String.join(" ", required());
    }

    /** Fails if this JVM denies what the message queues reach their memory by, as later JDKs do unless they are told otherwise. */
    static void checkMemoryAccess() {
        if (MemoryAccess.DENIED) {
            throw new JvmFlagsException(
                    "the JVM denies mailslots the access to their memory (sun.misc.Unsafe); start it" + " with: java "
                            + MEMORY_ACCESS + " ...");
        }
    }

    /** Asked when the first mailslot is used: where it is only warned of, the message queues cause the same warning. */
    private static final class MemoryAccess {
        private static final boolean DENIED = Runtime.version().feature() >= FIRST_WITH_UNSAFE_WARNINGS && isDenied();

        private static boolean isDenied() {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field instance = type.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                Object unsafe = instance.get(null);
                Object address = type.getMethod("allocateMemory", long.class).invoke(unsafe, 1L);
                type.getMethod("freeMemory", long.class).invoke(unsafe, address);
                return false;
            } catch (InvocationTargetException e) {
                return e.getCause() instanceof UnsupportedOperationException;
            } catch (ReflectiveOperationException | RuntimeException unknown) {
                return false;
            }
        }
    }

    /** Fails if this JVM runs without the flags that nothing can replace. */
    static void check() {
        Module base = Object.class.getModule();
        Module own = JvmFlags.class.getModule();
        if (!base.isExported(INTERNAL_CHANNELS, own) || !base.isOpen(REFLECTION, own)) {
            throw new JvmFlagsException(
                    "the JVM runs without flags that the library needs; start it with: java " + commandLine() + " ...");
        }
    }
}
