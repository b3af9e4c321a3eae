package io.mailslot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends what this JVM's tests have started when this JVM ends, in whatever way: a shell that waits for the end of its input, then
 * kills whoever has this JVM's variable in its environment, and deletes the folder of homes and sockets. Children that are JVMs
 * see to that themselves, by their socket; those that stand still, and other programs, cannot.
 */
final class Watchdog {
    /** In the environment of all children, and of theirs. */
    static final String VARIABLE = "MAILSLOT_TESTKIT_RUN";

    static final String RUN = UUID.randomUUID().toString();

    /** One more round than finds anybody: who was just being started has the variable a moment later. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cat >/dev/null
            rounds=0
            calm=0
            while [ $calm -lt 2 ] && [ $rounds -lt 50 ]; do
              rounds=$((rounds + 1))
              calm=$((calm + 1))
              for each in $(grep -lF "$1" /proc/[0-9]*/environ 2>/dev/null); do
                pid=${each#/proc/}
                kill -9 "${pid%/environ}" 2>/dev/null && calm=0
              done
              sleep 0.1 2>/dev/null || sleep 1
            done
            rm -rf "$2"
            """;

    private static final Path FOLDER = RunFolder.make();
    private static final Process SHELL = start(); // reachable for ever, or its input would be closed
    private static final AtomicInteger TESTS = new AtomicInteger();

    private Watchdog() {}

    private static Process start() {
        try {
            ProcessBuilder shell = new ProcessBuilder(
                    "sh", "-c", SCRIPT, "mailslot-testkit-watchdog", VARIABLE + "=" + RUN, FOLDER.toString());
            // Those of a test that this JVM is a child of: that one's end is not to be waited for.
            shell.environment().remove(VARIABLE);
            shell.environment().remove(TestRun.VARIABLE);
            return shell.redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder for a test, which the test deletes; of one that is killed, the watchdog does. */
    static Path newFolder() {
        if (!SHELL.isAlive()) {
            throw new IllegalStateException("the watchdog of child processes, process " + SHELL.pid() + ", has ended");
        }
        try {
            return Files.createDirectory(
                    FOLDER.resolve(Integer.toString(TESTS.incrementAndGet())),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
