package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and buffers of every kind, up to the limits of the mailslot. */
@HomeTest
class BuffersTest {
    private static final int FOREIGN_MEMORY_FROM = 22;

    @Test
    void shouldHoldEachMessageOfABatchToTheMaximum(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("m", MailslotOptions.defaults().withMaxMessageSize(100));
        Sender sender = kernel.openMailslot("m");

        sender.write(new MessageBatch().add(new byte[100]));
        sender.write(new MessageBatch().add(new byte[97]));
        sender.write(new MessageBatch().add(new byte[100]).add(new byte[0]).add(new byte[100]));
        for (int more = 0; more < 2; more++) {
            MessageBatch batch = new MessageBatch().add(new byte[101]);
            for (int i = 0; i < more; i++) {
                batch.add(new byte[1]);
            }
            assertThatExceptionOfType(MessageTooLargeException.class)
                    .isThrownBy(() -> sender.write(batch))
                    .withMessageContaining("101 bytes")
                    .withMessageContaining("maximum is 100");
        }

        assertThat(receiver.info().messageCount()).isEqualTo(5);
        ByteBuffer buffer = ByteBuffer.allocate(receiver.info().maxMessageSize());
        for (int size : new int[] {100, 97, 100, 0, 100}) {
            assertThat(receiver.read(buffer.clear())).isEqualTo(size);
        }
    }

    @Test
    void shouldTakeALoneMessageOfABatchAtTheLargestMaximum(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("m", MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY));
        Sender sender = kernel.openMailslot("m");
        int largest = largest(sender, 1 << 20);

        sender.write(new MessageBatch().add(new byte[largest]));

        assertThat(receiver.read()).hasSize(largest);
        assertThatExceptionOfType(MessageTooLargeException.class)
                .isThrownBy(() -> sender.write(new MessageBatch().add(new byte[largest + 1])));
        sender.write(new MessageBatch().add(new byte[largest / 2 - 8]).add(new byte[largest / 2 - 8]));
        assertThat(receiver.drain(10, message -> {})).isEqualTo(2);
    }

    /** The size of the largest message that a mailslot takes at all, found by halving. */
    private static int largest(Sender sender, int tooLarge) {
        int fits = 0;
        int not = tooLarge;
        while (not - fits > 1) {
            int size = (fits + not) / 2;
            try {
                sender.write(size, place -> {
                    throw new UnsupportedOperationException("it fits");
                });
            } catch (MessageTooLargeException e) {
                not = size;
            } catch (RuntimeException e) {
                fits = size;
            }
        }
        return fits;
    }

    @Test
    void shouldLeaveABatchAsItWasWhereAMessageCannotBeAdded(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        MessageBatch batch = new MessageBatch().add(new byte[] {1});

        assertThatThrownBy(() -> batch.add((byte[]) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> batch.add((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> batch.add(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        batch.add(batch.records()).add(new byte[] {3});
        assertThat(batch.largestMessage()).isEqualTo(8);
        kernel.openMailslot("m").write(batch);

        assertThat(receiver.read()).containsExactly(1);
        assertThat(receiver.read()).hasSize(8);
        assertThat(receiver.read()).containsExactly(3);
        assertThat(batch.clear().largestMessage()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 5_000})
    void shouldCopyFromAndToBuffersOfEveryKind(int size, TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) {
            message[i] = (byte) (i + 1);
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(size + 5).put(5, message);
        ByteBuffer heap = ByteBuffer.allocate(size + 5).put(5, message);
        for (ByteBuffer source : List.of(
                heap.duplicate(),
                heap.asReadOnlyBuffer(),
                heap.duplicate().position(3).slice().position(2),
                direct.duplicate().order(ByteOrder.LITTLE_ENDIAN),
                direct.duplicate(),
                direct.asReadOnlyBuffer())) {
            ByteBuffer whole = source.position() == 2 ? source : source.position(5);
            sender.write(whole);
            sender.write(new MessageBatch().add(whole.position(whole.limit() - size)));
            for (ByteBuffer target : List.of(
                    ByteBuffer.allocate(size + 9).position(3),
                    ByteBuffer.allocateDirect(size + 9)
                            .order(ByteOrder.nativeOrder())
                            .position(3))) {
                assertThat(receiver.read(target)).isEqualTo(size);
                assertThat(target.position()).isEqualTo(3 + size);
                byte[] read = new byte[size];
                target.get(3, read);
                assertThat(read).isEqualTo(message);
            }
        }
    }

    @Test
    void shouldUseMemoryOfAnArenaAsLongAsItIsOpen(TestHome home) throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= FOREIGN_MEMORY_FROM, "there are no arenas in this JDK");
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        for (String kind : List.of("ofShared", "ofConfined")) {
            for (int size : new int[] {10, 10_000}) {
                AutoCloseable arena = (AutoCloseable) arenas().getMethod(kind).invoke(null);
                ByteBuffer memory = allocate(arena, size);
                sender.write(memory.duplicate());
                assertThat(receiver.read(memory.duplicate())).isEqualTo(size);
                if (kind.equals("ofConfined")) {
                    CompletableFuture.runAsync(() -> refuse(sender, receiver, memory))
                            .join();
                }
                close(arena);

                refuse(sender, receiver, memory);
            }
        }
        assertThat(receiver.info().messageCount()).isZero();
        sender.write(new byte[] {1});
        assertThat(receiver.read()).containsExactly(1);
    }

    private static void refuse(Sender sender, Receiver receiver, ByteBuffer memory) {
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> sender.write(memory.duplicate()));
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> sender.tryWrite(memory.duplicate()));
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> receiver.poll(memory.duplicate()));
        MessageBatch batch = new MessageBatch();
        assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> batch.add(memory.duplicate()));
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void shouldOutliveAnArenaThatIsClosedWhileMessagesAreCopied(TestHome home) throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= FOREIGN_MEMORY_FROM, "there are no arenas in this JDK");
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m");
        Sender sender = kernel.openMailslot("m");
        for (int round = 0; round < 100; round++) {
            AutoCloseable arena = (AutoCloseable) arenas().getMethod("ofShared").invoke(null);
            ByteBuffer memory = allocate(arena, 200_000);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(arena));
            try {
                while (true) {
                    sender.write(memory.duplicate());
                    receiver.poll(memory.duplicate());
                }
            } catch (InvalidArgumentException expected) {
                assertThat(expected).hasMessageContaining("arena");
            }
            closed.join();
            while (receiver.poll().isPresent()) {
                Thread.onSpinWait();
            }
        }
    }

    private static Class<?> arenas() throws ClassNotFoundException {
        return Class.forName("java.lang.foreign.Arena");
    }

    private static ByteBuffer allocate(AutoCloseable arena, long bytes) throws ReflectiveOperationException {
        Object segment = arenas().getMethod("allocate", long.class).invoke(arena, bytes);
        Method asBuffer = Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
        return (ByteBuffer) asBuffer.invoke(segment);
    }

    /** A shared arena refuses to be closed while somebody copies from it. */
    private static void close(AutoCloseable arena) {
        while (true) {
            try {
                arena.close();
                return;
            } catch (IllegalStateException inUse) {
                Thread.onSpinWait();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
