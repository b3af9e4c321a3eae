package io.mailslot.remote.internal.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.remote.internal.frame.FrameException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final UUID OUTBOX = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);

    private static byte[] frame(long first, byte[]... messages) {
        FrameWriter writer = new FrameWriter().begin(OUTBOX, false, Frame.MAX_BYTES);
        for (int i = 0; i < messages.length; i++) {
            assertThat(writer.view(first + i, ByteBuffer.wrap(messages[i]))).isTrue();
        }
        return writer.toBytes();
    }

    private static byte[] frame() {
        return frame(41, "tea".getBytes(UTF_8), new byte[0], "milk".getBytes(UTF_8));
    }

    /** With a checksum that is right, so that the rest is looked at. */
    private static byte[] sealed(byte[] frame) {
        int checked = frame.length - FrameLayout.CHECKSUM_BYTES;
        ByteBuffer.wrap(frame).putInt(checked, FrameLayout.checksum(frame, checked));
        return frame;
    }

    private static List<String> texts(Frame frame, long from) {
        List<String> texts = new ArrayList<>();
        frame.forEach(from, (number, source, offset, length) -> {
            texts.add(number + " " + new String(source, offset, length, UTF_8));
        });
        return texts;
    }

    private static void assertRefused(Kind kind, byte[] bytes) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frame.of(bytes))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void shouldBringWhatWasWritten() throws FrameException {
        Frame frame = Frame.of(frame());

        assertThat(frame.outbox()).isEqualTo(OUTBOX);
        assertThat(frame.othersOnly()).isFalse();
        assertThat(frame.first()).isEqualTo(41);
        assertThat(frame.count()).isEqualTo(3);
        assertThat(frame.next()).isEqualTo(44);
        assertThat(texts(frame, 0)).containsExactly("41 tea", "42 ", "43 milk");
        assertThat(texts(frame, 43)).containsExactly("43 milk");
        assertThat(texts(frame, 44)).isEmpty();
    }

    /** Machines of different versions must understand each other. */
    @Test
    void shouldLookAsItAlwaysDid() {
        byte[] expected = ByteBuffer.allocate(44)
                .put("MSF".getBytes(UTF_8))
                .put((byte) 1)
                .put((byte) 0)
                .putLong(OUTBOX.getMostSignificantBits())
                .putLong(OUTBOX.getLeastSignificantBits())
                .putLong(7)
                .putInt(1)
                .putInt(3)
                .put("tea".getBytes(UTF_8))
                .putInt(0)
                .array();
        assertThat(frame(7, "tea".getBytes(UTF_8))).isEqualTo(sealed(expected));
    }

    @Test
    void shouldTellWhatIsForOthersOnly() throws FrameException {
        FrameWriter writer = new FrameWriter().begin(OUTBOX, true, Frame.MAX_BYTES);
        writer.view(0, ByteBuffer.allocate(1));

        assertThat(Frame.of(writer.toBytes()).othersOnly()).isTrue();
    }

    @Test
    void shouldRefuseAFrameOfWhichAnyByteIsAnother() {
        byte[] whole = frame();
        for (int i = 0; i < whole.length; i++) {
            for (int flip = 1; flip < 256; flip++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) flip;
                assertThatExceptionOfType(FrameException.class)
                        .as("byte %d, changed by %d", i, flip)
                        .isThrownBy(() -> Frame.of(changed));
            }
        }
    }

    /** Whoever wants to do harm can give it the right checksum. */
    @Test
    void shouldReadOrRefuseAFrameThatSomebodyHasMade() {
        byte[] whole = frame();
        int read = 0;
        for (int i = FrameLayout.VERSION_OFFSET; i < whole.length - FrameLayout.CHECKSUM_BYTES; i++) {
            for (int flip = 1; flip < 256; flip++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) flip;
                read += readsSafely(sealed(changed)) ? 1 : 0;
            }
        }
        assertThat(read).isBetween(1, whole.length * 255 - 1);
    }

    @Test
    void shouldReadOrRefuseAnyBytes() {
        Random random = new Random(16);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(frame(), FrameLayout.MESSAGES_OFFSET + random.nextInt(64));
            for (int changes = random.nextInt(8); changes >= 0; changes--) {
                bytes[FrameLayout.FLAGS_OFFSET + random.nextInt(bytes.length - FrameLayout.FLAGS_OFFSET)] =
                        (byte) random.nextInt();
            }
            readsSafely(bytes.length < Frame.OVERHEAD ? bytes : sealed(bytes));
        }
    }

    private static boolean readsSafely(byte[] bytes) {
        Frame frame;
        try {
            frame = Frame.of(bytes);
        } catch (FrameException refused) {
            return false;
        }
        assertThat(texts(frame, Long.MIN_VALUE)).hasSize(frame.count());
        assertThat(frame.first()).isBetween(0L, frame.next() - 1);
        return true;
    }

    @Test
    void shouldRefuseAFrameThatIsCutOrHasMoreBehindIt() {
        byte[] whole = frame();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRefused(length <= FrameLayout.VERSION_OFFSET ? Kind.GARBAGE : Kind.DAMAGED, cut);
            if (length > FrameLayout.MESSAGES_OFFSET + FrameLayout.CHECKSUM_BYTES) {
                assertRefused(Kind.DAMAGED, sealed(cut));
            }
        }
        assertRefused(Kind.DAMAGED, Arrays.copyOf(whole, whole.length + 1));
        assertRefused(Kind.DAMAGED, sealed(Arrays.copyOf(whole, whole.length + 8)));
    }

    @Test
    void shouldRefuseWhatIsNoFrame() {
        assertRefused(Kind.GARBAGE, new byte[0]);
        assertRefused(Kind.GARBAGE, "hello, is anybody there? this is no frame at all".getBytes(UTF_8));
        byte[] versionZero = frame();
        versionZero[FrameLayout.VERSION_OFFSET] = 0;
        assertRefused(Kind.GARBAGE, sealed(versionZero));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 127, 128, 255})
    void shouldTellThatAFrameIsOfANewerVersion(int version) {
        byte[] newer = frame();
        newer[FrameLayout.VERSION_OFFSET] = (byte) version;

        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frame.of(newer))
                .withMessage(
                        "the frame is of version " + version + ", and this machine knows version 1; update its bridge")
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.NEWER));
    }

    @Test
    void shouldRefuseFlagsThatItDoesNotKnow() {
        byte[] unknown = frame();
        unknown[FrameLayout.FLAGS_OFFSET] = 2;
        assertRefused(Kind.NEWER, sealed(unknown));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 4, Frame.MAX_MESSAGES + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseACountThatIsNotTheirs(int count) {
        byte[] wrong = frame();
        ByteBuffer.wrap(wrong).putInt(FrameLayout.COUNT_OFFSET, count);
        assertRefused(Kind.DAMAGED, sealed(wrong));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 2})
    void shouldRefuseNumbersThatNoMessageHas(long first) {
        byte[] wrong = frame();
        ByteBuffer.wrap(wrong).putLong(FrameLayout.FIRST_OFFSET, first);
        assertRefused(Kind.DAMAGED, sealed(wrong));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, Integer.MAX_VALUE, Integer.MAX_VALUE - 40, Integer.MIN_VALUE})
    void shouldRefuseALengthThatIsNotTheMessages(int length) {
        byte[] wrong = frame();
        ByteBuffer.wrap(wrong).putInt(FrameLayout.MESSAGES_OFFSET, length);
        assertRefused(Kind.DAMAGED, sealed(wrong));
    }

    @Test
    void shouldRefuseAFrameThatIsTooLarge() throws FrameException {
        byte[] largest = frame(0, new byte[Frame.MAX_MESSAGE]);
        assertThat(Frame.of(largest).count()).isEqualTo(1);
        assertRefused(Kind.TOO_LARGE, Arrays.copyOf(largest, largest.length + 1));

        byte[] several = Arrays.copyOf(frame(), Frame.MAX_BYTES + 1);
        ByteBuffer.wrap(several).putInt(FrameLayout.COUNT_OFFSET, 2);
        assertRefused(Kind.TOO_LARGE, sealed(several));
    }
}
