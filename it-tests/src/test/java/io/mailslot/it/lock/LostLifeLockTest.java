package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Something in a JVM, a backup for instance, opens and closes the files of a home, its own life lock among them. Where that
 * drops the lock, which is so without native access, others take the process for dead.
 */
@ExtendWith(TestHomeExtension.class)
class LostLifeLockTest {
    private static final String INVALID = "1006";

    @Test
    void shouldBeOverAndSaySoOnceTakenForDead(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm ghost = ghost(home, "false");
        assertThat(codes(ghost)).containsExactly("0");

        assertThat(ask(ghost, "read")).isEqualTo("done");
        kernel.createMailslot("watched"); // watches for deaths from now on
        Deadline.await("it is taken for dead").until(() -> processes(home) == 1);
        ChildJvm next = home.agent(); // gets the record
        int event = next.must("event", "its own", "true", "true", "false").handle();

        assertThat(codes(ghost)).containsExactly(INVALID);
        assertThat(next.must("any", 0, event).text("index")).isEqualTo("0");
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
        assertThat(ask(ghost, "again")).isEqualTo("done");
        assertThat(codes(ghost)).containsExactly("0");
        assertThat(processes(home)).isEqualTo(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static ChildJvm ghost(TestHome home, String nativeCalls) {
        ChildJvm ghost = home.start(ChildJvm.quick(JavaCommand.of(Ghost.class))
                .systemProperty("mailslot.native", nativeCalls)
                .toProcessBuilder());
        assertThat(ghost.line()).isEqualTo("ready");
        return ghost;
    }

    private static String ask(ChildJvm ghost, String command) {
        ghost.tell(command);
        return ghost.line();
    }

    /** With which different codes its calls end. */
    private static Set<String> codes(ChildJvm ghost) {
        return new TreeSet<>(List.of(ask(ghost, "call").split(" ")));
    }

    private static int processes(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow().processes().size();
    }
}
