package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.BufferTooSmallException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maximum sizes, and buffers that are too small. */
@ExtendWith(TestHomeExtension.class)
class SizesTest {
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 424, 64 << 10, 1 << 20, 16 << 20})
    void shouldTakeAMessageOfExactlyTheMaximumAndRefuseOneByteMore(int maximum, TestHome home) {
        Receiver receiver = home.attach().createMailslot("sized", sized(maximum));
        ChildJvm child = home.agent();
        int sender = child.must("open", "sized", "false").handle();

        Reply refused = child.ask("fill", sender, maximum + 1);
        assertThat(refused.code()).isEqualTo(87);
        assertThat(refused.text("type")).isEqualTo("MessageTooLargeException");
        assertThat(digitsOnly(refused.text("message")))
                .as(refused.text("message"))
                .contains(String.valueOf(maximum), String.valueOf(maximum + 1));
        assertThat(receiver.info().messageCount()).isZero();

        child.must("fill", sender, maximum);
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
    void shouldCarryManyMessagesOfTheMaximumSize(TestHome home) {
        Receiver receiver = home.attach().createMailslot("rolled", sized(1 << 20));
        ChildJvm child = home.agent();
        int sender = child.must("open", "rolled", "false").handle();
        long expected = Payload.checkWord(Payload.ofSize(1 << 20));

        for (int i = 0; i < 24; i++) {
            child.must("fill", sender, 1 << 20);
            if (i % 3 == 2) {
                for (int taken = 0; taken < 3; taken++) {
                    assertThat(Payload.checkWord(receiver.read())).isEqualTo(expected);
                }
            }
        }
        assertThat(receiver.poll()).isEmpty();
    }

    @ParameterizedTest(name = "a buffer of {0} bytes for a message of 100")
    @ValueSource(ints = {0, 1, 99})
    void shouldLeaveTheMessageWhenTheBufferIsTooSmall(int room, TestHome home) {
        Receiver receiver = home.attach().createMailslot("tight", sized(1_000));
        ChildJvm child = home.agent();
        int sender = child.must("open", "tight", "false").handle();
        child.must("fill", sender, "100");
        child.must("fill", sender, "7");
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
    void shouldFillABufferFromItsPosition(TestHome home) {
        Receiver receiver = home.attach().createMailslot("buffered", sized(1_000));
        ChildJvm child = home.agent();
        int sender = child.must("open", "buffered", "false").handle();
        child.must("fill", sender, "100");
        child.must("fill", sender, "0");
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
    void shouldTakeLargeMessagesWhenTheMaximumIsUnlimited(int maximum, TestHome home) {
        Receiver receiver = home.attach().createMailslot("boundless", sized(maximum));
        ChildJvm child = home.agent();
        int sender = child.must("open", "boundless", "false").handle();

        assertThat(receiver.info().maxMessageSize()).as("reported as given").isEqualTo(maximum);
        child.must("fill", sender, 3 << 20);
        child.must("fill", sender, "5");

        assertThat(receiver.read()).isEqualTo(Payload.ofSize(3 << 20));
        assertThat(receiver.read()).isEqualTo(Payload.ofSize(5));
    }

    @Test
    void shouldLeaveTheSourceBufferAloneWhenTheMessageIsTooLarge(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "strict", "16", "0", "false").handle();
        Sender sender = home.attach().openMailslot("strict");
        ByteBuffer source = ByteBuffer.allocate(20).position(2);

        assertThatThrownBy(() -> sender.write(source))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContainingAll("strict", "18", "16");
        assertThatThrownBy(() -> sender.write(new byte[30], 5, 17)).hasMessageContaining("17");
        assertThatThrownBy(() -> sender.write(new byte[30], 20, 11)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(source.position()).isEqualTo(2);
        assertThat(child.must("info", receiver).number("count")).isZero();
        sender.write(new byte[30], 14, 16);
        assertThat(child.must("read", receiver, "0").number("size")).isEqualTo(16);
    }

    private static MailslotOptions sized(int maximum) {
        return MailslotOptions.defaults().withMaxMessageSize(maximum).withReadTimeout(Duration.ofSeconds(20));
    }
}
