package io.mailslot.it.surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.it.harness.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that ran to its end.
 *
 * @param status how it ended
 * @param output what it printed
 * @param errors what it, or the JDK, said on standard error
 */
record ProgramRun(int status, String output, String errors) {
    /** Runs a command. */
    static ProgramRun of(List<String> command) {
        Process process = null;
        try {
            Path errors = Files.createTempFile("mailslot-it-", ".err");
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            ProgramRun run = new ProgramRun(process.exitValue(), output, Files.readString(errors));
            Files.delete(errors);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
