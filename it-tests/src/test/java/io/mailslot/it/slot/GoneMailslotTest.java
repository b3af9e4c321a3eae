package io.mailslot.it.slot;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A mailslot goes with its last receiver; its files keep their room on the file system for as long as somebody maps them. */
@HomeTest
class GoneMailslotTest {
    private static final byte[] LARGE = new byte[100_000];
    private static final String BROADCAST = "\\\\*\\mailslot\\gone";

    @Test
    void shouldLetGoOfItsFilesThoughItsSenderStaysOpen(TestHome home, @Named("idle") Child idle, Kernel kernel)
            throws IOException {
        Receiver receiver = kernel.createMailslot("gone");
        Sender sender = kernel.openMailslot("gone");
        sender.write(LARGE);
        int sending = idle.call(c -> c.kernel().openMailslot("gone").handle());
        idle.run(c -> c.kernel().sender(sending).write(LARGE));
        assertThat(mapped(home, idle.pid())).isPositive();

        receiver.close();

        awaitUnmapped(home, ProcessHandle.current().pid());
        awaitUnmapped(home, idle.pid());
        assertThatExceptionOfType(ReceiverGoneException.class).isThrownBy(() -> sender.write(LARGE));
        assertThatExceptionOfType(ReceiverGoneException.class).isThrownBy(sender::info);
        assertThat(refusal(idle, c -> c.kernel().sender(sending).write(new byte[1])))
                .isEqualTo(ErrorCode.HANDLE_EOF);
    }

    @Test
    void shouldLetGoOfThemWhereTheSenderIsBoundToTheName(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(BROADCAST);
        Sender sender = kernel.openMailslot(BROADCAST);
        sender.write(LARGE);

        receiver.close();

        awaitUnmapped(home, ProcessHandle.current().pid());
        sender.write(LARGE); // to nobody
        Receiver another =
                kernel.createMailslot(BROADCAST, MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(10)));
        sender.write("again".getBytes(StandardCharsets.US_ASCII));
        assertThat(another.read()).asString().isEqualTo("again");
    }

    private static void awaitUnmapped(TestHome home, long pid) {
        Deadline.await("nobody maps the files of the mailslot", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(mapped(home, pid)).isZero());
    }

    private static long mapped(TestHome home, long pid) throws IOException {
        String mailslots = home.path().resolve("mailslots").toString();
        String deleted = home.path().resolve("deleted").toString();
        try (Stream<String> maps = Files.lines(Path.of("/proc", Long.toString(pid), "maps"))) {
            return maps.filter(line -> line.contains(mailslots) || line.contains(deleted))
                    .count();
        }
    }
}
