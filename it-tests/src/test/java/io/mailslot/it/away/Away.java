package io.mailslot.it.away;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of names of other computers share. */
final class Away {
    static final String ORDERS = "\\\\B\\mailslot\\shop\\orders";
    static final String NEWS = "\\\\*\\mailslot\\news";
    static final String NEWS_OUT = "\\\\+\\mailslot\\news";

    private Away() {}

    /** The receiver of an outbox, made if it is missing. */
    static Receiver outbox(Kernel kernel, String name) {
        return outbox(kernel, name, MailslotOptions.defaults());
    }

    static Receiver outbox(Kernel kernel, String name, MailslotOptions options) {
        return kernel.createMailslot(
                name, options.withCursor(PlayedBridge.CURSOR).withReadTimeout(Duration.ofSeconds(20)));
    }

    static List<String> texts(Receiver receiver) {
        List<String> texts = new ArrayList<>();
        for (Optional<byte[]> next = receiver.poll(); next.isPresent(); next = receiver.poll()) {
            texts.add(new String(next.get(), UTF_8));
        }
        return texts;
    }

    static MailslotException refused(ErrorCode code, ThrowingCallable call) {
        MailslotException refusal = catchThrowableOfType(MailslotException.class, call);
        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(refusal.errorCode()).as(refusal.getMessage()).isEqualTo(code);
        return refusal;
    }

    static HomeSnapshot look(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow();
    }

    static void assertSound(TestHome home) {
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Ends a test: outboxes stay by design, and nobody may have one open. */
    static void deleteAll(TestHome home, Kernel kernel) {
        assertSound(home);
        look(home).mailslots().stream()
                .filter(MailslotStatus::durable)
                .forEach(each -> kernel.deleteMailslot(each.name()));
        assertSound(home);
        assertThat(look(home).mailslots()).noneMatch(MailslotStatus::durable);
    }
}
