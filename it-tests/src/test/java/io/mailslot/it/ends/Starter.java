package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import java.time.Duration;

/** What a JVM does that starts a program. There is one of it in a JVM. */
final class Starter {
    private static ChildProcess child;

    private Starter() {}

    /** Starts it, after another one: then all is loaded that a start needs. */
    static void start(Kernel kernel) {
        try (ChildProcess first = kernel.createProcess(new ProcessBuilder("true"), Inheritance.none())) {
            first.waitFor();
        }
        child = kernel.createProcess(new ProcessBuilder("sleep", "97"), Inheritance.none());
    }

    static boolean runs() {
        return !child.waitForEnd(Duration.ZERO);
    }

    /** Ends it with a code, and tells with which one it has ended. */
    static int end(int code) {
        child.terminate(code);
        return child.waitFor();
    }
}
