package io.mailslot.it.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import org.junit.jupiter.api.Test;

/** What is counted as unread of a mailslot that is written and read all the time. */
@HomeTest
class UnreadCountTest {
    private static final int LOOKS = 1_000;

    @Test
    void shouldNeverCountMoreThanThereWereAtAnyTime(TestHome home, Jvms jvms, @Named("player") Child player) {
        player.begin(c -> OneAtATime.play(c)).awaitPoint(OneAtATime.PLAYING);

        for (int looks = 0; looks < LOOKS; looks++) {
            MailslotStatus seen = HomeInspector.inspect(home.path())
                    .orElseThrow()
                    .mailslot(OneAtATime.NAME)
                    .orElseThrow();
            assertThat(seen.messageCount()).as("look %d", looks).isBetween(0L, 1L);
            assertThat(seen.missedMessages()).isZero();
        }
        player.run(c -> OneAtATime.end());
        jvms.all(player);
    }
}
