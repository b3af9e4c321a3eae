package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A parent that cannot look at the program it has started says nothing about it. */
@HomeTest
class NotedLaterTest {
    /** Others look every half second, and go by what the parent has written down. */
    private static final Duration SEVERAL_LOOKS = Duration.ofSeconds(3);

    @Test
    void shouldNotTakeAChildForDeadWhoseParentHadNoDescriptor(TestHome home, Jvms jvms) throws Exception {
        home.attach();
        Child parent =
                jvms.jvm().stopAtFaultPoint(FaultPoint.SPAWN_STARTED.name(), 2).start();
        parent.run(c -> Starter.start(c.kernel()));
        assertThat(runs(parent)).isTrue(); // now all is loaded that an answer needs

        parent.awaitStopped();
        limitDescriptors(parent, "3");
        parent.resume();

        Deadline.await("the child runs").during(SEVERAL_LOOKS).until(() -> runs(parent));
        limitDescriptors(parent, "1024");
        int code = parent.call(c -> Starter.end(9));
        assertThat(code).isEqualTo(9);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static boolean runs(Child parent) {
        return parent.call(c -> Starter.runs());
    }

    private static void limitDescriptors(Child of, String most) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("prlimit", "--pid=" + of.pid(), "--nofile=" + most + ":")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
