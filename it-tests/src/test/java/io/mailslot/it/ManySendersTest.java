package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several JVMs write to one mailslot. */
@ExtendWith(TestHomeExtension.class)
class ManySendersTest {
    private static final int SENDERS = 3;
    private static final int MESSAGES = 10_000;

    @Test
    void shouldDeliverEachMessageOfEachSenderOnceWholeAndInOrder(TestHome home) {
        Receiver receiver = home.attach().createMailslot("busy", patient());
        List<ChildJvm> children =
                IntStream.range(0, SENDERS).mapToObj(i -> home.agent()).toList();
        for (int i = 0; i < SENDERS; i++) {
            int handle = children.get(i).must("open", "busy", "false").handle();
            children.get(i).tell("flood", handle, i, MESSAGES);
        }

        int[] next = new int[SENDERS];
        for (int i = 0; i < SENDERS * MESSAGES; i++) {
            NumberedMessage message = NumberedMessage.parse(receiver.read());
            assertThat(message.sequence())
                    .as("sequence number from sender %d", message.sender())
                    .isEqualTo(next[message.sender()]++);
        }

        assertThat(next).containsOnly(MESSAGES);
        children.forEach(child -> assertThat(child.reply().number("sent")).isEqualTo(MESSAGES));
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldAcceptManyUnreadMessagesWithoutAnyReader(TestHome home) {
        Receiver receiver = home.attach().createMailslot("backlog", patient());
        ChildJvm child = home.agent();
        int handle = child.must("open", "backlog", "false").handle();

        child.must("flood", handle, "1", MESSAGES);

        assertThat(receiver.info().messageCount()).isEqualTo(MESSAGES);
        assertThat(child.must("info", handle).number("count")).isEqualTo(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(NumberedMessage.parse(receiver.read())).isEqualTo(new NumberedMessage(1, i));
        }
        assertThat(receiver.info().messageCount()).isZero();
    }

    @Test
    void shouldKeepSendersOfOneProcessApartFromThoseOfAnother(TestHome home) {
        Receiver receiver = home.attach().createMailslot("mixed", patient());
        Sender here = home.attach().openMailslot("mixed");
        ChildJvm child = home.agent();
        int handle = child.must("open", "mixed", "false").handle();

        for (int i = 0; i < 50; i++) {
            here.write(new NumberedMessage(0, i).toBytes());
            child.must("write", handle, "from the child " + i);
        }

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            assertThat(NumberedMessage.parse(receiver.read())).isEqualTo(new NumberedMessage(0, i));
            order.add(new String(receiver.read(), UTF_8));
        }
        assertThat(order)
                .isEqualTo(IntStream.range(0, 50)
                        .mapToObj(i -> "from the child " + i)
                        .toList());
    }

    private static MailslotOptions patient() {
        return MailslotOptions.defaults().withMaxMessageSize(256).withReadTimeout(Duration.ofSeconds(20));
    }
}
