package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Templates;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JVM tries its first append in a folder that it makes and deletes for that. If it is killed meanwhile the folder goes with
 * it, and not with the mailslot, which may live for years.
 */
@ExtendWith(TestHomeExtension.class)
class LeftOverTemplateTest {
    /** The folder is there for a part of a second: who looks may come too late. */
    private static final int ATTEMPTS = 20;

    private static final byte[] MESSAGE = "after it".getBytes(US_ASCII);

    @Test
    void shouldLeaveNothingOfAProcessThatIsKilledInItsFirstWrite(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");

        ChildJvm victim = standingInItsFirstWrite(home, receiver);
        assertThat(Templates.under(home.path().resolve("mailslots"))).isEmpty();
        victim.kill();

        Deadline.await("nothing of it is left", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(Templates.under(home.path())).isEmpty());
        kernel.openMailslot("m").write(MESSAGE);
        assertThat(receiver.read()).isEqualTo(MESSAGE);
    }

    @Test
    void shouldTakeNothingFromAProcessThatStandsStillInItsFirstWrite(TestHome home) {
        Receiver receiver = home.attach().createMailslot("m");

        ChildJvm sender = standingInItsFirstWrite(home, receiver);
        home.agent().kill();
        home.agent().end(); // reaps the dead, whom it finds when it attaches
        assertThat(Templates.under(home.path())).isNotEmpty();
        sender.goOn();

        assertThat(sender.reply().ok()).isTrue();
        assertThat(receiver.read()).isNotEmpty();
        assertThat(Templates.under(home.path())).isEmpty();
        sender.end();
    }

    private static ChildJvm standingInItsFirstWrite(TestHome home, Receiver receiver) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ChildJvm sender = home.agent();
            int handle = sender.must("open", "m", "false").handle();
            sender.tell("write", handle, "first");
            Deadline.await("the first write of a JVM")
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isInItsFirstWrite(home) || receiver.info().messageCount() > 0);
            sender.standStill();
            if (isInItsFirstWrite(home)) {
                return sender;
            }
            sender.goOn();
            assertThat(sender.reply().ok()).isTrue();
            assertThat(receiver.read()).isNotEmpty();
            sender.end();
        }
        throw new AssertionError("no process was found in its first write");
    }

    private static boolean isInItsFirstWrite(TestHome home) {
        return !Templates.under(home.path()).isEmpty();
    }
}
