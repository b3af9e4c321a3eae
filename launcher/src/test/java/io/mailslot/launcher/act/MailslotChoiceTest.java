package io.mailslot.launcher.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MailslotChoiceTest {
    record Info(
            String name,
            int maxMessageSize,
            OptionalInt nextMessageSize,
            long messageCount,
            Duration readTimeout,
            long messageBytes,
            long capacity,
            WhenFull whenFull,
            long missedMessages)
            implements MailslotInfo {}

    @Test
    void shouldTellWhatWasAskedForInVain() {
        MailslotOptions asked = MailslotOptions.defaults().withCapacity(1 << 20).withMaxMessageSize(400);
        MailslotInfo waiting = info(0, 1 << 21, WhenFull.WAIT);
        MailslotInfo dropping = info(400, 1 << 20, WhenFull.DROP_OLDEST);

        assertThat(MailslotChoice.inVain(asked, dropping)).isEmpty();
        assertThat(MailslotChoice.inVain(asked.withWhenFull(WhenFull.DROP_OLDEST), dropping))
                .isEmpty();
        assertThat(MailslotChoice.inVain(MailslotOptions.defaults(), waiting)).isEmpty();
        assertThat(MailslotChoice.inVain(asked.withWhenFull(WhenFull.DROP_OLDEST), waiting))
                .containsExactly(
                        "--max-size 400 (it takes any)",
                        "--capacity 1048576 (it has 2097152)",
                        "--drop-oldest (senders wait when it is full)");
    }

    private static MailslotInfo info(int maxMessageSize, long capacity, WhenFull whenFull) {
        return new Info("news", maxMessageSize, OptionalInt.empty(), 0, Timeouts.FOREVER, 0, capacity, whenFull, 0);
    }
}
