package io.mailslot.it.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is counted as unread of a mailslot that is written and read all the time. */
@ExtendWith(TestHomeExtension.class)
class UnreadCountTest {
    private static final int LOOKS = 1_000;

    @Test
    void shouldNeverCountMoreThanThereWereAtAnyTime(TestHome home) {
        ChildJvm player =
                home.start(ChildJvm.quick(JavaCommand.of(OneAtATime.class)).toProcessBuilder());
        assertThat(player.line()).isEqualTo("playing");

        for (int looks = 0; looks < LOOKS; looks++) {
            MailslotStatus seen = HomeInspector.inspect(home.path())
                    .orElseThrow()
                    .mailslot(OneAtATime.NAME)
                    .orElseThrow();
            assertThat(seen.messageCount()).as("look %d", looks).isBetween(0L, 1L);
            assertThat(seen.missedMessages()).isZero();
        }
        player.end();
    }
}
