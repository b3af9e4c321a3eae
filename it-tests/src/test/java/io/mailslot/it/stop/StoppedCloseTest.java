package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that closes its kernel cannot say so in time, because another one stands still in the control plane. */
@ExtendWith(TestHomeExtension.class)
class StoppedCloseTest {
    private static final int LOCK_VIOLATION = 33;

    @Test
    void shouldBeginAnewThoughItCouldNotLeave(TestHome home) {
        ChildJvm leaver = home.start(TestHome.agentCommand()
                .withSystemProperty(Patience.PROPERTY, "300")
                .toProcessBuilder());
        leaver.must("attach");
        leaver.must("create", "orders", 0, 0, false);
        leaver.must("mutex", "turn", true, false);
        Standing standing = Standing.agent(home, FaultPoint.OPEN_OBJECT_MADE).in("open", "orders", false);
        assertThat(leaver.ask("detach").code()).isEqualTo(LOCK_VIOLATION);
        standing.child().kill(); // nobody else is left to see that it has gone

        leaver.must("attach");

        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes()).hasSize(1);
        leaver.must("create", "orders", 0, 0, false);
        long turn = leaver.must("mutex", "turn", false, false).handle();
        assertThat(leaver.must("any", 0, turn).text("outcome")).isEqualTo("SIGNALED");
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }
}
