package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.MailslotOptions;
import org.junit.jupiter.api.Test;

class LogSettingsTest {
    @Test
    void shouldTakeTheLargestMessageThatIsPromisedAtTheLargestCapacity() {
        assertThat(LogSettings.largestPossible(LogSettings.MAX_CAPACITY_BYTES))
                .isEqualTo(MailslotOptions.MAX_MESSAGE_SIZE);
    }

    @Test
    void shouldRefuseWhatIsLargerThanTheMaximum() {
        LogSettings settings = new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 100, false);

        settings.requireFitting(100);

        assertThatExceptionOfType(TooLargeException.class)
                .isThrownBy(() -> settings.requireFitting(101))
                .withMessageContainingAll("101", "100");
    }
}
