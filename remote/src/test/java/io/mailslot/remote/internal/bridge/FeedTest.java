package io.mailslot.remote.internal.bridge;

import static io.mailslot.remote.internal.bridge.PaperMachine.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.bridge.PaperEngine.Reaction;
import io.mailslot.remote.internal.link.Address;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an outbox to the engine, whatever that does. */
class FeedTest {
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final List<String> SEND = List.of("b/orders");
    private static final MailslotOptions DURABLE = MailslotOptions.defaults().withCursor("bridge");
    private static final List<String> ACCEPT = List.of("a/orders");

    @TempDir
    Path folder;

    private final PaperEngine engine = new PaperEngine();
    private PaperMachine a;
    private PaperMachine b;
    private Receiver orders;

    @BeforeEach
    void startTwoMachines() throws InterruptedException {
        a = new PaperMachine(engine, "a", folder).start(SEND, List.of());
        b = new PaperMachine(engine, "b", folder);
        orders = b.kernel().createMailslot("orders");
        b.start(List.of(), ACCEPT);
    }

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    @Test
    void shouldCarryMessagesInOrderAndTakeThemWhenTheEngineHasThem() {
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 10_000);
            assertOrder(0, 10_000);
            a.awaitOutbox(ORDERS, outbox -> outbox.messages() == 10_000);
            assertThat(sender.info().messageCount()).isZero();
        }
        assertThat(a.outbox(ORDERS).oldest()).isEqualTo(10_000);
        assertThat(a.outbox(ORDERS).frames()).isLessThan(1_000);
    }

    @Test
    void shouldGiveAFrameAgainThatWasLost() {
        engine.reactsOnceBy(Reaction.LOSE, Reaction.LOSE);
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 100);
        }
        assertOrder(0, 100);
        List<byte[]> attempts = engine.attempts();
        assertThat(attempts.get(1)).isEqualTo(attempts.get(0));
        assertThat(attempts.get(2)).isEqualTo(attempts.get(0));
        assertThat(b.inlet("orders").duplicates()).isZero();
    }

    @Test
    void shouldBringNothingTwiceThatWasStoredThoughNobodySaidSo() {
        engine.reactsOnceBy(Reaction.STORE_SILENTLY, Reaction.STORE_SILENTLY);
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 100);
        }
        assertOrder(0, 100);
        b.awaitInlet("orders", inlet -> inlet.duplicates() > 0);
        b.awaitTaken();
        assertThat(orders.poll()).isEmpty();
    }

    @Test
    void shouldTryOneFrameOnlyWhileTheEngineIsFull() {
        engine.reactsBy(Reaction.FULL);
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 5_000);
            a.awaitOutbox(ORDERS, outbox -> outbox.pauses() >= 4);

            List<byte[]> attempts = engine.attempts();
            assertThat(attempts).allSatisfy(frame -> assertThat(frame).isEqualTo(attempts.get(0)));
            // 50, 100, 200 ms and so on: a busy loop makes thousands
            assertThat(attempts).hasSizeLessThan(10);
            assertThat(a.outbox(ORDERS).unread()).isEqualTo(5_000);
            assertThat(a.outbox(ORDERS).problem()).isEqualTo("no room");
        }
        engine.reactsBy(Reaction.STORE);
        assertOrder(0, 5_000);
        a.awaitOutbox(ORDERS, outbox -> outbox.problem().isEmpty());
    }

    @Test
    void shouldMakeNoLongerFramesThanTheEngineTakes() {
        engine.takesAtMost(1_000);
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 5_000);
        }
        assertOrder(0, 5_000);
        assertThat(engine.attempts()).allSatisfy(frame -> assertThat(frame).hasSizeLessThanOrEqualTo(1_000));
        assertThat(a.outbox(ORDERS).pauses()).isZero();
    }

    @Test
    void shouldMakeSmallerFramesForAllMachines() {
        try (Receiver outbox = a.kernel().createMailslot("feed", DURABLE);
                Sender sender = a.kernel().openMailslot("feed")) {
            for (int i = 0; i < 3; i++) {
                sender.write(new byte[400_000]);
            }
            Life life = new Life(a.kernel());
            feed(outbox, new Address(Address.ALL, "a", "elsewhere"), life, Runnable::run)
                    .tend();
            await().atMost(PaperMachine.PATIENCE).until(() -> engine.attempts().size() == 3);
            life.end();
        }
    }

    /** The engine may have the first one all the same, and has it before the others. */
    @Test
    void shouldBringNothingTwiceOfAFrameInDoubtThatHasBecomeTooLarge() {
        engine.reactsOnceBy(Reaction.STORE_SILENTLY);
        try (Sender sender = a.open(ORDERS)) {
            engine.reactsBy(Reaction.FULL);
            write(sender, 0, 500);
            a.awaitOutbox(ORDERS, outbox -> outbox.pauses() >= 2);
            engine.takesAtMost(100);
            engine.reactsBy(Reaction.STORE);
        }
        assertOrder(0, 500);
        b.awaitInlet("orders", inlet -> inlet.duplicates() == 500);
        assertThat(orders.poll()).isEmpty();
        assertThat(b.inlet("orders").expired()).isZero();
    }

    /** As when the bridge connects to another server, of which the first frame knows nothing yet. */
    @Test
    void shouldMakeShorterFramesOfOneThatHasBecomeTooLong() {
        engine.reactsBy(Reaction.FULL);
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 5_000);
            a.awaitOutbox(ORDERS, outbox -> outbox.pauses() >= 2);
            engine.takesAtMost(100);
            engine.reactsBy(Reaction.STORE);
        }
        assertOrder(0, 5_000);
        b.awaitTaken();
        assertThat(b.inlet("orders").expired()).isZero();
        assertThat(b.inlet("orders").duplicates()).isZero();
    }

    @Test
    void shouldFillTheOutboxWhileTheEngineTakesNothing() {
        engine.reactsBy(Reaction.DENY);
        OpenOptions impatient = OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(200));
        int written = 0;
        try (Sender sender = a.open(ORDERS, impatient)) {
            byte[] message = new byte[10_000];
            while (written < 1_000) {
                sender.write(message);
                written++;
            }
        } catch (MailslotFullException full) {
            assertThat(written).isPositive();
        }
        assertThat(written).isLessThan(1_000);
        a.awaitOutbox(ORDERS, outbox -> outbox.problem().equals("not allowed"));
        engine.reactsBy(Reaction.STORE);
        for (int i = 0; i < written; i++) {
            assertThat(orders.read(PaperMachine.PATIENCE))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(10_000));
        }
    }

    @Test
    void shouldGoOnWhereTheBridgeBeforeHasEnded() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            try (Sender sender = a.open(ORDERS)) {
                write(sender, 1_000 * round, 1_000);
            }
            a.start(SEND, List.of());
        }
        assertOrder(0, 5_000);
        b.awaitTaken();
        assertThat(orders.poll()).isEmpty();
        assertThat(b.inlet("orders").expired()).isZero();
    }

    @Test
    void shouldCarryWhatWasWrittenWhileNoBridgeWasThere() throws InterruptedException {
        a.open(ORDERS).close();
        a.stop();
        try (Sender sender = a.open(ORDERS)) {
            write(sender, 0, 500);
        }
        assertThat(orders.poll()).isEmpty();
        a.start(SEND, List.of());
        assertOrder(0, 500);
    }

    @Test
    void shouldCarryEmptyAndLargestMessages() {
        byte[] largest = new byte[512 << 10];
        Arrays.fill(largest, (byte) 7);
        try (Sender sender = a.open(ORDERS)) {
            sender.write(new byte[0]);
            sender.write(largest);
            sender.write(new byte[0]);
            assertThatExceptionOfType(MessageTooLargeException.class)
                    .isThrownBy(() -> sender.write(new byte[(512 << 10) + 1]));
        }
        assertThat(orders.read(PaperMachine.PATIENCE)).contains(new byte[0]);
        assertThat(orders.read(PaperMachine.PATIENCE)).contains(largest);
        assertThat(orders.read(PaperMachine.PATIENCE)).contains(new byte[0]);
    }

    private final AtomicBoolean someRest = new AtomicBoolean();

    /** A wait may end, and the one behind it begin, before the call that began it has returned. */
    @Test
    void shouldWaitOnceAtATime() throws InterruptedException {
        AtomicInteger waits = new AtomicInteger();
        try (Receiver outbox = a.kernel().createMailslot("feed", DURABLE);
                Sender sender = a.kernel().openMailslot("feed")) {
            sender.write("tea");
            Life life = new Life(a.kernel());
            Feed feed = feed(counting(outbox, waits), life, Runnable::run);
            feed.tend();
            // mostly at once; by another thread, if that has looked first
            await().atMost(PaperMachine.PATIENCE)
                    .until(() -> waits.get() == 2); // the one that found a message, and the next
            assertThat(engine.attempts()).hasSize(1);

            feed.tend();
            feed.tend();
            assertThat(waits).as("somebody waits").hasValue(2);
            life.end();
        }
    }

    @Test
    void shouldBeginAgainWhenThereWasNoThread() {
        AtomicBoolean noThread = new AtomicBoolean(true);
        Executor threads = task -> {
            if (noThread.get()) {
                throw new RejectedExecutionException("of a test");
            }
            task.run();
        };
        try (Receiver outbox = a.kernel().createMailslot("feed", DURABLE);
                Sender sender = a.kernel().openMailslot("feed")) {
            sender.write("tea");
            Life life = new Life(a.kernel());
            Feed feed = feed(outbox, life, threads);
            feed.tend();
            feed.tend();
            assertThat(engine.attempts()).isEmpty();
            assertThat(someRest).as("it asks to be tended").isTrue();

            noThread.set(false);
            await().atMost(PaperMachine.PATIENCE).until(() -> {
                feed.tend();
                return engine.attempts().size() == 1;
            });
            life.end();
        }
    }

    private Feed feed(Receiver receiver, Life life, Executor threads) {
        return feed(receiver, new Address("b", "a", "elsewhere"), life, threads);
    }

    private Feed feed(Receiver receiver, Address address, Life life, Executor threads) {
        Feed.Outbox outbox =
                new Feed.Outbox(new RemoteName("b", "elsewhere"), receiver, UUID.randomUUID(), address, () -> 0);
        return new Feed(outbox, engine.link("a"), life, threads, someRest);
    }

    /** The same receiver, which counts how often somebody begins to wait without a thread. */
    private static Receiver counting(Receiver receiver, AtomicInteger waits) {
        return (Receiver) Proxy.newProxyInstance(
                Receiver.class.getClassLoader(), new Class<?>[] {Receiver.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("whenSignaled")) {
                        waits.incrementAndGet();
                    }
                    try {
                        return method.invoke(receiver, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private static void write(Sender sender, int first, int count) {
        MessageBatch batch = new MessageBatch();
        for (byte[] message : PaperMachine.numbered(first, count)) {
            batch.add(message);
            if (batch.size() == 500) {
                sender.write(batch);
                batch.clear();
            }
        }
        sender.write(batch);
    }

    private void assertOrder(int first, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(read(orders)).isEqualTo(Integer.toString(first + i));
        }
    }
}
