package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages written many at a time or in place, and read many at a time, in place, or without taking them. */
@HomeTest
class MessageFormsTest {
    private static final int LARGE = 100_000;

    @Test
    void shouldWriteABatchAsSingleMessages(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("batches");
        Sender sender = kernel.openMailslot("batches");
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < 3; i++) {
            batch.clear().add(("a" + i).getBytes(UTF_8)).add(new byte[0]).add(ByteBuffer.wrap(new byte[LARGE]));
            sender.write(batch);
            sender.write(("between " + i).getBytes(UTF_8));
        }
        sender.write(batch.clear());

        MailslotInfo info = sender.info();
        assertThat(info.messageCount()).isEqualTo(12);
        assertThat(info.messageBytes()).isEqualTo(3 * (2 + LARGE + 9));
        assertThat(info.nextMessageSize()).hasValue(2);
        for (int i = 0; i < 3; i++) {
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo("a" + i);
            assertThat(receiver.info().messageCount()).isEqualTo(11 - 4 * i);
            assertThat(receiver.read()).isEmpty();
            assertThat(receiver.read()).hasSize(LARGE);
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo("between " + i);
        }
        assertThat(receiver.poll()).isEmpty();
        assertThat(receiver.info().messageBytes()).isZero();
    }

    @Test
    void shouldWriteAllOfABatchOrNothing(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("tight", MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY));
        Sender sender = kernel.openMailslot("tight");
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < 10; i++) {
            batch.add(new byte[LARGE]);
        }

        assertThatExceptionOfType(MessageTooLargeException.class)
                .isThrownBy(() -> sender.write(batch))
                .withMessageContaining("batch");

        assertThat(receiver.poll()).isEmpty();
        for (int i = 0; i < MessageBatch.MAX_MESSAGES; i++) {
            batch.clear().add(new byte[1]);
        }
        IntStream.range(1, MessageBatch.MAX_MESSAGES).forEach(i -> batch.add(new byte[1]));
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> batch.add(new byte[1]));
        sender.write(batch);
        assertThat(receiver.drain(Integer.MAX_VALUE, message -> {})).isEqualTo(MessageBatch.MAX_MESSAGES);
    }

    @Test
    void shouldFillAndReadInPlace(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("in place");
        Sender sender = kernel.openMailslot("in place");
        List<ByteBuffer> kept = new ArrayList<>();

        for (int size : new int[] {0, 1, 63, 65, LARGE}) {
            sender.write(size, place -> {
                assertThat(place.remaining()).isEqualTo(size);
                kept.add(place);
                for (int i = 0; i < size; i++) {
                    place.put((byte) i);
                }
            });
            assertThat(receiver.drain(10, message -> {
                        assertThat(message.isReadOnly() || size <= 64).isTrue();
                        assertThat(message.remaining()).isEqualTo(size);
                        for (int i = 0; i < size; i++) {
                            assertThat(message.get()).isEqualTo((byte) i);
                        }
                    }))
                    .isEqualTo(1);
        }

        assertThat(kept)
                .allSatisfy(place ->
                        assertThatThrownBy(() -> place.put(0, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class));
    }

    @Test
    void shouldWriteNothingIfTheFillerFails(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("failing");
        Sender sender = kernel.openMailslot("failing");

        assertThatThrownBy(() -> sender.write(LARGE, place -> {
                    throw new UnsupportedOperationException("by the test");
                }))
                .hasStackTraceContaining("by the test");

        sender.write(new byte[] {1});
        assertThat(receiver.info().messageCount()).isEqualTo(1);
        assertThat(receiver.read()).containsExactly(1);
    }

    @Test
    void shouldPassOnWhatAHandlerThrowsAndKeepLaterMessages(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("thrown");
        Sender sender = kernel.openMailslot("thrown");
        MessageBatch batch = new MessageBatch();
        IntStream.range(0, 5).forEach(i -> batch.add(new byte[] {(byte) i}));
        sender.write(batch);
        IllegalStateException thrown = new IllegalStateException("by the test");

        assertThatThrownBy(() -> receiver.drain(5, message -> {
                    if (message.get() == 2) {
                        throw thrown;
                    }
                }))
                .isSameAs(thrown);

        assertThat(receiver.info().messageCount()).isEqualTo(2);
        assertThat(receiver.read()).containsExactly(3);
    }

    /** Such as one for a file that the handler or filler has mapped itself, and that was cut. */
    @Test
    void shouldPassOnTheFaultsOfAHandlerOrFiller(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("faults", MailslotOptions.defaults().withCapacity(1 << 20));
        Sender bound = kernel.openMailslot("faults");
        Sender named = kernel.openMailslot("\\\\*\\mailslot\\faults");
        InternalError fault = new InternalError("by the test");
        Consumer<ByteBuffer> faulty = place -> {
            throw fault;
        };

        assertThatThrownBy(() -> bound.write(LARGE, faulty)).isSameAs(fault);
        assertThatThrownBy(() -> named.write(LARGE, faulty)).isSameAs(fault);
        bound.write(new byte[] {1});
        assertThatThrownBy(() -> receiver.drain(1, faulty)).isSameAs(fault);
        assertThat(receiver.info().messageCount()).isZero();
        while (bound.tryWrite(ByteBuffer.allocate(LARGE))) {}
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> bound.write(LARGE, faulty));
        while (receiver.poll().isPresent()) {}
        assertThatThrownBy(waiting::join).hasCause(fault);
    }

    /** They must not be taken for one of the mailslot, which the sender bound to a name would try again. */
    @Test
    void shouldPassOnWhatAFillerThrowsThatLooksLikeOneOfOurs(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("ours");
        Sender named = kernel.openMailslot("\\\\*\\mailslot\\ours");
        InvalidHandleException thrown = new InvalidHandleException("by the test");

        assertThatThrownBy(() -> named.write(LARGE, place -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void shouldTakeEachMessageOnceThoughAHandlerReadsOn(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("nested");
        Sender sender = kernel.openMailslot("nested");
        MessageBatch batch = new MessageBatch();
        IntStream.range(0, 9).forEach(i -> batch.add(new byte[] {(byte) i}));
        sender.write(batch);
        List<Integer> taken = new ArrayList<>();

        while (receiver.drain(2, message -> {
                    taken.add((int) message.get(message.position()));
                    receiver.poll().ifPresent(next -> taken.add((int) next[0]));
                })
                > 0) {}

        assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldPeekWithoutTaking(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("peeked");
        assertThat(receiver.peek()).isEmpty();
        kernel.openMailslot("peeked").write("first".getBytes(UTF_8));

        assertThat(receiver.peek())
                .hasValueSatisfying(m -> assertThat(m).asString(UTF_8).isEqualTo("first"));
        assertThat(receiver.peek()).isPresent();
        assertThat(receiver.info().messageCount()).isEqualTo(1);
        assertThat(receiver.read()).asString(UTF_8).isEqualTo("first");
        assertThat(receiver.peek()).isEmpty();
    }

    @Test
    void shouldRefuseWhatNoMailslotCanBe(TestHome home) {
        Kernel kernel = home.attach();
        MailslotOptions options = MailslotOptions.defaults();

        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.createMailslot("a", options.withCapacity(MailslotOptions.MIN_CAPACITY - 1)))
                .withMessageContaining("1048575")
                .withMessageContaining("1048576");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.createMailslot("a", options.withCapacity(MailslotOptions.MAX_CAPACITY + 1)));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.createMailslot("a", options.withWhenFull(WhenFull.DROP_OLDEST)))
                .withMessageContaining("broadcast");
        assertThat(kernel.createMailslot("large", options.withMaxMessageSize(100 << 20))
                        .info()
                        .capacity())
                .isGreaterThan(100 << 20);
    }
}
