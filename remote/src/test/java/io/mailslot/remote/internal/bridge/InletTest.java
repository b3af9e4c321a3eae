package io.mailslot.remote.internal.bridge;

import static io.mailslot.remote.internal.bridge.PaperMachine.frame;
import static io.mailslot.remote.internal.bridge.PaperMachine.numbered;
import static io.mailslot.remote.internal.bridge.PaperMachine.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.state.BridgeState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the engine to a local mailslot, whatever comes. */
class InletTest {
    private static final UUID OUTBOX = new UUID(1, 2);
    private static final List<String> ACCEPT = List.of("a/*", "*/news");

    @TempDir
    Path folder;

    private final PaperEngine engine = new PaperEngine();
    private PaperMachine b;

    @BeforeEach
    void startAMachine() throws InterruptedException {
        b = new PaperMachine(engine, "b", folder).start(List.of(), ACCEPT);
    }

    @AfterEach
    void end() {
        b.close();
    }

    @Test
    void shouldDropWhatHasComeBefore() {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 10));
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 10));
            b.receives("a", "orders", OUTBOX, 5, numbered(5, 10));

            assertReads(orders, 0, 15);
            b.awaitTaken();
            assertThat(orders.poll()).isEmpty();
            assertThat(b.inlet("orders").messages()).isEqualTo(15);
            assertThat(b.inlet("orders").duplicates()).isEqualTo(15);
            assertThat(b.inlet("orders").frames()).isEqualTo(3);
        }
    }

    @Test
    void shouldKeepTheOutboxesOfMachinesApart() {
        try (Receiver news = b.kernel().createMailslot("news")) {
            b.receives("a", "news", OUTBOX, 0, numbered(0, 3));
            b.receives("c", "news", OUTBOX, 0, numbered(0, 3));
            b.receives("c", "news", new UUID(3, 4), 0, numbered(0, 3));

            assertReads(news, 0, 3);
            assertReads(news, 0, 3);
            assertReads(news, 0, 3);
            assertThat(b.inlet("news").duplicates()).isZero();
        }
    }

    @Test
    void shouldRememberAcrossBridgesWhatHasCome() throws InterruptedException {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 10));
            assertReads(orders, 0, 10);
            b.awaitTaken();
            b.start(List.of(), ACCEPT);
            b.receives("a", "orders", OUTBOX, 8, numbered(8, 10));

            assertReads(orders, 10, 8);
            b.awaitInlet("orders", inlet -> inlet.duplicates() == 2);
            assertThat(b.inlet("orders").inDoubt()).isZero();
        }
    }

    /** As of an outbox that was made since this machine has a bridge. */
    private static UUID young() {
        long millis = System.currentTimeMillis() + 1_000; // behind the begin, which may be of this millisecond
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L | 5);
    }

    @Test
    void shouldCountWhatNeverCame() {
        UUID young = young();
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", young, 4, numbered(4, 3));
            b.receives("a", "orders", young, 10, numbered(10, 1));

            assertReads(orders, 4, 3);
            assertReads(orders, 10, 1);
            b.awaitInlet("orders", inlet -> inlet.expired() == 4 + 3);
        }
    }

    /** What came before may have been taken: this home, or that of the sender, has begun anew since. */
    @Test
    void shouldNotMissWhatMayHaveComeInAnEarlierLifeOfTheHome() {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 1_000, numbered(1_000, 2));
            b.receives("a", "orders", OUTBOX, 1_003, numbered(1_003, 1));

            assertReads(orders, 1_000, 2);
            assertReads(orders, 1_003, 1);
            b.awaitTaken();
            assertThat(b.inlet("orders").expired()).isOne();
        }
    }

    @Test
    void shouldNotMissWhatWasDenied() throws InterruptedException {
        UUID young = young();
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.start(List.of(), List.of("c/orders"));
            b.receives("a", "orders", young, 0, numbered(0, 5));
            b.awaitInlet("orders", inlet -> inlet.denied() == 1);
            b.awaitTaken();
            b.start(List.of(), ACCEPT);
            b.receives("a", "orders", young, 5, numbered(5, 1));
            assertReads(orders, 5, 1);
            b.awaitTaken();
            assertThat(b.inlet("orders").expired()).isZero();

            b.start(List.of(), List.of("c/orders"));
            b.receives("a", "orders", young, 6, numbered(6, 2));
            b.awaitInlet("orders", inlet -> inlet.denied() == 1);
            b.awaitTaken();
            b.start(List.of(), ACCEPT);
            b.receives("a", "orders", young, 8, numbered(8, 1));
            assertReads(orders, 8, 1);
            b.awaitTaken();
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }

    @Test
    void shouldNotMissWhatWasSentToAllBeforeItWasThere() {
        try (Receiver news = b.kernel().createMailslot("news")) {
            engine.put(new Address(Address.ALL, "a", "news"), frame(OUTBOX, 500, numbered(500, 2)));
            engine.put(new Address(Address.ALL, "a", "news"), frame(OUTBOX, 503, numbered(503, 2)));

            assertReads(news, 500, 2);
            assertReads(news, 503, 2);
            b.awaitInlet("news", inlet -> inlet.expired() == 1);
        }
    }

    @Test
    void shouldDropGarbageAndGoOn() {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            byte[] good = frame(OUTBOX, 0, numbered(0, 2));
            byte[] newer = good.clone();
            newer[3]++;
            byte[] cut = Arrays.copyOf(good, good.length - 3);
            for (byte[] bad : List.of(new byte[0], "hello".getBytes(StandardCharsets.UTF_8), newer, cut)) {
                engine.put(new Address("b", "a", "orders"), bad);
            }
            engine.put(new Address("b", "a", "orders"), good);

            assertReads(orders, 0, 2);
            assertThat(b.inlet("orders").garbage()).isEqualTo(4);
            b.awaitTaken();
        }
    }

    @Test
    void shouldDropWhatAMachineMayNotWrite() {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("c", "orders", OUTBOX, 0, numbered(0, 2));
            b.receives("a", "orders", OUTBOX, 0, numbered(7, 1));

            assertThat(read(orders)).isEqualTo("7");
            assertThat(b.inlet("orders").denied()).isOne();
            b.awaitTaken();
        }
    }

    /** A broadcast is in the local mailslot already: that it comes back is nothing to be told. */
    @Test
    void shouldNotCountItsOwnBroadcastsThatComeBack() throws InterruptedException {
        b.start(List.of("*/news"), List.of("a/news"));
        try (Receiver news = b.kernel().createMailslot("\\\\*\\mailslot\\news");
                Sender sender = b.kernel().openMailslot("\\\\*\\mailslot\\news")) {
            b.awaitInlet("news", View.Inlet::open);
            sender.write("tea");
            assertThat(read(news)).isEqualTo("tea");
            b.awaitOutbox("\\\\+\\mailslot\\news", outbox -> outbox.messages() == 1);
            engine.put(new Address(Address.ALL, "a", "news"), frame(OUTBOX, 0, numbered(0, 1)));

            assertReads(news, 0, 1);
            b.awaitInlet("news", inlet -> inlet.messages() == 1);
            assertThat(b.inlet("news").frames()).isOne();
            assertThat(b.inlet("news").denied()).isZero();
        }
    }

    @Test
    void shouldNeverServeItsOwnMailslots() throws InterruptedException {
        b.start(List.of(), List.of("*/*"));
        b.receives("a", "bridge", OUTBOX, 0, "mailslot-bridge 1".getBytes(StandardCharsets.UTF_8));
        b.receives("a", "bridge/state", OUTBOX, 0, numbered(0, 1));
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 1));
            assertReads(orders, 0, 1);
        }
        await().atMost(PaperMachine.PATIENCE).until(() -> engine.kept() == 2);
        assertThat(b.bridge().view().inlets()).extracting(View.Inlet::name).containsOnly("orders");
    }

    @Test
    void shouldLeaveOutWhatIsLargerThanTheMailslotTakes() {
        MailslotOptions small = MailslotOptions.defaults().withMaxMessageSize(100);
        try (Receiver orders = b.kernel().createMailslot("orders", small)) {
            b.receives("a", "orders", OUTBOX, 0, new byte[100], new byte[101], new byte[1], new byte[5_000]);
            b.receives("a", "orders", OUTBOX, 4, new byte[101]);
            b.receives("a", "orders", OUTBOX, 5, numbered(5, 1));

            assertThat(orders.read(PaperMachine.PATIENCE)).contains(new byte[100]);
            assertThat(orders.read(PaperMachine.PATIENCE)).contains(new byte[1]);
            assertReads(orders, 5, 1);
            b.awaitInlet("orders", inlet -> inlet.messages() >= 3); // counted behind them
            assertThat(b.inlet("orders").refused()).isEqualTo(3);
            assertThat(b.inlet("orders").messages()).isEqualTo(3);
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }

    @Test
    void shouldWaitForRoomAndSayMeanwhileThatItIsAtWork() {
        MailslotOptions small = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        try (Receiver orders = b.kernel().createMailslot("orders", small);
                Receiver others = b.kernel().createMailslot("others")) {
            int filled = fill("orders");
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 1_000));
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.timesTold() > 1);
            b.receives("a", "others", OUTBOX, 0, numbered(0, 3));

            assertReads(others, 0, 3);
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.kept() == 1);
            assertThat(b.inlet("orders").problem()).contains("orders");
            assertThat(engine.kept()).isOne();
            emptied(orders, filled);
            assertReads(orders, 0, 1_000);
            b.awaitInlet("orders", inlet -> inlet.problem().isEmpty());
        }
    }

    /** It cannot note what it is about to append: so it appends nothing, and asks for room at a pace. */
    @Test
    void shouldPauseWhileThereIsNoRoomForItsNotes() {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.awaitInlet("orders", View.Inlet::open);
            fill(BridgeState.NAME);
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 10));
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.timesTold() > 0);
            long began = System.nanoTime();
            int told = engine.timesTold();
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.timesTold() >= told + 2);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(450));
            assertThat(b.inlet("orders").problem()).contains(BridgeState.NAME);
            assertThat(orders.poll()).isEmpty();
            assertThat(b.inlet("orders").inDoubt()).isZero();
            assertThat(engine.kept()).isOne();
        }
    }

    @Test
    void shouldLeaveNothingInDoubtIfItIsClosedWhileItWaitsForRoom() throws InterruptedException {
        MailslotOptions small = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        try (Receiver orders = b.kernel().createMailslot("orders", small)) {
            int filled = fill("orders");
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 1_000));
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.timesTold() > 0);
            b.start(List.of(), ACCEPT);

            assertThat(engine.kept()).isOne();
            emptied(orders, filled);
            assertReads(orders, 0, 1_000);
            b.awaitInlet("orders", inlet -> inlet.messages() == 1_000);
            assertThat(b.inlet("orders").inDoubt()).isZero();
        }
    }

    @Test
    void shouldKeepWhatComesUntilTheMailslotIsThereAgain() {
        Receiver first = b.kernel().createMailslot("orders");
        b.receives("a", "orders", OUTBOX, 0, numbered(0, 2));
        assertReads(first, 0, 2);
        first.close();
        b.receives("a", "orders", OUTBOX, 2, numbered(2, 2));
        b.awaitInlet("orders", inlet -> !inlet.open());

        try (Receiver second = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 4, numbered(4, 2));
            assertReads(second, 2, 4);
            b.awaitTaken();
            assertThat(b.inlet("orders").inDoubt()).isZero();
        }
    }

    /** Fills it; returns with how many messages. */
    private int fill(String name) {
        int filled = 0;
        try (Sender filler = b.kernel().openMailslot(name)) {
            for (int size = 50_000; size > 0; size /= 10) {
                byte[] message = new byte[size];
                while (filler.tryWrite(message, 0, size)) {
                    filled++;
                }
            }
        }
        return filled;
    }

    private static void emptied(Receiver receiver, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(receiver.read(PaperMachine.PATIENCE)).isPresent();
        }
    }

    private static void assertReads(Receiver receiver, int first, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(read(receiver)).isEqualTo(Integer.toString(first + i));
        }
    }
}
