package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.remote.internal.bridge.PaperEngine.Reaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outboxes that come and go with the configuration. */
class OutboxesTest {
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final List<String> SEND = List.of("b/orders");
    private static final List<String> NOTHING = List.of();

    @TempDir
    Path folder;

    private final PaperEngine engine = new PaperEngine();
    private PaperMachine a;

    @BeforeEach
    void startAMachine() throws InterruptedException {
        a = new PaperMachine(engine, "a", folder).start(SEND, NOTHING);
    }

    @AfterEach
    void end() {
        a.close();
    }

    private Optional<MailslotStatus> orders() {
        return HomeInspector.inspect(a.kernel().home()).orElseThrow().mailslot(ORDERS);
    }

    @Test
    void shouldDeleteAnEmptyOutboxThatTheConfigurationHasNoMore() throws InterruptedException {
        Sender sender = a.open(ORDERS);
        a.start(NOTHING, NOTHING);

        assertThat(orders()).isEmpty();
        ReceiverGoneException gone = catchThrowableOfType(ReceiverGoneException.class, () -> sender.write("tea"));
        assertThat(gone.errorCode()).isEqualTo(ErrorCode.NETNAME_DELETED);
    }

    @Test
    void shouldKeepAnOutboxWithMessagesThatTheConfigurationHasNoMore() throws InterruptedException {
        engine.reactsBy(Reaction.FULL);
        Sender sender = a.open(ORDERS);
        sender.write("tea");
        a.start(NOTHING, NOTHING);

        assertThat(a.outbox(ORDERS).withdrawn()).isTrue();
        assertThat(orders().orElseThrow().messageCount()).isOne();
        engine.reactsBy(Reaction.STORE);
        a.start(SEND, NOTHING);
        await().atMost(PaperMachine.PATIENCE).until(() -> engine.kept() == 1);
        assertThat(a.outbox(ORDERS).withdrawn()).isFalse();
    }

    @Test
    void shouldMakeThoseThatBroadcastsNeedAtTheStart() throws InterruptedException {
        a.start(List.of("*/news", "*/audit/*", "shop/prices"), NOTHING);
        assertThat(a.bridge().view().outboxes()).extracting(View.Outbox::name).containsExactly("\\\\+\\mailslot\\news");
    }

    /** Numbers of a new outbox begin with 0 again: who took it for the old one would drop them as known. */
    @Test
    void shouldBeAnotherOneWhenItIsMadeAnew() throws InterruptedException {
        PaperMachine b = new PaperMachine(engine, "b", folder);
        try (b;
                Receiver received = b.kernel().createMailslot("orders")) {
            b.start(NOTHING, List.of("a/orders"));
            for (int round = 0; round < 3; round++) {
                try (Sender sender = a.open(ORDERS)) {
                    sender.write("tea " + round);
                }
                assertThat(PaperMachine.read(received)).isEqualTo("tea " + round);
                a.awaitOutbox(ORDERS, outbox -> outbox.unread() == 0);
                a.start(NOTHING, NOTHING);
                a.start(SEND, NOTHING);
            }
            assertThat(b.inlet("orders").duplicates()).isZero();
        }
    }

    @Test
    void shouldOpenLaterWhatSomebodyElseHasOpenNow() throws InterruptedException {
        a.open(ORDERS).close();
        a.stop();
        Receiver other =
                a.kernel().createMailslot(ORDERS, MailslotOptions.defaults().withCursor("bridge"));
        a.start(SEND, NOTHING);
        try (Sender sender = a.open(ORDERS)) {
            sender.write("tea");
            a.awaitOutbox(ORDERS, outbox -> !outbox.problem().isEmpty());
            assertThat(engine.kept()).isZero();
            other.close();
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.kept() == 1);
        }
    }

    @Test
    void shouldNotLetAnybodyDeleteAnOutboxThatIsServed() {
        a.open(ORDERS).close();
        assertThatExceptionOfType(SharingViolationException.class)
                .isThrownBy(() -> a.kernel().deleteMailslot(ORDERS));
    }
}
