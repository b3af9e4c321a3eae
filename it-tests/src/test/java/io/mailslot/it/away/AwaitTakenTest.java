package io.mailslot.it.away;

import static io.mailslot.it.away.Away.NEWS;
import static io.mailslot.it.away.Away.deleteAll;
import static io.mailslot.it.away.Away.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Senders that wait until what they have written is taken. */
@HomeTest
class AwaitTakenTest {
    private static final MailslotOptions DURABLE = MailslotOptions.defaults().withCursor("shop");

    /** Far below the two seconds after which who sleeps looks by himself. */
    private static final Duration PROMPT = Duration.ofMillis(600);

    private static Asleep<Void> waiting(Sender sender) {
        return Asleep.in(() -> {
            sender.awaitTaken(Deadline.PATIENCE);
            return null;
        });
    }

    @Test
    void shouldReturnAtOnceWhereNothingIsLeft(Kernel kernel) {
        Receiver receiver = kernel.createMailslot("orders");
        Sender sender = kernel.openMailslot("orders");
        sender.awaitTaken(Duration.ZERO);
        sender.write("tea");
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> sender.awaitTaken(Duration.ZERO)))
                .isInstanceOf(ReadTimeoutException.class)
                .hasMessageContainingAll("at least 1 ", "'orders'");
        sender.write("milk");
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> sender.awaitTaken(Duration.ofMillis(30))))
                .hasMessageContainingAll("at least 2 ", "within 30 ms");
        receiver.read();
        receiver.read();
        sender.awaitTaken(Duration.ZERO);
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.awaitTaken(Duration.ofMillis(-1)));
    }

    @Test
    void shouldWakeUpWhenTheLastOneIsTakenAndNotBefore(@Named("reader") Child reader, Kernel kernel) throws Exception {
        int handle = reader.call(c -> c.kernel().createMailslot("orders").handle());
        Sender sender = kernel.openMailslot("orders");
        sender.write("tea");
        sender.write("milk");
        Asleep<Void> waiting = waiting(sender);
        reader.run(c -> c.kernel().receiver(handle).read());
        waiting.goesOn();
        sender.write("written after the wait began");
        NetTime start = NetTime.start();

        reader.run(c -> c.kernel().receiver(handle).read());

        waiting.result();
        assertThat(start.took()).isLessThan(PROMPT);
        assertThat(sender.info().messageCount()).isOne();
    }

    /** Small ones in runs, batches, ones that lie in the arena, and several segments of them. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldSeeTheEndOfMessagesOfEveryForm(@Named("reader") Child reader, Kernel kernel) {
        int handle = reader.call(c -> c.kernel()
                .createMailslot("orders", MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY))
                .handle());
        reader.begin(c -> {
            for (int i = 0; i < 20 * 1_122; i++) {
                c.kernel().receiver(handle).read();
            }
        });
        Sender sender = kernel.openMailslot("orders");
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 1_000; i++) {
                sender.write(new byte[i % 60]);
            }
            MessageBatch batch = new MessageBatch();
            for (int i = 0; i < 100; i++) {
                batch.add(new byte[i]);
            }
            sender.write(batch);
            for (int i = 0; i < 22; i++) {
                sender.write(new byte[10_000 + i]);
            }
            sender.awaitTaken(Deadline.PATIENCE);
            assertThat(sender.info().messageCount()).as("round " + round).isZero();
        }
    }

    @Test
    void shouldWaitForAllReceiversOfABroadcast(@Named("second") Child second, Kernel kernel) throws Exception {
        Receiver first = kernel.createMailslot(NEWS);
        int handle = second.call(c -> c.kernel().createMailslot(NEWS).handle());
        Sender sender = kernel.openMailslot("news");
        sender.write("news");
        Asleep<Void> waiting = waiting(sender);
        first.read();
        waiting.goesOn();

        second.run(c -> c.kernel().receiver(handle).read());

        waiting.result();
    }

    @Test
    void shouldNotWaitForAReceiverThatWasKilledWhereOthersHaveAll(@Named("second") Child second, Kernel kernel)
            throws Exception {
        Receiver first = kernel.createMailslot(NEWS);
        second.run(c -> c.kernel().createMailslot(NEWS));
        Sender sender = kernel.openMailslot("news");
        sender.write("news");
        first.read();
        Asleep<Void> waiting = waiting(sender);

        second.kill();

        waiting.result();
    }

    @Test
    void shouldFailWhenTheOnlyReceiverIsKilled(@Named("reader") Child reader, Kernel kernel) throws Exception {
        reader.run(c -> c.kernel().createMailslot("orders"));
        Sender sender = kernel.openMailslot("orders");
        sender.write("tea");
        Asleep<Void> waiting = waiting(sender);

        reader.kill();

        waiting.failsWith(ErrorCode.HANDLE_EOF);
    }

    @Test
    void shouldWaitForTheSuccessorOfAKilledReaderWhereTheMailslotStays(
            TestHome home, @Named("reader") Child reader, Kernel kernel) throws Exception {
        reader.run(c -> c.kernel().createMailslot("orders", DURABLE));
        Sender sender = kernel.openMailslot("orders");
        sender.write("tea");
        Asleep<Void> waiting = waiting(sender);
        reader.kill();
        waiting.goesOn();
        refused(ErrorCode.SEM_TIMEOUT, () -> sender.awaitTaken(Duration.ofMillis(20)));

        Receiver successor = kernel.createMailslot("orders", DURABLE);
        successor.read();

        waiting.result();
        successor.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldNotWaitForWhatWasDropped(Kernel kernel) throws Exception {
        Receiver idle = kernel.createMailslot(
                NEWS,
                MailslotOptions.defaults()
                        .withCapacity(MailslotOptions.MIN_CAPACITY)
                        .withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot("news");
        sender.write("dropped soon");
        Asleep<Void> waiting = waiting(sender);
        Sender other = kernel.openMailslot("news");
        while (idle.info().missedMessages() == 0) {
            other.write(new byte[50_000]);
        }
        NetTime dropped = NetTime.start();

        waiting.result();
        assertThat(dropped.took()).isLessThan(PROMPT);
        refused(ErrorCode.SEM_TIMEOUT, () -> sender.awaitTaken(Duration.ZERO));
        while (idle.poll().isPresent()) {
            // to the end
        }
        sender.awaitTaken(Duration.ZERO);
    }

    /** Of a broadcast nobody has to hear: who has gone is not waited for, and who is still there is. */
    @Test
    void shouldNotWaitForALastReceiverThatLeaves(TestHome home, @Named("reader") Child reader, Kernel kernel)
            throws Exception {
        Receiver out = Away.outbox(kernel, Away.NEWS_OUT);
        reader.run(c -> c.kernel().createMailslot(NEWS));
        Sender sender = kernel.openMailslot(NEWS);
        sender.write("news");
        Asleep<Void> forBoth = waiting(sender);
        reader.kill();
        forBoth.goesOn();
        out.read();
        forBoth.result();

        Receiver here = kernel.createMailslot(NEWS);
        sender.write("more");
        out.read();
        Asleep<Void> forOne = waiting(sender);
        here.close();
        forOne.result();

        sender.write("withdrawn");
        out.close();
        Asleep<Void> forTheOutbox = waiting(sender);
        deleteAll(home, kernel);
        forTheOutbox.result();
    }

    @Test
    void shouldEndWithTheHandleAndAnInterrupt(Kernel kernel) throws Exception {
        kernel.createMailslot("orders");
        Sender sender = kernel.openMailslot("orders");
        sender.write("tea");
        Asleep<Void> interrupted = waiting(sender);
        interrupted.interrupt();
        interrupted.failsWith(ErrorCode.OPERATION_ABORTED);

        Asleep<Void> closed = waiting(sender);
        sender.close();
        closed.failsWith(ErrorCode.INVALID_HANDLE);
        refused(ErrorCode.INVALID_HANDLE, () -> sender.awaitTaken(Duration.ZERO));
        refused(
                ErrorCode.INVALID_FUNCTION,
                () -> kernel.openMailslot("\\\\.\\mailslot").awaitTaken(Duration.ZERO));
    }

    @Test
    void shouldHaveNothingToWaitForWhereABroadcastGoesNowhere(Kernel kernel) {
        Sender sender = kernel.openMailslot(NEWS);
        sender.write("to nobody");
        sender.awaitTaken(Duration.ZERO);
    }
}
