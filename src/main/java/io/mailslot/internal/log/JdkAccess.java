package io.mailslot.internal.log;

import io.mailslot.api.JvmFlagsException;
import io.mailslot.internal.memory.FreshStack;
import io.mailslot.internal.memory.NativeAccess;
import io.mailslot.internal.memory.UnsafeAccess;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openhft.chronicle.core.Jvm;

/**
 * What Chronicle needs of the JDK beyond what that gives to everybody. Nobody has to give flags for it: what is closed is
 * opened when the first log is used, for the one module that Chronicle's core is in. Where that cannot be, or must not be, the
 * failure names the flags. To be asked before the first class of Chronicle is initialised: what fails there fails for the life
 * of the JVM, and looks like damage.
 *
 * <p>Has no initialiser itself.
 */
public final class JdkAccess implements Runnable {
    /** The system property that forbids to open anything when it says {@code false}. */
    static final String PROPERTY = "mailslot.opens";

    /** All that are on a class path, whoever loads them. */
    public static final String UNNAMED = "ALL-UNNAMED";

    private static final String CHANNELS = "sun.nio.ch";
    private static final String CLEANERS = "jdk.internal.ref";
    private static final String REFLECTION = "java.lang.reflect";
    private static final String MEMORY_FLAG = "--sun-misc-unsafe-memory-access=allow";
    private static final int FIRST_WITH_MEMORY_FLAG = 23;

    private static volatile boolean complete;

    private JdkAccess() {}

    /**
     * The flags that give all of it, and keep the JVM from warnings.
     *
     * @param featureVersion of the JDK
     * @param queues the module of Chronicle's core
     * @param natives the module of JNA
     */
    public static List<String> flags(int featureVersion, String queues, String natives) {
        List<String> flags = new ArrayList<>(List.of(
                "--add-exports=java.base/" + CHANNELS + "=" + queues,
                "--add-opens=java.base/" + REFLECTION + "=" + queues,
                "--add-exports=java.base/" + CLEANERS + "=" + queues,
                "--enable-native-access=" + natives));
        if (featureVersion >= FIRST_WITH_MEMORY_FLAG) {
            flags.add("-XX:+IgnoreUnrecognizedVMOptions");
            flags.add(MEMORY_FLAG);
        }
        return List.copyOf(flags);
    }

    /** As {@link #flags}, for a JVM that has the same modules as this one. */
    public static List<String> flagsAsHere(int featureVersion) {
        return flags(featureVersion, name(Jvm.class.getModule()), name(NativeAccess.module()));
    }

    /**
     * Has this JVM give what is needed.
     *
     * @throws JvmFlagsException if it does not
     */
    public static void require() {
        if (!complete) {
            FreshStack.run(new JdkAccess());
            complete = true;
        }
    }

    @Override
    public void run() {
        requireModules();
        requireMemory();
        open(Jvm.class.getModule());
    }

    private static void requireModules() {
        // what Chronicle cannot load its classes without; on the module path, and in an image, only if asked for
        List<String> missing = Stream.of("java.management", "java.naming", "jdk.unsupported")
                .filter(name -> ModuleLayer.boot().findModule(name).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            String names = String.join(",", missing);
            throw new JvmFlagsException("mailslots need modules of the JDK that this JVM runs without: " + names
                    + "; start it with: java --add-modules=" + names
                    + " ..., or name them in your module-info, or link them into your image");
        }
    }

    private static void requireMemory() {
        String refused = switch (UnsafeAccess.memory()) {
            case ALLOWED -> null;
            case DENIED ->
                "the JVM denies mailslots the access to their memory (sun.misc.Unsafe); start it with: java "
                        + MEMORY_FLAG + " ...";
            case ABSENT ->
                "mailslots do not find what they reach their memory by (sun.misc.Unsafe) in JDK " + feature()
                        + "; use one that has it, such as 17 or 25, and a class loader that finds it";
        };
        if (refused != null) {
            throw new JvmFlagsException(refused);
        }
    }

    private static int feature() {
        return Runtime.version().feature();
    }

    private static void open(Module queues) {
        Module base = Object.class.getModule();
        if (base.isExported(CHANNELS, queues) && base.isOpen(REFLECTION, queues)) {
            return; // by flags, or by another copy of this class; without the cleaners Chronicle manages, too
        }
        if ("false".equals(System.getProperty(PROPERTY))) {
            throw closed(queues, "-D" + PROPERTY + "=false forbids to open it");
        }
        try {
            MethodHandles.Lookup trusted = UnsafeAccess.trustedLookup();
            MethodType type = MethodType.methodType(void.class, String.class, Module.class);
            for (String exported : List.of(CHANNELS, CLEANERS)) {
                trusted.findVirtual(Module.class, "implAddExports", type).invoke(base, exported, queues);
            }
            trusted.findVirtual(Module.class, "implAddOpens", type).invoke(base, REFLECTION, queues);
        } catch (VirtualMachineError e) {
            throw e; // for want of memory or stack, which the next call may have
        } catch (Throwable e) {
            throw closed(queues, "the JDK does not let it be opened (" + e + ")");
        }
    }

    private static JvmFlagsException closed(Module queues, String why) {
        List<String> flags = flags(feature(), name(queues), name(NativeAccess.module()));
        return new JvmFlagsException("mailslots need parts of the JDK that are closed in this JVM, and " + why
                + "; start it with: java " + String.join(" ", flags) + " ... (Maven Surefire: <argLine>"
                + String.join(" ", flags) + "</argLine>; Gradle: test { jvmArgs("
                + flags.stream().map(flag -> '"' + flag + '"').collect(Collectors.joining(", ")) + ") })");
    }

    private static String name(Module module) {
        return module.isNamed() ? module.getName() : UNNAMED;
    }
}
