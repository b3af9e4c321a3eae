package io.mailslot.internal.command;

import io.mailslot.api.KernelHandle;
import io.mailslot.internal.log.JdkAccess;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Puts the command line of a child JVM together. */
public final class CommandLine {
    /** A word of a command line may have 128 KiB on Linux, with the zero at its end. */
    private static final int LONGEST_WORD = (128 << 10) - 1;

    private CommandLine() {}

    /**
     * Puts it together.
     *
     * @param program what it runs
     * @param jvm how it is started
     * @param arguments the program's
     * @param surroundings what it finds around itself
     * @param named handles that it inherits under names
     * @throws io.mailslot.api.ProcessStartException if it is known that it cannot be started
     */
    public static ChildCommand of(
            Program program,
            JvmSettings jvm,
            List<String> arguments,
            Surroundings surroundings,
            Map<String, KernelHandle> named) {
        ProcessBuilder builder = surroundings.builder();
        List<String> command = new ArrayList<>();
        command.add(jvm.home()
                .orElseGet(ThisJvm::home)
                .resolve("bin")
                .resolve("java")
                .toString());
        List<String> flags = flags(jvm);
        command.addAll(flags);
        List<String> known = new ArrayList<>(flags);
        known.addAll(ToolOptions.in(builder.environment()));
        command.addAll(ThisJvm.options(jvm.traits(), known));
        command.addAll(jvm.options());
        Start start = program.start(jvm);
        Optional<String> file = addPaths(command, jvm.effectiveModulePath(), start.classPath());
        command.addAll(start.words());
        command.addAll(arguments);
        return new ChildCommand(builder.command(command), file, named);
    }

    /** Returns what an argument file is to hold, if one of them is too long. */
    private static Optional<String> addPaths(List<String> command, String modulePath, String classPath) {
        List<String> words = new ArrayList<>();
        if (!modulePath.isEmpty()) {
            words.addAll(List.of("--module-path", modulePath));
        }
        if (!classPath.isEmpty()) {
            words.addAll(List.of("-cp", classPath));
        }
        if (words.stream().allMatch(CommandLine::fits)) {
            command.addAll(words);
            return Optional.empty();
        }
        command.add(ChildCommand.PLACE_OF_FILE);
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(quoted(word)).append('\n'));
        return Optional.of(text.toString());
    }

    private static boolean fits(String word) {
        return word.getBytes(StandardCharsets.UTF_8).length <= LONGEST_WORD;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static List<String> flags(JvmSettings jvm) {
        int feature = jvm.home()
                .map(CommandLine::feature)
                .orElseGet(() -> Runtime.version().feature());
        boolean inModules = CommandLine.class.getModule().isNamed() && jvm.takesModulePath();
        return inModules
                ? JdkAccess.flagsAsHere(feature)
                : JdkAccess.flags(feature, JdkAccess.UNNAMED, JdkAccess.UNNAMED);
    }

    /** What a JDK says of itself; this one's if it says nothing. */
    private static int feature(Path home) {
        try (Reader release = Files.newBufferedReader(home.resolve("release"))) {
            Properties told = new Properties();
            told.load(release);
            String version = told.getProperty("JAVA_VERSION").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | RuntimeException untold) {
            return Runtime.version().feature();
        }
    }
}
