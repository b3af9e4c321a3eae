package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ProcessObject;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process whose clocks are ahead of the others': it is the same process for all of them. */
@ExtendWith(TestHomeExtension.class)
class TimeNamespaceTest {
    private static final List<String> AHEAD =
            List.of("unshare", "--time", "--boottime", "100000", "--monotonic", "5000", "--fork", "--kill-child");
    private static final int CODE = 7;

    @Test
    void shouldEndAProcessOfAnotherTimeNamespace(TestHome home) throws Exception {
        List<String> command = new ArrayList<>(AHEAD);
        assumeTrue(works(command), "this system lets nobody make a time namespace: " + AHEAD);
        command.addAll(TestHome.agentCommand().toProcessBuilder().command());
        Kernel kernel = home.attach();
        ChildJvm ahead = home.start(new ProcessBuilder(command)).expectAnyExit().expectErrorOutput();
        long pid = ahead.must("attach").number("pid");

        try (ProcessObject process =
                kernel.openProcess(pid, EnumSet.of(AccessRight.TERMINATE, AccessRight.SYNCHRONIZE), false)) {
            process.terminate(CODE);

            assertThat(kernel.waitForSingle(process.handle(), Deadline.DEATH_NOTICED)
                            .signaled())
                    .isTrue();
        }
        assertThat(ahead.process().waitFor(Deadline.DEATH_NOTICED.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }

    private static boolean works(List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.add("true");
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
