package io.mailslot.it.poor;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A process without descriptors that cannot look at a handle table it has never mapped repairs nothing, and leaves the repair
 * to whoever can: nobody else waits for it.
 */
@HomeTest
class DirtyMarkTest {
    @Test
    void shouldLeaveARepairToWhoeverHasDescriptors(TestHome home, Jvms jvms) throws IOException {
        Child poor = Poor.ofFewFiles(jvms);
        poor.run(c -> c.kernel().createMailslot("precious"));
        poor.run(Poor::takeDescriptors);
        Child victim = jvms.jvm()
                .withSystemProperty(FaultPoint.PROPERTY, FaultPoint.SYNC_HANDLE_STORED + ":halt")
                .start();
        victim.begin(c -> event(c, "gate")); // in a table that the poor one cannot map any more
        assertThat(victim.awaitEnd().code()).isEqualTo(FaultPoint.HALT_STATUS);
        KernelFile file = KernelFile.open(new HomePaths(home.path()).kernelData(), true);
        assertThat(file.isDirty()).isTrue();

        poor.run(Poor::takeDescriptors); // what its JVM has given back since, if anything
        assertThat(refusal(poor, c -> event(c, "mine"))).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES);

        assertThat(file.isDirty()).isTrue();
        Child rich = jvms.start();
        int sender = rich.call(c -> c.kernel().openMailslot("precious").handle());
        assertThat(file.isDirty()).isFalse();
        rich.run(c -> c.kernel().sender(sender).write("text"));
        poor.run(c -> event(c, "mine")); // now that it needs no look
        poor.run(c -> Poor.giveBack());
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void event(ChildContext c, String name) {
        c.kernel().synchronization().createEvent(EventOptions.defaults().withName(name));
    }
}
