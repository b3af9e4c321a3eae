package io.mailslot.remote.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private final UUID outbox = UUID.randomUUID();
    private final FrameWriter writer = new FrameWriter().begin(outbox, false, Frame.MAX_BYTES);

    private boolean view(long number, int bytes) {
        return writer.view(number, ByteBuffer.allocate(bytes));
    }

    @Test
    void shouldTakeAsManyAsAFrameHolds() {
        int half = Frame.MAX_BYTES / 2 - Frame.OVERHEAD;
        assertThat(view(5, half)).isTrue();
        assertThat(view(6, half)).isTrue();
        // What is left is what the second message has not of what is around a frame, less its own length.
        int left = Frame.MAX_BYTES - writer.messageBytes() - Frame.OVERHEAD - 2 * Integer.BYTES;
        assertThat(view(7, left + 1)).isFalse();
        assertThat(view(7, left)).isTrue();
        assertThat(view(8, 0)).isFalse();

        assertThat(writer.count()).isEqualTo(3);
        assertThat(writer.first()).isEqualTo(5);
        assertThat(writer.messageBytes()).isEqualTo(2 * half + left);
        assertThat(writer.toBytes()).hasSize(Frame.MAX_BYTES);
    }

    @Test
    void shouldTakeNoMoreThanAreWrittenAtOnce() throws FrameException {
        for (int i = 0; i < MessageBatch.MAX_MESSAGES; i++) {
            assertThat(view(i, 1)).isTrue();
        }
        assertThat(view(MessageBatch.MAX_MESSAGES, 1)).isFalse();
        assertThat(Frame.of(writer.toBytes()).count()).isEqualTo(MessageBatch.MAX_MESSAGES);
    }

    @Test
    void shouldTakeALargeMessageAlone() throws FrameException {
        assertThat(view(0, 3 << 20)).isTrue();
        assertThat(view(1, 0)).isFalse();
        assertThat(writer.toBytes()).hasSize((3 << 20) + Frame.OVERHEAD);

        writer.begin(outbox, false, Long.MAX_VALUE);
        assertThat(view(1, 1)).isTrue();
        assertThat(view(2, 3 << 20)).isFalse();
        assertThat(Frame.of(writer.toBytes()).count()).isEqualTo(1);
    }

    @Test
    void shouldTakeOnlyWhatFollows() throws FrameException {
        assertThat(view(3, 1)).isTrue();
        assertThat(view(5, 1)).isFalse();
        assertThat(Frame.of(writer.toBytes()).next()).isEqualTo(4);
    }

    @Test
    void shouldKeepToWhatTheEngineTakes() {
        FrameWriter small = new FrameWriter().begin(outbox, false, 1000);
        assertThat(small.view(0, ByteBuffer.allocate(500))).isTrue();
        assertThat(small.view(1, ByteBuffer.allocate(500))).isFalse();
        assertThat(small.view(1, ByteBuffer.allocate(400))).isTrue();
        assertThat(small.toBytes().length).isLessThanOrEqualTo(1000);
    }

    @Test
    void shouldRefuseWhatCannotGo() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> view(9, Frame.MAX_MESSAGE + 1))
                .withMessage("message 9 of the outbox has 33554433 bytes, at most 33554432 can go to another machine");
        assertThatIllegalStateException().isThrownBy(writer::toBytes).withMessage("the frame has no message");
    }

    @Test
    void shouldBringEachMessageOfAMailslotOnce() throws FrameException {
        Random random = new Random(1);
        List<byte[]> written = new ArrayList<>();
        List<byte[]> brought = new ArrayList<>();
        try (Jvms jvms = Jvms.open()) {
            Kernel kernel = jvms.kernel();
            Receiver receiver =
                    kernel.createMailslot("outbox", MailslotOptions.defaults().withCursor("bridge"));
            Sender sender = kernel.openMailslot("outbox");
            for (int i = 0; i < 3000; i++) {
                byte[] message = new byte[random.nextInt(2048)];
                random.nextBytes(message);
                written.add(message);
                sender.write(message);
            }
            int frames = 0;
            while (receiver.info().messageCount() > 0) {
                writer.begin(outbox, false, Long.MAX_VALUE);
                long next = receiver.look(0, Frame.MAX_MESSAGES, writer);
                Frame frame = Frame.of(writer.toBytes());
                assertThat(frame.first()).isEqualTo(brought.size());
                assertThat(frame.next()).isEqualTo(next);
                frame.forEach(
                        0,
                        (number, source, offset, length) -> brought.add(ByteBuffer.allocate(length)
                                .put(source, offset, length)
                                .array()));
                receiver.advance(next);
                frames++;
            }
            assertThat(frames).isBetween(3, 4); // 3 MB by a MiB
        }
        assertThat(brought).usingElementComparator(java.util.Arrays::compare).isEqualTo(written);
    }
}
