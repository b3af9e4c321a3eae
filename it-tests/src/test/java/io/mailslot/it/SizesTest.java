package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.BufferTooSmallException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.SharedHomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maximum sizes, and buffers that are too small. */
@SharedHomeTest
class SizesTest {
    @AfterEach
    void closeAll(@Named("other") Child child, Kernel kernel) {
        Handles.closeAll(child, kernel);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 424, 64 << 10, 1 << 20, 16 << 20})
    void shouldTakeAMessageOfExactlyTheMaximumAndRefuseOneByteMore(
            int maximum, @Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("sized", sized(maximum));
        int sender = open(child, "sized");

        MailslotException refused =
                refused(child, c -> c.kernel().sender(sender).write(Payload.ofSize(maximum + 1)));
        assertThat(refused).isInstanceOf(MessageTooLargeException.class);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(digitsOnly(refused.getMessage()))
                .as(refused.getMessage())
                .contains(String.valueOf(maximum), String.valueOf(maximum + 1));
        assertThat(receiver.info().messageCount()).isZero();

        send(child, sender, maximum);
        assertThat(receiver.info().nextMessageSize()).hasValue(maximum);
        assertThat(receiver.read(Duration.ZERO))
                .hasValueSatisfying(message -> assertThat(message).isEqualTo(Payload.ofSize(maximum)));
        assertThat(receiver.poll()).isEmpty();
    }

    /** Texts may group digits; the number is the same. */
    private static String digitsOnly(String message) {
        return message.replaceAll("(?<=\\d)[,_ ](?=\\d{3})", "");
    }

    @Test
    void shouldCarryManyMessagesOfTheMaximumSize(@Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("rolled", sized(1 << 20));
        int sender = open(child, "rolled");
        long expected = Payload.checkWord(Payload.ofSize(1 << 20));

        for (int i = 0; i < 8; i++) {
            send(child, sender, 1 << 20, 1 << 20, 1 << 20);
            for (int taken = 0; taken < 3; taken++) {
                assertThat(Payload.checkWord(receiver.read())).isEqualTo(expected);
            }
        }
        assertThat(receiver.poll()).isEmpty();
    }

    @ParameterizedTest(name = "a buffer of {0} bytes for a message of 100")
    @ValueSource(ints = {0, 1, 99})
    void shouldLeaveTheMessageWhenTheBufferIsTooSmall(int room, @Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("tight", sized(1_000));
        send(child, open(child, "tight"), 100, 7);
        ByteBuffer small = ByteBuffer.allocate(200).position(10).limit(10 + room);

        assertThatThrownBy(() -> receiver.read(small))
                .isInstanceOf(BufferTooSmallException.class)
                .hasMessageContainingAll("100", String.valueOf(room));
        assertThatThrownBy(() -> receiver.poll(small)).isInstanceOf(BufferTooSmallException.class);

        assertThat(small.position()).isEqualTo(10);
        assertThat(receiver.info().messageCount()).isEqualTo(2);
        assertThat(receiver.read()).isEqualTo(Payload.ofSize(100));
        assertThat(receiver.read()).isEqualTo(Payload.ofSize(7));
    }

    @Test
    void shouldFillABufferFromItsPosition(@Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("buffered", sized(1_000));
        send(child, open(child, "buffered"), 100, 0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(110).position(10);

        assertThat(receiver.read(buffer)).isEqualTo(100);
        assertThat(buffer.position()).isEqualTo(110);
        assertThat(receiver.poll(buffer))
                .as("an empty message fits into a full buffer")
                .isTrue();
        assertThat(receiver.poll(buffer)).isFalse();

        byte[] bytes = new byte[100];
        buffer.flip().position(10).get(bytes);
        assertThat(bytes).isEqualTo(Payload.ofSize(100));
    }

    @ParameterizedTest(name = "maximum {0}")
    @ValueSource(ints = {0, -1})
    void shouldTakeLargeMessagesWhenTheMaximumIsUnlimited(int maximum, @Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("boundless", sized(maximum));
        int sender = open(child, "boundless");

        assertThat(receiver.info().maxMessageSize()).as("reported as given").isEqualTo(maximum);
        send(child, sender, 3 << 20, 5);

        assertThat(receiver.read()).isEqualTo(Payload.ofSize(3 << 20));
        assertThat(receiver.read()).isEqualTo(Payload.ofSize(5));
    }

    @Test
    void shouldLeaveTheSourceBufferAloneWhenTheMessageIsTooLarge(@Named("other") Child child, Kernel kernel) {
        int receiver =
                child.call(c -> c.kernel().createMailslot("strict", sized(16)).handle());
        Sender sender = kernel.openMailslot("strict");
        ByteBuffer source = ByteBuffer.allocate(20).position(2);

        assertThatThrownBy(() -> sender.write(source))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContainingAll("strict", "18", "16");
        assertThatThrownBy(() -> sender.write(new byte[30], 5, 17)).hasMessageContaining("17");
        assertThatThrownBy(() -> sender.write(new byte[30], 20, 11)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(source.position()).isEqualTo(2);
        long unread = child.call(c -> c.kernel().receiver(receiver).info().messageCount());
        assertThat(unread).isZero();
        sender.write(new byte[30], 14, 16);
        assertThat(child.<byte[]>call(c -> c.kernel().receiver(receiver).poll().orElseThrow()))
                .hasSize(16);
    }

    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
    }

    /** Messages of those sizes. */
    private static void send(Child child, int sender, int... sizes) {
        child.run(c -> {
            for (int size : sizes) {
                c.kernel().sender(sender).write(Payload.ofSize(size));
            }
        });
    }

    private static MailslotOptions sized(int maximum) {
        return MailslotOptions.defaults().withMaxMessageSize(maximum).withReadTimeout(Duration.ofSeconds(20));
    }
}
