package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others do with a name while it is looked at. */
@Timeout(120)
class MailslotsTest {
    private static final String BROADCAST = "\\\\*\\mailslot\\m";

    @TempDir
    private Path folder;

    private Mailslots mailslots;

    @Test
    void shouldJoinABroadcastMailslotThatTookThePlaceOfAnotherMeanwhile() throws IOException {
        try (SlotHome home = new SlotHome(folder)) {
            Mailslots others = home.mailslots(() -> {});
            Receiver plain = others.create("m", MailslotOptions.defaults());
            mailslots = home.mailslots(() -> {
                plain.close();
                others.create(BROADCAST, MailslotOptions.defaults());
            });

            Receiver joined = mailslots.create(BROADCAST, MailslotOptions.defaults());

            assertThat(joined.info().name()).isEqualTo("m");
            mailslots.close();
            others.close();
        }
    }
}
