package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Templates;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A JVM tries its first append in a folder that it makes and deletes for that. If it is killed meanwhile the folder goes with
 * it, and not with the mailslot, which may live for years.
 */
@HomeTest
class LeftOverTemplateTest {
    /** The folder is there for a part of a second: who looks may come too late. */
    private static final int ATTEMPTS = 20;

    private static final byte[] MESSAGE = "after it".getBytes(US_ASCII);

    @Test
    void shouldLeaveNothingOfAProcessThatIsKilledInItsFirstWrite(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m");

        Child victim = standingInItsFirstWrite(home, jvms, receiver);
        assertThat(Templates.under(home.path().resolve("mailslots"))).isEmpty();
        victim.kill();

        Deadline.await("nothing of it is left", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(Templates.under(home.path())).isEmpty());
        kernel.openMailslot("m").write(MESSAGE);
        assertThat(receiver.read()).isEqualTo(MESSAGE);
    }

    @Test
    void shouldTakeNothingFromAProcessThatStandsStillInItsFirstWrite(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m");

        Child sender = standingInItsFirstWrite(home, jvms, receiver);
        Child dead = jvms.jvm().startedPlainly().start();
        dead.run(c -> c.kernel());
        dead.kill();
        jvms.all(jvms.jvm().startedPlainly().start(c -> c.kernel())); // reaps the dead, whom it finds when it attaches
        assertThat(Templates.under(home.path())).isNotEmpty();
        jvms.all(sender.resume());

        assertThat(receiver.read()).isNotEmpty();
        assertThat(Templates.under(home.path())).isEmpty();
    }

    private static Child standingInItsFirstWrite(TestHome home, Jvms jvms, Receiver receiver) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Child sender = jvms.jvm()
                    .startedPlainly()
                    .start(c -> c.kernel().openMailslot("m").write("first"));
            Deadline.await("the first write of a JVM")
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isInItsFirstWrite(home) || receiver.info().messageCount() > 0);
            sender.stop();
            if (isInItsFirstWrite(home)) {
                return sender;
            }
            jvms.all(sender.resume());
            assertThat(receiver.read()).isNotEmpty();
        }
        throw new AssertionError("no process was found in its first write");
    }

    private static boolean isInItsFirstWrite(TestHome home) {
        return !Templates.under(home.path()).isEmpty();
    }
}
