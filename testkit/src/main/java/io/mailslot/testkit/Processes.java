package io.mailslot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is known of processes from outside. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final String STOPPED = "T";
    private static final String ZOMBIE = "Z";
    private static final long SIGNAL_SECONDS = 10;

    private Processes() {}

    /** Whoever has a variable in its environment, however often its parents have changed. */
    static List<ProcessHandle> withVariable(String name, String value) {
        String wanted = name + "=" + value;
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> has(process.pid(), wanted))
                .toList();
    }

    private static boolean has(long pid, String variable) {
        return environment(pid).contains(variable);
    }

    /** The value that an environment variable of a process had when it was started. */
    static Optional<String> variable(long pid, String name) {
        return environment(pid).stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }

    private static List<String> environment(long pid) {
        try {
            String environment = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0"));
        } catch (IOException e) {
            return List.of(); // it has ended, or is another user's
        }
    }

    static boolean isJvm(long pid) {
        try (Stream<String> maps = Files.lines(PROC.resolve(pid + "/maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.endsWith("/libjvm.so"));
        } catch (IOException | UncheckedIOException e) {
            return false; // it has ended
        }
    }

    /** The ordinary file that a process has open under a number. */
    static Optional<Path> openFile(long pid, int descriptor) {
        try {
            Path file = Files.readSymbolicLink(PROC.resolve(pid + "/fd/" + descriptor));
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        }
    }

    static boolean isStopped(long pid) {
        return state(pid).equals(STOPPED);
    }

    static boolean isZombie(long pid) {
        return state(pid).equals(ZOMBIE);
    }

    /** One letter; nothing if it is not known. */
    private static String state(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return line.substring(line.lastIndexOf(')') + 2).substring(0, 1);
        } catch (IOException e) {
            return "";
        }
    }

    static String describe(ProcessHandle process) {
        String command = process.info().commandLine().orElse("(command unknown)");
        String parent = process.parent().map(of -> Long.toString(of.pid())).orElse("unknown");
        return "process " + process.pid() + ", child of " + parent + ": " + command;
    }

    /** By the shell, which every system has; a program of that name not every one has. */
    static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -\"$1\" \"$2\"", "sh", signal, Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
            kill.destroyForcibly();
            throw new IOException("kill does not end");
        }
        if (kill.exitValue() != 0) {
            throw new IOException(new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }
}
