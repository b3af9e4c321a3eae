package io.mailslot.internal.command;

import io.mailslot.api.JvmFlagsException;
import io.mailslot.api.JvmTrait;
import io.mailslot.internal.memory.Shortage;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How this JVM was started, as far as its children are started likewise. */
final class ThisJvm {
    private static final Set<String> ENCODINGS = Set.of(
            "file.encoding",
            "native.encoding",
            "sun.jnu.encoding",
            "stdin.encoding",
            "stdout.encoding",
            "stderr.encoding",
            "sun.stdout.encoding",
            "sun.stderr.encoding");

    private static final List<String> LOCALE =
            List.of("user.language", "user.country", "user.region", "user.script", "user.variant");

    private ThisJvm() {}

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /** Absolute, because the child may run in another directory; empty for none. */
    static String classPath() {
        String classPath = System.getProperty("java.class.path", "");
        // without a main module an empty class path is the working directory
        return classPath.isEmpty() && mainModule().isPresent() ? "" : absolute(classPath);
    }

    static Optional<String> mainModule() {
        return Optional.ofNullable(System.getProperty("jdk.module.main"));
    }

    /** Absolute; empty for none. */
    static String modulePath() {
        String modulePath = System.getProperty("jdk.module.path", "");
        return modulePath.isEmpty() ? "" : absolute(modulePath);
    }

    static String absolute(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The options of this JVM that go along.
     *
     * @param traits which kinds of them
     * @param known options that the child has anyway
     */
    static List<String> options(Set<JvmTrait> traits, Collection<String> known) {
        if (traits.isEmpty()) {
            return List.of();
        }
        List<String> options = new ArrayList<>();
        for (String option : all()) {
            Optional<JvmTrait> trait = traitOf(option);
            // an agent that came from the environment would be there twice
            if (trait.isPresent() && traits.contains(trait.get()) && !known.contains(option)) {
                options.add(placed(option));
            }
        }
        return options;
    }

    /** Whether modules have classes that are not theirs. */
    static boolean isPatched() {
        return all().stream().anyMatch(option -> option.startsWith("--patch-module"));
    }

    private static List<String> all() {
        // At its first use it loads a library: without a descriptor to spare it would be of no use ever after.
        Shortage.requireDescriptorsOfAStart("build the command line of a child JVM");
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            throw new JvmFlagsException(
                    "the options of this JVM cannot be told to a child without the module"
                            + " java.management; start it with: java --add-modules=java.management ..., or link it into your image");
        }
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /** The kind of an option that may go along. */
    static Optional<JvmTrait> traitOf(String option) {
        if (ToolOptions.isDebugger(option)) {
            return Optional.empty();
        }
        if (option.startsWith("-D")) {
            return traitOfProperty(option.substring(2).split("=", 2)[0]);
        }
        return Optional.ofNullable(
                switch (option.split("[:=]", 2)[0]) {
                    case "-ea",
                            "-enableassertions",
                            "-da",
                            "-disableassertions",
                            "-esa",
                            "-enablesystemassertions",
                            "-dsa",
                            "-disablesystemassertions" -> JvmTrait.ASSERTIONS;
                    case "--enable-preview" -> JvmTrait.PREVIEW;
                    case "--upgrade-module-path", "--patch-module" -> JvmTrait.MODULE_PATH;
                    case "--add-modules",
                            "--add-opens",
                            "--add-exports",
                            "--add-reads",
                            "--limit-modules",
                            "--enable-native-access" -> JvmTrait.MODULE_OPTIONS;
                    case "-javaagent", "-agentpath", "-agentlib" -> JvmTrait.AGENTS;
                    default -> null;
                });
    }

    private static Optional<JvmTrait> traitOfProperty(String key) {
        if (ENCODINGS.contains(key)) {
            return Optional.of(JvmTrait.ENCODINGS);
        }
        if (key.equals("user.timezone")) {
            return Optional.of(JvmTrait.TIME_ZONE);
        }
        return LOCALE.stream().anyMatch(part -> key.equals(part) || key.startsWith(part + "."))
                ? Optional.of(JvmTrait.LOCALE)
                : Optional.empty();
    }

    /** The option with absolute paths. */
    private static String placed(String option) {
        String[] parts = option.split("=", 3);
        if (option.startsWith("-javaagent:") || option.startsWith("-agentpath:")) {
            int colon = option.indexOf(':');
            int end = option.indexOf('=');
            String path = option.substring(colon + 1, end < 0 ? option.length() : end);
            return option.substring(0, colon + 1) + absolute(path) + (end < 0 ? "" : option.substring(end));
        }
        if (option.startsWith("--upgrade-module-path=")) {
            return parts[0] + "=" + absolute(option.substring(parts[0].length() + 1));
        }
        return option.startsWith("--patch-module=") && parts.length == 3
                ? parts[0] + "=" + parts[1] + "=" + absolute(parts[2])
                : option;
    }
}
