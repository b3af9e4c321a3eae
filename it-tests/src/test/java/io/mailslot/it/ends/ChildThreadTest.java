package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Inheritance;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The thread that sees to a child is there for as long as it is of use. */
@HomeTest
class ChildThreadTest {
    /** It would keep the home mapped, and the class loader of an application that is gone, for as long as the child runs. */
    @Test
    void shouldEndWithTheLastKernelThoughTheChildRuns(Kernel kernel) {
        Set<Thread> before = threads();
        ChildProcess child = kernel.createProcess(new ProcessBuilder("sleep", "97"), Inheritance.none());
        Process program = child.process();
        try {
            Set<Thread> own = threads();
            own.removeAll(before);
            assertThat(own).hasSize(1);

            kernel.close();

            Deadline.await("the thread ends").until(() -> own.stream().noneMatch(Thread::isAlive));
            assertThat(program.isAlive()).isTrue();
        } finally {
            program.destroyForcibly();
        }
    }

    private static Set<Thread> threads() {
        Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
        all.removeIf(thread -> !thread.getName().equals("mailslot-child"));
        return all;
    }
}
