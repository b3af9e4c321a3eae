package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A process without descriptors that cannot look at a handle table it has never mapped repairs nothing, and leaves the repair
 * to whoever can: nobody else waits for it.
 */
@ExtendWith(TestHomeExtension.class)
class DirtyMarkTest {
    private static final int OPEN_FILES = 220;

    @Test
    void shouldLeaveARepairToWhoeverHasDescriptors(TestHome home) throws IOException {
        ChildJvm poor = home.unattachedAgent(OPEN_FILES);
        poor.must("attach");
        poor.must("create", "precious", 424, 0, false);
        poor.must("poor", "descriptors", 0);
        ChildJvm victim = home.start(TestHome.agentCommand()
                .withSystemProperty(FaultPoint.PROPERTY, FaultPoint.SYNC_HANDLE_STORED + ":halt")
                .toProcessBuilder());
        victim.must("attach"); // which the poor one cannot map any more
        victim.tell("event", "gate", "false", "false", "false");
        victim.expectAnyExit().awaitExit(Deadline.PATIENCE);
        KernelFile file = KernelFile.open(new HomePaths(home.path()).kernelData(), true);
        assertThat(file.isDirty()).isTrue();

        Reply refused = poor.ask("event", "mine", "false", "false", "false");

        assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES.value());
        assertThat(file.isDirty()).isTrue();
        ChildJvm rich = home.agent();
        int sender = rich.must("open", "precious", false).handle();
        assertThat(file.isDirty()).isFalse();
        rich.must("write", sender, "text");
        poor.must("event", "mine", "false", "false", "false"); // now that it needs no look
        poor.must("rich");
        assertThat(HomeVerifier.verify(home.path(), Duration.ofSeconds(5))).isEmpty();
    }
}
