package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tests of durable mailslots share. */
final class Durables {
    static final String NEWS = SlotChild.BROADCAST + "news";
    static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    private Durables() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** All unread messages. */
    static List<String> texts(Receiver receiver) {
        List<String> texts = new ArrayList<>();
        for (Optional<byte[]> next = receiver.poll(); next.isPresent(); next = receiver.poll()) {
            texts.add(new String(next.get(), UTF_8));
        }
        return texts;
    }

    static void assertFails(int code, Runnable call, String... fragments) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call::run)
                .withMessageContainingAll(fragments)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(code));
    }

    static HomeSnapshot look(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow();
    }

    static MailslotStatus mailslot(TestHome home, String name) {
        return look(home).mailslots().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mailslot " + name));
    }

    /** A cursor as it is expected, or as it is. */
    record Place(String name, boolean open, long messageCount, long missedMessages) implements CursorStatus {}

    static List<Place> cursors(TestHome home, String name) {
        return mailslot(home, name).cursors().stream()
                .map(each -> new Place(each.name(), each.open(), each.messageCount(), each.missedMessages()))
                .toList();
    }

    static Place cursor(TestHome home, String name, String cursor) {
        return cursors(home, name).stream()
                .filter(each -> each.name().equals(cursor))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cursor " + cursor));
    }

    static void assertSound(TestHome home) {
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Ends a test: what stays by design has to be deleted, after which nothing is left. */
    static void deleteAll(TestHome home, Kernel kernel) {
        assertSound(home);
        look(home).mailslots().stream()
                .filter(MailslotStatus::durable)
                .forEach(each -> kernel.deleteMailslot(each.name()));
        assertSound(home);
        assertThat(look(home).mailslots()).noneMatch(MailslotStatus::durable);
    }
}
