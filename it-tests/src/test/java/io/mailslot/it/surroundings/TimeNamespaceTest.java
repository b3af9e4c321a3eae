package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
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
        ProcessBuilder agent = Namespaces.within(
                Namespaces.allowed(List.of(AHEAD)), TestHome.agentCommand().toProcessBuilder());
        Kernel kernel = home.attach();
        ChildJvm ahead = home.start(agent).expectAnyExit().expectErrorOutput();
        long pid = ahead.must("attach").number("pid");

        try (ProcessObject process =
                kernel.openProcess(pid, ObjectOpenOptions.of(AccessRight.TERMINATE, AccessRight.SYNCHRONIZE))) {
            process.terminate(CODE);

            assertThat(kernel.waitFor(Deadline.DEATH_NOTICED, process.handle()).signaled())
                    .isTrue();
        }
        assertThat(ahead.process().waitFor(Deadline.DEATH_NOTICED.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }
}
