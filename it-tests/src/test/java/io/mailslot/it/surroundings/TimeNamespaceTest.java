package io.mailslot.it.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process whose clocks are ahead of the others': it is the same process for all of them. */
@HomeTest
class TimeNamespaceTest {
    private static final List<String> AHEAD =
            List.of("unshare", "--time", "--boottime", "100000", "--monotonic", "5000", "--fork", "--kill-child");
    private static final int CODE = 7;

    @Test
    void shouldEndAProcessOfAnotherTimeNamespace(Jvms jvms, Kernel kernel) throws Exception {
        Child ahead = jvms.jvm()
                .startedPlainly()
                .startedBy(Namespaces.allowed(List.of(AHEAD)).toArray(String[]::new))
                .start();
        long pid = ahead.call(c -> c.kernel().processId());

        try (ProcessObject process =
                kernel.openProcess(pid, ObjectOpenOptions.of(AccessRight.TERMINATE, AccessRight.SYNCHRONIZE))) {
            process.terminate(CODE);

            assertThat(kernel.waitFor(Deadline.DEATH_NOTICED, process.handle()).signaled())
                    .isTrue();
        }
        ahead.awaitEnd(Deadline.DEATH_NOTICED);
    }
}
