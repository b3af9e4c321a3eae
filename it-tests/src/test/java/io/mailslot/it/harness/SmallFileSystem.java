package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a test's own, in memory, and so small that the test can fill it. */
final class SmallFileSystem {
    private static final int PATIENCE_SECONDS = 60;

    private final Path root;

    private SmallFileSystem(Path root) {
        this.root = root;
    }

    /** Mounts one on a new folder; where that is not permitted the test is skipped, and says why. */
    static SmallFileSystem mount(Path folder, String limits) throws IOException {
        Files.createDirectory(folder);
        String options = limits + ",mode=0700";
        String refusal = complaint("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        assumeTrue(refusal.isEmpty(), "needs a tmpfs of its own, and the system refuses to mount one: " + refusal);
        return new SmallFileSystem(folder);
    }

    Path root() {
        return root;
    }

    /** Takes it out of sight at once; it goes when the last process that has a file of it open has ended. */
    void unmount() {
        assertThat(complaint("umount", "-l", root.toString())).isEmpty();
    }

    /** What a command that fails has to say about it; empty if it does not fail. */
    private static String complaint(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
                process.destroyForcibly();
                return "no answer within " + PATIENCE_SECONDS + " s";
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.exitValue() == 0 ? "" : output + " (exit code " + process.exitValue() + ")";
        } catch (IOException missing) {
            return missing.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
