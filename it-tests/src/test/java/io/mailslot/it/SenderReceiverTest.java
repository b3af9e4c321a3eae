package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One sender and one receiver, in different JVMs. */
@ExtendWith(TestHomeExtension.class)
class SenderReceiverTest {
    private static final Duration NOW = Duration.ZERO;

    @Test
    void shouldCarryTextFromAChildToThisProcess(TestHome home) {
        Receiver receiver = home.attach().createMailslot("orders");
        ChildJvm child = home.agent();

        int sender = child.must("open", "orders", "false").handle();
        child.must("write", sender, "größer – 注文 7");

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("größer – 注文 7");
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldCarryTextFromThisProcessToAChild(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "orders", "0", "forever", "false").handle();
        Sender sender = home.attach().openMailslot("orders");

        sender.write("first".getBytes(UTF_8));

        assertThat(child.must("read", receiver, "default").text("text")).isEqualTo("first");
    }

    @Test
    void shouldCarryEveryByteValueAndAnyPartOfAnArrayOrBuffer(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "bytes", "0", "forever", "false").handle();
        Sender sender = home.attach().openMailslot("bytes");
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);

        sender.write(all);
        sender.write(all, 250, 6);
        ByteBuffer direct = ByteBuffer.allocateDirect(256).put(all).flip().position(200);
        sender.write(direct);

        assertThat(direct.remaining()).isZero();
        assertThat(child.must("read", receiver, "0").number("crc")).isEqualTo(Payload.checkWord(all));
        assertThat(child.must("read", receiver, "0").number("crc"))
                .isEqualTo(Payload.checkWord(new byte[] {-6, -5, -4, -3, -2, -1}));
        assertThat(child.must("read", receiver, "0").number("size")).isEqualTo(56);
    }

    @Test
    void shouldCarryAnEmptyMessageThatIsNotTheSameAsNone(TestHome home) {
        Receiver receiver = home.attach().createMailslot("empty");
        ChildJvm child = home.agent();
        int sender = child.must("open", "empty", "false").handle();
        assertThat(receiver.info().nextMessageSize()).isEmpty();

        child.must("write", sender, "");

        assertThat(receiver.info().nextMessageSize()).hasValue(0);
        assertThat(receiver.info().messageCount()).isOne();
        assertThat(receiver.read(NOW))
                .hasValueSatisfying(message -> assertThat(message).isEmpty());
        assertThat(receiver.read(NOW)).isEmpty();
    }

    @Test
    void shouldReadTheOldestMessageFirst(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "order", "0", "0", "false").handle();
        Sender sender = home.attach().openMailslot("order");

        for (int i = 0; i < 100; i++) {
            sender.write(("message " + i).getBytes(UTF_8));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(child.must("read", receiver, "0").text("text")).isEqualTo("message " + i);
        }
    }

    @Test
    void shouldFailAtOnceWhenTheReadTimeoutIsZero(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "impatient", "0", "0", "false").handle();

        Reply refused = child.ask("read", receiver, "default");

        assertThat(refused.code()).isEqualTo(121);
        assertThat(refused.text("type")).isEqualTo("ReadTimeoutException");
        assertThat(refused.text("message")).contains("impatient");
        assertThat(child.must("read", receiver, "0").number("size")).isEqualTo(-1);
    }

    @Test
    void shouldWaitForTheReadTimeoutAndNotMuchLonger(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "patient", "0", "50", "false").handle();
        child.must("read", receiver, "0");

        Reply timedOut = child.must("read", receiver, "50");
        assertThat(timedOut.number("size")).isEqualTo(-1);
        assertThat(timedOut.number("waited")).isBetween(50L, 2_000L);

        long start = System.nanoTime();
        assertThat(child.ask("read", receiver, "default").code()).isEqualTo(121);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void shouldBlockForeverUntilAMessageComes(TestHome home) {
        ChildJvm child = home.agent();
        int receiver = child.must("create", "forever", "0", "forever", "false").handle();
        Sender sender = home.attach().openMailslot("forever");

        child.tell("read", receiver, "default");
        assertThat(child.saysNothingFor(Duration.ofMillis(300))).isTrue();
        sender.write("at last".getBytes(UTF_8));

        assertThat(child.reply().text("text")).isEqualTo("at last");
    }

    @Test
    void shouldUseTheReadTimeoutSetLastForReadsThatStartLater(TestHome home) {
        Receiver receiver =
                home.attach().createMailslot("slow", MailslotOptions.defaults().withReadTimeout(Timeouts.FOREVER));
        ChildJvm child = home.agent();
        int sender = child.must("open", "slow", "false").handle();

        receiver.setReadTimeout(NOW);
        assertThatThrownBy(receiver::read).isInstanceOf(ReadTimeoutException.class);
        assertThat(child.must("info", sender).text("timeout")).isEqualTo("0");

        receiver.setReadTimeout(Duration.ofMillis(1_500));
        assertThat(child.must("info", sender).text("timeout")).isEqualTo("1500");

        receiver.setReadTimeout(Timeouts.FOREVER);
        assertThat(child.must("info", sender).text("timeout")).isEqualTo("forever");
    }

    @Test
    void shouldKeepReadTimeoutsInRange(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.agent();
        int inChild = child.must("create", "limits", "0", "4294967294", "false").handle();
        Receiver receiver = kernel.createMailslot("mine");

        assertThat(child.must("info", inChild).text("timeout")).isEqualTo("4294967294");
        assertThat(child.ask("timeout", inChild, "-1").code()).isEqualTo(87);
        child.must("timeout", inChild, "4294967295");
        assertThat(child.must("info", inChild).text("timeout"))
                .as("the longest that can be kept")
                .isEqualTo("4294967294");
        assertThat(child.ask("create", "other", "0", "-1", "false").code()).isEqualTo(87);
        assertThat(child.ask("create", "other", "-2", "0", "false").code()).isEqualTo(87);
        assertThatThrownBy(() -> receiver.setReadTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("-1");
        assertThat(receiver.info().readTimeout()).isEqualTo(Timeouts.FOREVER);
    }

    @Test
    void shouldTellTheSameThroughBothEnds(TestHome home) {
        Receiver receiver = home.attach()
                .createMailslot(
                        "Told",
                        MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofSeconds(7)));
        ChildJvm child = home.agent();
        int sender = child.must("open", "told", "false").handle();
        child.must("fill", sender, "10");
        child.must("fill", sender, "20");

        MailslotInfo info = receiver.info();
        assertThat(info)
                .returns("Told", MailslotInfo::name)
                .returns(424, MailslotInfo::maxMessageSize)
                .returns(OptionalInt.of(10), MailslotInfo::nextMessageSize)
                .returns(2L, MailslotInfo::messageCount)
                .returns(Duration.ofSeconds(7), MailslotInfo::readTimeout)
                .returns(64L << 20, MailslotInfo::capacity)
                .returns(WhenFull.WAIT, MailslotInfo::whenFull)
                .returns(0L, MailslotInfo::missedMessages)
                .isEqualTo(receiver.info());
        Reply told = child.must("info", sender);
        assertThat(told.values())
                .containsEntry("name", "Told")
                .containsEntry("max", "424")
                .containsEntry("next", "10")
                .containsEntry("count", "2")
                .containsEntry("timeout", "7000");

        Optional<byte[]> first = receiver.poll();
        assertThat(first).hasValueSatisfying(message -> assertThat(message).isEqualTo(Payload.ofSize(10)));
        assertThat(child.must("info", sender).values())
                .containsEntry("next", "20")
                .containsEntry("count", "1");
    }
}
