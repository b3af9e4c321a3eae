package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers in mailslots that have many receivers, drop their oldest messages, or stay. */
@HomeTest
class LookKindsTest {
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
    private static final MailslotOptions DROPPING = SMALL.withWhenFull(WhenFull.DROP_OLDEST);
    private static final MailslotOptions SHOP = SMALL.withCursor("shop");

    private static void write(Sender sender, String... texts) {
        for (String text : texts) {
            sender.write(text.getBytes(UTF_8));
        }
    }

    @Test
    void shouldShowTheSameNumbersToEveryReceiver(Jvms jvms, Kernel kernel) {
        Receiver first = kernel.createMailslot(NEWS, SMALL);
        Sender sender = kernel.openMailslot(NEWS);
        write(sender, "0", "1", "2");
        Child other = jvms.start();
        int late = other.call(c -> c.kernel().createMailslot(NEWS).handle());
        write(sender, "3", "4");

        first.advance(2);

        assertThat(Seen.of(first, 0).numbers).isEqualTo(Seen.numbers(2, 5));
        Shown shown = other.call(c -> Shown.of(c.kernel().receiver(late), 0, 9));
        assertThat(shown.numbers()).containsExactly(3L, 4L);
        other.run(c -> c.kernel().receiver(late).advance(5));
        long left = other.call(c -> c.kernel().receiver(late).info().messageCount());
        assertThat(left).isZero();
        assertThat(first.info().messageCount()).isEqualTo(3);
    }

    /** What was looked at may be dropped before it is taken: then it was not missed, but what nobody looked at was. */
    @Test
    void shouldTellWhatWasDroppedByAGapInTheNumbers(Kernel kernel) {
        Receiver receiver = kernel.createMailslot(NEWS, DROPPING);
        Sender sender = kernel.openMailslot(NEWS);
        byte[] message = new byte[10_000];
        long written = 0;
        for (; written < 10; written++) {
            sender.write(message);
        }
        long next = receiver.look(0, 10, (number, shown) -> true);
        for (; written < 2_000; written++) {
            sender.write(message);
        }

        receiver.advance(next);
        Seen left = Seen.of(receiver, next);

        long first = left.numbers.get(0);
        assertThat(next).isEqualTo(10);
        assertThat(first).isGreaterThan(next);
        assertThat(left.numbers).isEqualTo(Seen.numbers(first, written));
        assertThat(receiver.info().missedMessages()).isEqualTo(first - next);
        receiver.advance(written);
        assertThat(receiver.info().messageCount()).isZero();
        assertThat(receiver.info().missedMessages()).isEqualTo(first - next);
    }

    @Test
    void shouldCountAsMissedWhatWasShownAndNotTaken(Kernel kernel) {
        Receiver receiver = kernel.createMailslot(NEWS, DROPPING);
        Sender sender = kernel.openMailslot(NEWS);
        byte[] message = new byte[10_000];
        long next = 0;
        for (int i = 0; i < 1_000; i++) {
            sender.write(message);
            next = receiver.look(next, 1, (number, shown) -> true);
        }

        Seen left = Seen.of(receiver, 0);
        assertThat(receiver.info().missedMessages()).isEqualTo(left.numbers.get(0));
        receiver.advance(left.numbers.get(3));
        receiver.read();
        for (int i = 0; i < 1_000; i++) {
            sender.write(message);
        }
        long expected = left.numbers.get(0) + Seen.of(receiver, 0).numbers.get(0) - left.numbers.get(4);
        assertThat(receiver.info().missedMessages()).isEqualTo(expected);
    }

    /** The same processes, other ones, and a home that begins anew between them, see the same numbers. */
    @Test
    void shouldKeepTheNumbersOfADurableMailslot(TestHome home) {
        Kernel first = home.attach();
        Receiver receiver = first.createMailslot("orders", SHOP);
        Sender sender = first.openMailslot("orders");
        write(sender, "0", "1".repeat(1_000), "2");
        receiver.advance(receiver.look(0, 1, (number, shown) -> true));
        first.close();

        for (int round = 0; round < 3; round++) {
            Kernel next = home.attach();
            Receiver again = next.createMailslot("orders", SHOP);
            Seen seen = Seen.of(again, 0);
            assertThat(seen.numbers).isEqualTo(Seen.numbers(1 + round, 3 + round));
            write(next.openMailslot("orders"), "more");
            again.advance(2 + round);
            next.close();
        }
        Kernel last = home.attach();
        Receiver again = last.createMailslot("orders", SHOP);
        assertThat(Seen.of(again, 0).texts).isEqualTo(List.of("more", "more"));
        again.close();
        last.deleteMailslot("orders");
    }

    /** Numbers are counted in 64 bits, though a record holds 32 of them. */
    @Test
    void shouldCountOnBehindManySegments(Kernel kernel) {
        Receiver receiver = kernel.createMailslot("many", SMALL);
        Sender sender = kernel.openMailslot("many");
        byte[] small = new byte[40];
        for (int i = 0; i < 12_000; i++) {
            sender.write(small);
            if (i % 1_000 == 999) {
                receiver.advance(i - 5);
            }
        }

        assertThat(Seen.of(receiver, 0).numbers).isEqualTo(Seen.numbers(11_994, 12_000));
    }
}
