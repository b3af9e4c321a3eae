package io.mailslot.it.away;

import static io.mailslot.it.away.Away.ORDERS;
import static io.mailslot.it.away.Away.assertSound;
import static io.mailslot.it.away.Away.deleteAll;
import static io.mailslot.it.away.Away.look;
import static io.mailslot.it.away.Away.outbox;
import static io.mailslot.it.away.Away.refused;
import static io.mailslot.it.away.Away.texts;
import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.PeekOptions;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Mailslots that keep what is sent to another computer: durable ones with a computer in their names. */
@HomeTest
class OutboxTest {
    @Test
    void shouldTakeWhatIsSentToThatComputerAndNothingElse(TestHome home, @Named("sender") Child child, Kernel kernel) {
        Receiver out = outbox(kernel, ORDERS);
        Receiver here = kernel.createMailslot("shop/orders");
        Receiver elsewhere = outbox(kernel, "\\\\C\\mailslot\\shop\\orders");

        child.run(c -> c.kernel().openMailslot("\\\\b\\MAILSLOT\\Shop\\ORDERS").write("to B"));
        kernel.openMailslot("\\\\C\\mailslot\\shop\\orders").write("to C");
        kernel.openMailslot("\\\\.\\mailslot\\shop\\orders").write("here");

        assertThat(texts(out)).containsExactly("to B");
        assertThat(texts(elsewhere)).containsExactly("to C");
        assertThat(texts(here)).containsExactly("here");
        out.close();
        elsewhere.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldBeSeenUnderItsWholeName(TestHome home, Kernel kernel) {
        Receiver out = outbox(kernel, ORDERS);
        Sender sender = kernel.openMailslot(ORDERS.toLowerCase(Locale.ROOT));
        sender.write("tea");

        assertThat(sender.info().name()).isEqualTo(ORDERS);
        assertThat(kernel.handles()).extracting(HandleInfo::name).containsOnly(ORDERS);
        MailslotStatus seen =
                look(home).mailslot("\\\\B\\mailslot\\SHOP\\orders").orElseThrow();
        assertThat(seen.name()).isEqualTo(ORDERS);
        assertThat(seen.durable()).isTrue();
        assertThat(seen.messageCount()).isOne();
        assertThat(look(home).mailslot("shop/orders")).isEmpty();
        assertThat(look(home).mailslot("\\\\.\\mailslot\\shop\\orders")).isEmpty();
        List<String> peeked = new ArrayList<>();
        HomeInspector.peek(home.path(), ORDERS, PeekOptions.defaults(), (number, message) -> {
            peeked.add(StandardCharsets.UTF_8.decode(message).toString());
            return true;
        });
        assertThat(peeked).containsExactly("tea");
        out.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldBeMadeWithACursorOnly(TestHome home, Kernel kernel) {
        assertThat(refused(ErrorCode.INVALID_NAME, () -> kernel.createMailslot(ORDERS)))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContainingAll("'B'", "durable");
        assertThat(kernel.handles()).isEmpty();

        outbox(kernel, ORDERS).close();
        assertThat(refused(
                        ErrorCode.ALREADY_EXISTS,
                        () -> kernel.createMailslot(
                                ORDERS, MailslotOptions.defaults().withCursor("other"))))
                .hasMessageContaining("'bridge'");
        deleteAll(home, kernel);
    }

    /** Nobody receives, and no bridge is there: what was written lies there for whoever comes. */
    @Test
    void shouldStayWithItsMessagesWhenEverybodyHasLeft(TestHome home, Jvms jvms) {
        Kernel first = home.attach();
        outbox(first, ORDERS).close();
        first.openMailslot(ORDERS).write("before");
        first.close();

        Child child = jvms.start(c -> c.kernel().openMailslot(ORDERS).write("between"));
        jvms.all(child);
        Kernel last = home.attach();
        last.openMailslot(ORDERS).write("after");
        assertSound(home);

        Receiver out = outbox(last, ORDERS);
        assertThat(texts(out)).containsExactly("before", "between", "after");
        out.close();
        deleteAll(home, last);
    }

    @Test
    void shouldBeGoneForItsSendersOnceItIsDeleted(TestHome home, @Named("sender") Child child, Kernel kernel)
            throws Exception {
        outbox(kernel, ORDERS).close();
        Sender sender = kernel.openMailslot(ORDERS);
        int there = child.call(c -> c.kernel().openMailslot(ORDERS).handle());
        child.run(c -> c.kernel().sender(there).write("stored"));

        kernel.deleteMailslot(ORDERS.toLowerCase(Locale.ROOT));

        assertThat(refused(ErrorCode.NETNAME_DELETED, () -> sender.write("more")))
                .isInstanceOf(ReceiverGoneException.class)
                .hasMessageContaining(ORDERS);
        refused(ErrorCode.NETNAME_DELETED, sender::info);
        refused(ErrorCode.NETNAME_DELETED, () -> sender.tryWrite(new byte[1], 0, 1));
        refused(ErrorCode.NETNAME_DELETED, () -> sender.awaitTaken(Duration.ZERO));
        assertThat(refusal(child, c -> c.kernel().sender(there).write("more"))).isEqualTo(ErrorCode.NETNAME_DELETED);
        refused(ErrorCode.FILE_NOT_FOUND, () -> kernel.deleteMailslot(ORDERS));
        deleteAll(home, kernel);
    }

    @Test
    void shouldWakeASenderThatWaitsForRoomWhenItIsDeleted(TestHome home, Kernel kernel) throws Exception {
        outbox(kernel, ORDERS, MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY))
                .close();
        Sender sender = kernel.openMailslot(ORDERS, OpenOptions.defaults().withWriteTimeout(Duration.ofMinutes(1)));
        byte[] message = new byte[100_000];
        while (sender.tryWrite(message, 0, message.length)) {
            // until it is full
        }
        refused(
                ErrorCode.NOT_ENOUGH_QUOTA,
                () -> kernel.openMailslot(ORDERS, OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(10)))
                        .write(message));
        Asleep<Void> writing = Asleep.in(() -> {
            sender.write(message);
            return null;
        });

        kernel.deleteMailslot(ORDERS);

        writing.failsWith(ErrorCode.NETNAME_DELETED);
        deleteAll(home, kernel);
    }
}
