import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Children of a test. The standard streams of its JVM are the channel by which the build talks to it: a child that has them holds
 * the build up for as long as it lives, breaks the channel with what it prints, and takes commands out of it. Those that
 * outlive the test leave their process id in a file, for whoever looks whether the build ended before them.
 */
@Timeout(60)
class ForkTest {
    @Test
    void leavesAChildThatHangs() throws Exception {
        try (Kernel kernel = Kernel.attach();
                ChildProcess child = start(kernel, "hang")) {
            assertTrue(child.process().isAlive());
            Files.writeString(Path.of("target", "hanging.pid"), Long.toString(child.process().pid()));
        }
    }

    @Test
    void hearsNothingOfAChildThatPrintsTenMegabytes() {
        try (Kernel kernel = Kernel.attach()) {
            assertEquals(0, start(kernel, "print").waitFor());
        }
    }

    @Test
    void keepsItsInputFromAChildThatReads() {
        try (Kernel kernel = Kernel.attach()) {
            assertEquals(255, start(kernel, "read").waitFor());
        }
    }

    @Test
    void leavesAGrandchild() {
        try (Kernel kernel = Kernel.attach()) {
            assertEquals(0, start(kernel, "leak").waitFor());
        }
    }

    private static ChildProcess start(Kernel kernel, String what) {
        return kernel.createProcess(JavaCommand.of(ForkChild.class).withArguments(what));
    }
}
