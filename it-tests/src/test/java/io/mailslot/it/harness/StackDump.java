package io.mailslot.it.harness;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The threads of a child JVM that hangs, as {@code jcmd} sees them. */
final class StackDump {
    private static final int LIMIT_SECONDS = 30;

    private StackDump() {}

    static String of(Process process) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return "(no jcmd in this JDK)";
        }
        try {
            Path dump = Files.createTempFile("threads", ".txt");
            try {
                return run(jcmd, process, dump);
            } finally {
                Files.delete(dump);
            }
        } catch (IOException e) {
            return "(no thread dump: " + e + ")";
        }
    }

    private static String run(Path jcmd, Process process, Path dump) throws IOException {
        Process command = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start();
        try {
            if (!command.waitFor(LIMIT_SECONDS, SECONDS)) {
                command.destroyForcibly();
                return "(no thread dump within " + LIMIT_SECONDS + " s)";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            command.destroyForcibly();
        }
        return Files.readString(dump);
    }
}
