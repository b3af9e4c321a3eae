package io.mailslot.it.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.InvalidMarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fillers and handlers do, and errors in the middle of our own work, is nothing to anybody else. */
@HomeTest
@Timeout(120)
class ForeignCodeTest {
    private static final String NAME = "foreign";

    /** The common pool has one thread on two processors. */
    private static final Executor OWN_THREAD = task -> new Thread(task, "foreign code").start();

    /** So small that a receiver which gives back no room is noticed. */
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);

    @Test
    void shouldLetAFillerWriteToTheSameMailslot(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);

        sender.write(100, outer -> {
            sender.write(70, inner -> inner.put("inner".getBytes(UTF_8)));
            sender.write("plain".getBytes(UTF_8));
            outer.put("outer".getBytes(UTF_8));
        });
        writeFromElsewhere(jvms, "elsewhere");

        assertThat(textsOf(receiver)).containsExactly("inner", "plain", "outer", "elsewhere");
    }

    @Test
    void shouldLetAFillerCloseItsSender(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);

        assertThatExceptionOfType(InvalidHandleException.class)
                .isThrownBy(() -> sender.write(100_000, place -> sender.close()));
        writeFromElsewhere(jvms, "elsewhere");

        assertThat(textsOf(receiver)).containsExactly("elsewhere");
    }

    @Test
    void shouldHoldUpNobodyByAFillerOrAHandlerThatTakesItsTime(Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot(NAME, SMALL);
        Sender sender = kernel.openMailslot(NAME, OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(1)));
        sender.write("first".getBytes(UTF_8));
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> filling = CompletableFuture.runAsync(
                () -> sender.write(4, place -> {
                    place.put("late".getBytes(UTF_8));
                    reach(begun, end);
                }),
                OWN_THREAD);
        CompletableFuture<Integer> handling =
                CompletableFuture.supplyAsync(() -> receiver.drain(1, message -> reach(begun, end)), OWN_THREAD);
        assertThat(begun.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < 40; i++) {
            sender.write(new byte[100_000]);
            assertThat(receiver.read()).hasSize(100_000);
        }
        writeFromElsewhere(jvms, "elsewhere");
        assertThat(textsOf(receiver)).containsExactly("elsewhere");
        end.countDown();

        filling.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(handling.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isOne();
        assertThat(textsOf(receiver)).containsExactly("late");
    }

    private static void reach(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            assertThat(end.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLetAHandlerReadOnAndLoseNothing(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < 9; i++) {
            batch.add(("m" + i).getBytes(UTF_8));
        }
        sender.write(batch);
        List<String> seen = new ArrayList<>();

        int drained = receiver.drain(6, message -> {
            seen.add(text(message));
            if (seen.size() == 2) {
                seen.add(new String(receiver.read(), UTF_8));
                receiver.drain(2, inner -> seen.add(text(inner)));
                sender.write("m9".getBytes(UTF_8));
            }
        });
        seen.addAll(textsOf(receiver));

        assertThat(drained).isEqualTo(6);
        assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void shouldLetAHandlerCloseItsReceiver(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        sender.write(new byte[100_000]);
        sender.write(new byte[100_000]);
        byte[] sum = new byte[1];

        int drained = receiver.drain(10, message -> {
            receiver.close();
            sender.close();
            while (message.hasRemaining()) {
                sum[0] |= message.get();
            }
        });

        assertThat(drained).isOne();
        assertThat(sum[0]).isZero();
    }

    @Test
    void shouldPassOnWhatForeignCodeThrowsAsItIs(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        Error mine = new InternalError("a fault in a mapping of my own");

        assertThatThrownBy(() -> sender.write(10, place -> {
                    throw mine;
                }))
                .isSameAs(mine);
        sender.write("one".getBytes(UTF_8));
        sender.write("two".getBytes(UTF_8));
        assertThatThrownBy(() -> receiver.drain(2, message -> {
                    throw mine;
                }))
                .isSameAs(mine);

        assertThat(textsOf(receiver)).containsExactly("two");
    }

    /** Each message is the same from its first byte on, whatever its size, and shows nothing of others. */
    @Test
    void shouldHandOutEachMessageFromTheBeginningOfItsBuffer(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        MessageBatch batch = new MessageBatch();
        int[] sizes = {3, 64, 65, 200, 1, 40_000, 7};
        for (int size : sizes) {
            byte[] message = new byte[size];
            Arrays.fill(message, (byte) size);
            batch.add(message);
            sender.write(message);
        }
        sender.write(batch);
        List<Integer> seen = new ArrayList<>();

        receiver.drain(Integer.MAX_VALUE, message -> {
            byte kind = message.get(0);
            message.position(message.limit()).rewind();
            assertThat(message.isReadOnly()).isTrue();
            seen.add(message.remaining());
            while (message.hasRemaining()) {
                assertThat(message.get()).isEqualTo(kind).isEqualTo((byte) message.limit());
            }
        });

        assertThat(seen).containsExactly(3, 64, 65, 200, 1, 40_000, 7, 3, 64, 65, 200, 1, 40_000, 7);
    }

    /** Whatever was done to the buffer before, also one of another size that lies at the same place. */
    @Test
    void shouldGiveEachMessageABufferOfItsSize(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        int[] sizes = {5, 0, 5, 1_029, 5, 2_000_000, 1_029, 300, 5};
        List<Integer> seen = new ArrayList<>();
        Consumer<ByteBuffer> look = buffer -> {
            assertThat(buffer.position()).isZero();
            assertThat(buffer.limit()).isEqualTo(buffer.capacity());
            assertThat(buffer.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
            assertThatThrownBy(buffer::reset).isInstanceOf(InvalidMarkException.class);
            seen.add(buffer.capacity());
            buffer.position(buffer.limit() / 2)
                    .mark()
                    .limit(buffer.capacity() / 2)
                    .order(ByteOrder.LITTLE_ENDIAN);
        };

        for (int size : sizes) {
            sender.write(size, look);
        }
        receiver.look(0, sizes.length, (number, message) -> {
            look.accept(message);
            return true;
        });
        receiver.drain(sizes.length, look);

        assertThat(seen).hasSize(3 * sizes.length);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(sizes[i % sizes.length]);
        }
    }

    @Test
    void shouldHandOutMessagesOfManySegments(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NAME, SMALL);
        Sender sender = kernel.openMailslot(NAME);
        int[] seen = new int[1];

        for (int i = 0; i < 20_000; i++) {
            sender.write(4, place -> place.putInt(seen[0]));
            assertThat(receiver.drain(3, message -> assertThat(message.getInt()).isEqualTo(seen[0]++)))
                    .isOne();
        }
        assertThat(receiver.info().messageCount()).isZero();
    }

    @Test
    void shouldLoseNothingToWritesAtTheEndOfTheStack(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(NAME);
        Sender sender = kernel.openMailslot(NAME);
        Child deep = jvms.jvm()
                .withErrorOutput(ErrorOutput.ALLOWED) // of Chronicle, which has no stack to log with either
                .start();

        for (int round = 0; round < 30; round++) {
            int frames = round;
            int written = deep.call(c -> DeepWriter.write(sender, frames));
            sender.write(("round " + round).getBytes(UTF_8));

            int whole = 0;
            byte[] message;
            while ((message = receiver.read()).length == DeepWriter.MESSAGE_BYTES) {
                whole++;
            }
            assertThat(new String(message, UTF_8)).isEqualTo("round " + round);
            assertThat(whole).as("messages in round " + round).isGreaterThanOrEqualTo(written);
        }
    }

    private static void writeFromElsewhere(Jvms jvms, String text) {
        jvms.all(jvms.jvm()
                .startedPlainly()
                .start(c -> c.kernel().openMailslot(NAME).write(text)));
    }

    private static List<String> textsOf(Receiver receiver) {
        List<String> texts = new ArrayList<>();
        receiver.drain(Integer.MAX_VALUE, message -> texts.add(text(message)));
        return texts;
    }

    private static String text(ByteBuffer message) {
        return UTF_8.decode(message).toString().replace("\0", "");
    }
}
