package io.mailslot;

import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Shortage;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the command line of a child JVM: the same java, the same class path, the flags of {@link JvmFlags}, {@code -ea} and
 * {@code -javaagent} as this JVM has them. A class path that is longer than a word of a command line may be goes through an
 * argument file in the temporary folder, which a JVM that is killed leaves there. Not thread-safe.
 */
public final class JavaCommand {
    private final String mainClass;
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    private JavaCommand(String mainClass) {
        this.mainClass = mainClass;
    }

    /**
     * A command that runs a class on this JVM's class path.
     *
     * @param mainClass has a {@code main} method
     * @return the command, to be refined
     */
    public static JavaCommand of(Class<?> mainClass) {
        return of(mainClass.getName());
    }

    /**
     * A command that runs a class on this JVM's class path.
     *
     * @param mainClass binary name of a class with a {@code main} method
     * @return the command, to be refined
     */
    public static JavaCommand of(String mainClass) {
        return new JavaCommand(mainClass);
    }

    /**
     * Adds arguments for the program.
     *
     * @param args passed to {@code main}
     * @return this
     */
    public JavaCommand arguments(String... args) {
        arguments.addAll(List.of(args));
        return this;
    }

    /**
     * Adds options for the JVM.
     *
     * @param options for instance {@code -Xmx64m}
     * @return this
     */
    public JavaCommand jvmOptions(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /**
     * Sets a system property.
     *
     * @param key its name
     * @param value its value
     * @return this
     */
    public JavaCommand systemProperty(String key, String value) {
        jvmOptions.add("-D" + key + "=" + value);
        return this;
    }

    /**
     * The command, with the child's standard streams inherited so that a talkative child never blocks on a full pipe.
     *
     * @return a builder that may be changed further
     */
    public ProcessBuilder toProcessBuilder() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.required());
        inherited().forEach(command::add);
        command.addAll(jvmOptions);
        command.addAll(ClassPath.options());
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO();
    }

    private static Stream<String> inherited() {
        // At its first use it loads a library: without a descriptor to spare it would be of no use ever after.
        Shortage.requireDescriptorsOfAStart("build the command line of a child JVM");
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.equals("-ea")
                        || option.startsWith("-ea:")
                        || option.startsWith("-enableassertions")
                        || option.startsWith("-javaagent:"));
    }

    /** The options that give a child the class path of this JVM. */
    private static final class ClassPath {
        /** A word of a command line may have 128 KiB on Linux. */
        private static final int LONGEST_WORD = 100_000;

        private static Path file;

        private static synchronized List<String> options() {
            String classPath = absolute(System.getProperty("java.class.path"));
            if (classPath.getBytes(StandardCharsets.UTF_8).length <= LONGEST_WORD) {
                return List.of("-cp", classPath);
            }
            if (file == null || !Files.exists(file)) {
                file = write("-cp\n" + quoted(classPath) + "\n");
            }
            return List.of("@" + file);
        }

        /** Written once for each JVM, and deleted when that ends, but not when it is killed. */
        private static Path write(String text) {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"));
            try {
                return Shortage.writing(folder, () -> {
                    Path made = Files.createTempFile("mailslot-", ".args");
                    made.toFile().deleteOnExit();
                    return Files.writeString(made, text);
                });
            } catch (IOException e) {
                throw IoFailures.translate("write the class path for child JVMs", folder, e);
            }
        }

        /** The child may run in another working directory. */
        private static String absolute(String classPath) {
            List<String> entries = new ArrayList<>();
            for (String entry : classPath.split(File.pathSeparator)) {
                entries.add(Path.of(entry).toAbsolutePath().toString());
            }
            return String.join(File.pathSeparator, entries);
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }
}
