package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Numbered;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.harness.Tally;
import io.mailslot.remote.harness.Ticker;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nobody reads a mailslot of another machine: it fills, then what the engine keeps for it, then the outbox, and then {@code write}
 * says so. Nothing else suffers, and nothing is kept anywhere without a bound.
 */
@NeedsNatsServer
@Tag("long")
class SlowReceiverTest {
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
    private static final OpenOptions IMPATIENT = OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(1));
    private static final int SIZE = 20_000;
    private static final long MORE_THAN_FITS = 1L << 30;
    private static final int RUNS = 2;

    /** A JVM that begins beside this one takes seconds of the machine: who is held up for good is so in all of them. */
    private static final int MOST_RUNS = 12;

    private static final int TICKS = 150;

    /** A server that stores many megabytes may stand still for one of them. */
    private static final int REFUSALS = 3;

    private static final double SLOWER = 3;
    private static final double UNMEASURED_MILLIS = 2;
    private static final long FLAT = 24L << 20;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldTellTheSenderAndHoldNobodyElseUp() throws Exception {
        try (NatsServer server = NatsServer.start();
                Site site = Site.of(server.url());
                Crew crew = new Crew()) {
            Machine sending = site.machine("a")
                    .with("outbox.capacity", "1M")
                    .with("outbox.max-message", "64K")
                    .start();
            Machine receiving = site.machine("b").start();
            Receiver slow = receiving.create("slow", SMALL);
            Ticker other = new Ticker(sending.open(receiving, "other"), receiving.create("other"));
            other.p99Millis(2, TICKS); // for the compilers
            double free = other.p99Millis(RUNS, TICKS);

            Sender sender = sending.kernel().openMailslot("\\\\b\\mailslot\\slow", IMPATIENT);
            long written = writeUntilFull(sender);
            long usedThere = sending.usedHeap();
            long usedHere = receiving.usedHeap();
            double most = Math.max(SLOWER * free, UNMEASURED_MILLIS);
            double blocked = other.p99MillisWithin(most, MOST_RUNS, TICKS);
            assertThatExceptionOfType(MailslotFullException.class)
                    .isThrownBy(() -> sender.write(Numbered.message(0, written, SIZE)))
                    .satisfies(full -> assertThat(full.errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_QUOTA));

            System.out.printf(
                    Locale.ROOT,
                    "full after %d messages of %d B; the other mailslot's p99 %.1f ms, before %.1f ms%n",
                    written,
                    SIZE,
                    blocked,
                    free);
            assertThat(sending.usedHeap()).isLessThan(usedThere + FLAT);
            assertThat(receiving.usedHeap()).isLessThan(usedHere + FLAT);
            assertThat(blocked).isLessThanOrEqualTo(most);
            Tally tally = crew.read(slow);
            Patience.await("all of it comes when it is read").until(() -> {
                crew.check();
                return tally.came(0) == written;
            });
            tally.requireOnce();
        }
    }

    /** {@return how many messages fit} */
    private static long writeUntilFull(Sender sender) {
        int refusals = 0;
        for (long number = 0; number * SIZE < MORE_THAN_FITS; ) {
            try {
                sender.write(Numbered.message(0, number, SIZE));
                number++;
                refusals = 0;
            } catch (MailslotFullException full) {
                if (++refusals == REFUSALS) {
                    return number;
                }
            }
        }
        throw new AssertionError("more than " + MORE_THAN_FITS + " bytes are kept for nobody");
    }
}
