package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.Codec;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MalformedMessageException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of a receiver as a stream, and as what a publisher publishes. */
@HomeTest
class MessageStreamTest {
    private static final Executor OWN_THREAD = task -> new Thread(task, "stream").start();
    private static final Executor POOL = ForkJoinPool.commonPool();

    private Kernel kernel;
    private Receiver receiver;
    private Sender sender;

    @BeforeEach
    void open(TestHome home) {
        kernel = home.attach();
        receiver = kernel.createMailslot("stream");
        sender = kernel.openMailslot("stream");
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            sender.write("m" + i);
        }
    }

    private static String text(byte[] message) {
        return new String(message, UTF_8);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        kernel = null;
        receiver = null;
        sender = null;
    }

    @Test
    void shouldTakeNoMessageThatIsNotAskedFor() {
        write(0, 10);
        try (Stream<byte[]> messages = receiver.messages()) {
            assertThat(messages.limit(3).map(MessageStreamTest::text)).containsExactly("m0", "m1", "m2");
        }
        assertThat(receiver.info().messageCount()).isEqualTo(7);
        assertThat(receiver.messages().parallel().limit(2).map(MessageStreamTest::text))
                .containsExactly("m3", "m4");
        assertThat(receiver.info().messageCount()).isEqualTo(5);
        assertThat(receiver.messages().map(MessageStreamTest::text).anyMatch("m6"::equals))
                .isTrue();
        assertThat(receiver.readText()).isEqualTo("m7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiver", "kernel", "stream"})
    void shouldEndWhenItsReceiverTheKernelOrTheStreamIsClosed(String closed) throws Exception {
        Stream<byte[]> messages = receiver.messages();
        CompletableFuture<List<String>> all = CompletableFuture.supplyAsync(
                () -> messages.map(MessageStreamTest::text).toList(), OWN_THREAD);
        write(0, 3);
        Deadline.await("all is taken").until(() -> receiver.info().messageCount() == 0);

        switch (closed) {
            case "receiver" -> receiver.close();
            case "kernel" -> kernel.close();
            default -> messages.close();
        }

        assertThat(await(all)).containsExactly("m0", "m1", "m2");
        if (closed.equals("stream")) {
            write(3, 4);
            assertThat(receiver.readText()).isEqualTo("m3");
        } else {
            assertThatThrownBy(receiver::messages).isInstanceOf(InvalidHandleException.class);
        }
    }

    @Test
    void shouldEndWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> receiver.messages().toList()).isInstanceOf(WaitInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Does what a test says, and notes everything. */
    private static class Reader<T> implements Flow.Subscriber<T> {
        private final long atFirst;
        private final BiConsumer<T, Flow.Subscription> onNext;
        private final List<T> seen = Collections.synchronizedList(new ArrayList<>());
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Reader(long atFirst, BiConsumer<T, Flow.Subscription> onNext) {
            this.atFirst = atFirst;
            this.onNext = onNext;
        }

        @Override
        public void onSubscribe(Flow.Subscription messages) {
            subscription.complete(messages);
            if (atFirst > 0) {
                messages.request(atFirst);
            }
        }

        @Override
        public void onNext(T message) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.add(message);
            try {
                onNext.accept(message, subscription.join());
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!end.completeExceptionally(failure)) {
                most.set(Integer.MAX_VALUE);
            }
        }

        @Override
        public void onComplete() {
            if (!end.complete("complete")) {
                most.set(Integer.MAX_VALUE);
            }
        }
    }

    private static <T> Reader<T> reader(long atFirst) {
        return new Reader<>(atFirst, (message, subscription) -> {});
    }

    @Test
    void shouldTakeWhatIsRequestedAndNoMore() {
        Reader<String> reader = reader(0);
        write(0, 5);
        receiver.as(Codec.utf8()).publisher(POOL).subscribe(reader);
        stays(
                "nothing is requested",
                () -> reader.seen.isEmpty() && receiver.info().messageCount() == 5);

        reader.subscription.join().request(2);
        Deadline.await("two are there").until(() -> reader.seen.size() == 2);
        stays(
                "two are requested",
                () -> reader.seen.size() == 2 && receiver.info().messageCount() == 3);
        reader.subscription.join().request(4);
        Deadline.await("all are there").until(() -> reader.seen.size() == 5);
        write(5, 7);
        Deadline.await("one more is there").until(() -> reader.seen.size() == 6);
        stays(
                "six are requested",
                () -> reader.seen.size() == 6 && receiver.info().messageCount() == 1);

        assertThat(reader.seen).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
        reader.subscription.join().cancel();
        assertThat(receiver.readText()).isEqualTo("m6");
    }

    private static void stays(String what, Callable<Boolean> state) {
        Deadline.await(what).during(Duration.ofMillis(100)).until(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldDeliverEachMessageOfAnotherProcessOnceAndInOrder(int readers, Jvms jvms) throws Exception {
        int messages = 30_000;
        CountDownLatch left = new CountDownLatch(messages);
        List<Reader<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            Reader<byte[]> reader = new Reader<>(7, (message, subscription) -> {
                subscription.request(1);
                left.countDown();
            });
            all.add(reader);
            receiver.publisher(i == 0 ? POOL : OWN_THREAD).subscribe(reader);
        }

        jvms.start(c -> NumberedMessage.send(c.kernel().openMailslot("stream"), 1, messages));

        assertThat(left.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        receiver.close();
        List<Integer> numbers = new ArrayList<>();
        for (Reader<byte[]> reader : all) {
            assertThat(await(reader.end)).isEqualTo("complete");
            assertThat(reader.most).as("at a time").hasValueLessThanOrEqualTo(1);
            List<Integer> own = reader.seen.stream()
                    .map(message -> NumberedMessage.parse(message).sequence())
                    .toList();
            assertThat(own).isSorted();
            numbers.addAll(own);
        }
        assertThat(numbers).hasSize(messages).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveNoThreadWhileNothingComes() throws Exception {
        Reader<byte[]> reader = reader(1);
        receiver.publisher(POOL).subscribe(reader);
        write(0, 1);
        Deadline.await("it is there").until(() -> reader.seen.size() == 1);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();

        for (int i = 0; i < 50; i++) {
            receiver.publisher(POOL).subscribe(reader(1));
        }

        Deadline.await("no thread more")
                .until(() -> ManagementFactory.getThreadMXBean().getThreadCount() <= before + 1);
    }

    @Test
    void shouldDeliverWhatWasTakenWhenItIsCancelled(Jvms jvms) throws Exception {
        int messages = 2_000;
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Child child = jvms.start(c -> trickle(c.kernel().openMailslot("stream"), messages));
        while (seen.size() < messages) {
            Reader<byte[]> reader = new Reader<>(Long.MAX_VALUE, (message, subscription) -> seen.add("one"));
            receiver.publisher(POOL).subscribe(reader);
            int before = seen.size();
            Deadline.await("some messages").until(() -> seen.size() > before || seen.size() >= messages);
            reader.subscription.join().cancel();
        }
        jvms.all(child);
        assertThat(receiver.poll()).isEmpty();
        assertThat(seen).hasSize(messages);
    }

    /** Slow enough for readers to empty the mailslot again and again. */
    private static void trickle(Sender sender, int messages) {
        for (int i = 0; i < messages; i++) {
            sender.write(new NumberedMessage(1, i).toBytes());
            LockSupport.parkNanos(50_000);
        }
    }

    @Test
    void shouldCancelASubscriberThatThrowsOrMisbehaves() throws Exception {
        write(0, 3);
        Reader<byte[]> throwing = new Reader<>(9, (message, subscription) -> {
            throw new IllegalStateException("by the test");
        });
        receiver.publisher(Runnable::run).subscribe(throwing);
        assertThat(throwing.seen).hasSize(1);
        assertThat(receiver.info().messageCount()).isEqualTo(2);

        Reader<byte[]> asksForNothing = reader(0);
        receiver.publisher(POOL).subscribe(asksForNothing);
        asksForNothing.subscription.join().request(0);
        assertThatThrownBy(() -> await(asksForNothing.end))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        Reader<byte[]> refused = reader(1);
        receiver.publisher(task -> {
                    throw new RejectedExecutionException("closed");
                })
                .subscribe(refused);
        assertThatThrownBy(() -> await(refused.end)).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(receiver.info().messageCount()).isEqualTo(2);
    }

    /** The last that an executor does may be to take a message; it refuses to give it out then. */
    @Test
    void shouldGiveOutWhatWasTakenWhenTheExecutorRefuses() throws Exception {
        Reader<byte[]> reader = reader(Long.MAX_VALUE);
        AtomicInteger given = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        receiver.publisher(task -> {
                    given.incrementAndGet();
                    if (closed.get() && Thread.currentThread().getName().equals("stream")) {
                        throw new RejectedExecutionException("closed");
                    }
                    OWN_THREAD.execute(task);
                })
                .subscribe(reader);
        Deadline.await("it looks for a message").until(() -> given.get() >= 2);
        stays("it waits for one", () -> given.get() == 2);

        closed.set(true);
        write(0, 2);

        assertThatThrownBy(() -> await(reader.end)).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(reader.seen.size() + receiver.info().messageCount()).isEqualTo(2);
    }

    @Test
    void shouldGiveNothingToASubscriberThatThrowsAtOnce() {
        Reader<byte[]> throwing = new Reader<>(9, (message, subscription) -> {}) {
            @Override
            public void onSubscribe(Flow.Subscription messages) {
                super.onSubscribe(messages);
                throw new IllegalStateException("by the test");
            }
        };
        List<Runnable> given = new ArrayList<>();
        assertThatThrownBy(() -> receiver.publisher(given::add).subscribe(throwing))
                .hasMessage("by the test");

        write(0, 1);
        List.copyOf(given).forEach(Runnable::run);

        assertThat(throwing.seen).isEmpty();
        assertThat(receiver.info().messageCount()).isEqualTo(1);
    }

    @Test
    void shouldTellAnErrorOfACodec() {
        AssertionError expected = new AssertionError("by the test");
        Reader<String> reader = reader(1);
        receiver.as(new Codec<String>() {
                    @Override
                    public byte[] encode(String value) {
                        return value.getBytes(UTF_8);
                    }

                    @Override
                    public String decode(ByteBuffer message) {
                        throw expected;
                    }
                })
                .publisher(POOL)
                .subscribe(reader);

        write(0, 1);

        assertThatThrownBy(() -> await(reader.end)).hasCause(expected);
    }

    /** Another thread may be about to wait for the next message. */
    @Test
    void shouldFailAtOnceWhoMisbehavesWhileTheNextMessageIsLookedFor() {
        Reader<byte[]> reader = reader(0);
        AtomicInteger given = new AtomicInteger();
        receiver.publisher(task -> {
                    if (given.incrementAndGet() == 2) { // to look for a message, once there was none
                        reader.subscription.join().request(-1);
                    }
                    POOL.execute(task);
                })
                .subscribe(reader);
        reader.subscription.join().request(1);

        assertThatThrownBy(() -> await(reader.end))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    /** It is called with nothing locked, and not by a thread that others wait for. */
    @Test
    void shouldLetASubscriberDoWhatItLikes() throws Exception {
        Reader<byte[]> closing = new Reader<>(Long.MAX_VALUE, (message, subscription) -> {
            if (text(message).equals("m0")) {
                sender.write("m1");
                assertThat(receiver.readText()).isEqualTo("m1");
                sender.write("lost with the mailslot");
                receiver.close();
            }
        });
        receiver.publisher(Runnable::run).subscribe(closing);

        write(0, 1);

        assertThat(await(closing.end)).isEqualTo("complete");
        assertThat(closing.seen).hasSize(1);
    }

    @Test
    void shouldFailWithAMessageThatIsNoneAndGoOnBehindIt() throws Exception {
        write(0, 1);
        sender.write(new byte[] {(byte) 0xFF});
        write(1, 2);
        Flow.Publisher<String> texts = receiver.as(Codec.utf8()).publisher();
        Reader<String> failing = reader(Long.MAX_VALUE);
        texts.subscribe(failing);
        assertThatThrownBy(() -> await(failing.end)).hasCauseInstanceOf(MalformedMessageException.class);
        assertThat(failing.seen).containsExactly("m0");

        Reader<String> another = reader(1);
        texts.subscribe(another);

        Deadline.await("the next one").until(() -> another.seen.equals(List.of("m1")));
        assertThatThrownBy(() -> texts.subscribe(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> receiver.publisher(null)).isInstanceOf(NullPointerException.class);
    }
}
