package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several JVMs write to one mailslot. */
@HomeTest
class ManySendersTest {
    private static final int SENDERS = 3;
    private static final int MESSAGES = 10_000;

    @Test
    void shouldDeliverEachMessageOfEachSenderOnceWholeAndInOrder(Jvms jvms, Kernel kernel) {
        Child[] children = Stream.generate(jvms::start).limit(SENDERS).toArray(Child[]::new);
        Receiver receiver = kernel.createMailslot("busy", patient());
        int[] handles =
                Stream.of(children).mapToInt(child -> open(child, "busy")).toArray();
        for (int i = 0; i < SENDERS; i++) {
            int number = i;
            int handle = handles[i];
            children[i].begin(c -> NumberedMessage.send(c.kernel().sender(handle), number, MESSAGES));
        }

        int[] next = new int[SENDERS];
        for (int i = 0; i < SENDERS * MESSAGES; i++) {
            NumberedMessage message = NumberedMessage.parse(receiver.read());
            assertThat(message.sequence())
                    .as("sequence number from sender %d", message.sender())
                    .isEqualTo(next[message.sender()]++);
        }

        assertThat(next).containsOnly(MESSAGES);
        jvms.all(children);
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldAcceptManyUnreadMessagesWithoutAnyReader(@Named("writer") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("backlog", patient());
        int handle = open(child, "backlog");

        child.run(c -> NumberedMessage.send(c.kernel().sender(handle), 1, MESSAGES));

        assertThat(receiver.info().messageCount()).isEqualTo(MESSAGES);
        long counted = child.call(c -> c.kernel().sender(handle).info().messageCount());
        assertThat(counted).isEqualTo(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(NumberedMessage.parse(receiver.read())).isEqualTo(new NumberedMessage(1, i));
        }
        assertThat(receiver.info().messageCount()).isZero();
    }

    @Test
    void shouldKeepSendersOfOneProcessApartFromThoseOfAnother(@Named("writer") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("mixed", patient());
        Sender here = kernel.openMailslot("mixed");
        int handle = open(child, "mixed");

        for (int i = 0; i < 50; i++) {
            here.write(new NumberedMessage(0, i).toBytes());
            String text = "from the child " + i;
            child.run(c -> c.kernel().sender(handle).write(text.getBytes(UTF_8)));
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

    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
    }

    private static MailslotOptions patient() {
        return MailslotOptions.defaults().withMaxMessageSize(256).withReadTimeout(Duration.ofSeconds(20));
    }
}
