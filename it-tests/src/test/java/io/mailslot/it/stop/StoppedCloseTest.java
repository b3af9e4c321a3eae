package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Refusal;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that closes its kernel cannot say so in time, because another one stands still in the control plane. */
@HomeTest
class StoppedCloseTest {
    /** Of the child that leaves: one after the other. */
    private static Kernel kernel;

    @Test
    void shouldBeginAnewThoughItCouldNotLeave(TestHome home, Jvms jvms) {
        Child leaver = jvms.jvm().withSystemProperty(Patience.PROPERTY, "300").start();
        leaver.run(c -> begin(true));
        Halfway<?> standing =
                Halfway.in(jvms, FaultPoint.OPEN_OBJECT_MADE, c -> c.kernel().openMailslot("orders"));
        assertThat(Refusal.refusal(leaver, c -> kernel.close())).isEqualTo(ErrorCode.LOCK_VIOLATION);
        standing.child().killNow(); // nobody else is left to see that it has gone

        int turn = leaver.call(c -> begin(false));

        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes()).hasSize(1);
        assertThat(leaver.<Outcome>call(
                        c -> kernel.waitForAny(Duration.ZERO, turn).outcome()))
                .isEqualTo(Outcome.SIGNALED);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Attaches, and returns the handle of a mutex. */
    private static int begin(boolean owned) {
        kernel = Kernel.attach();
        kernel.createMailslot("orders");
        return kernel.synchronization()
                .createMutex(MutexOptions.defaults().withName("turn").withInitiallyOwned(owned))
                .handle();
    }
}
