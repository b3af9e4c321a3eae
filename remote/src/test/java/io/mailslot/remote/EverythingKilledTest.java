package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Notebook;
import io.mailslot.remote.harness.Numbered;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.harness.Tally;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server, both bridges and the sender are killed together, so that nobody lives in any home; then all are started again. What
 * {@code write} has returned for arrives.
 */
@NeedsNatsServer
@Tag("long")
class EverythingKilledTest {
    private static final MailslotOptions KEPT = MailslotOptions.defaults().withCursor("shop");
    private static final int LEAST_BEFORE_A_KILL = 200;
    private static final int WORKING_MILLIS = 500;
    private static final int SIZE = 300;
    private static final long PAUSE_NANOS = 200_000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldBringWhatWasWritten() throws Exception {
        Random random = Bounds.random();
        int rounds = Bounds.ends();
        try (NatsServer server = NatsServer.start();
                Site site = Site.onDisk(server.url())) {
            Machine sending = site.machine("a");
            Machine receiving = site.machine("b");
            makeTheMailslot(receiving);
            for (int round = 0; round < rounds; round++) {
                sending.start();
                receiving.start();
                Path note = note(site, round);
                Child writer = write(sending, round, note);
                Patience.await("a sender gets going").until(() -> Notebook.read(note) > LEAST_BEFORE_A_KILL);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(WORKING_MILLIS)));
                server.kill();
                sending.kill();
                receiving.kill();
                writer.killNow();
                server.restart();
            }
            sending.start();
            receiving.start();
            check(site, sending, receiving, rounds);
        }
    }

    private static Path note(Site site, int round) {
        return site.folder().resolve("written-" + round);
    }

    /** By a process that ends: the mailslot stays. */
    private static void makeTheMailslot(Machine machine) {
        try (Child maker = machine.jvm("maker")) {
            maker.run(c -> c.kernel().createMailslot("orders", KEPT).close());
        }
    }

    /** Has a process write on and on, and write down each time for how many messages {@code write} has returned. */
    private static Child write(Machine machine, int round, Path note) {
        String file = note.toAbsolutePath().toString();
        return machine.jvm("writer-" + round).begin(c -> writeOn(c.kernel(), round, Path.of(file)));
    }

    private static void writeOn(Kernel kernel, int round, Path note) throws IOException {
        OpenOptions patient = OpenOptions.defaults().withWriteTimeout(Patience.LONG);
        Sender opened = Patience.await("a bridge answers that lives for long enough")
                .ignoreException(ReadTimeoutException.class)
                .until(() -> kernel.openMailslot("\\\\b\\mailslot\\orders", patient), sender -> true);
        try (Sender sender = opened;
                Notebook notebook = Notebook.begin(note)) {
            for (long number = 0; !Thread.interrupted(); number++) {
                sender.write(Numbered.message(round, number, SIZE));
                notebook.write(number + 1);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void check(Site site, Machine sending, Machine receiving, int rounds) throws IOException {
        Tally tally = Tally.ofAll();
        Receiver receiver = receiving.kernel().createMailslot("orders", KEPT);
        Patience.await("all that was written comes").until(() -> {
            takeAll(receiver, tally);
            return hasAll(site, tally, rounds);
        });
        Sender sender = sending.open(receiving, "orders");
        sender.write(Numbered.message(rounds, 0, SIZE)); // behind all others
        Patience.await("the last one comes").until(() -> {
            takeAll(receiver, tally);
            return tally.came(rounds) == 1;
        });
        System.out.println(tally);
        tally.requireSound();
        for (int round = 0; round < rounds; round++) {
            long written = Notebook.read(note(site, round));
            assertThat(tally.came(round)).as("of round %d", round).isBetween(written, written + 1);
        }
        assertThat(tally.repeats()).as("%s", tally).isLessThanOrEqualTo(rounds);
    }

    private static void takeAll(Receiver receiver, Tally tally) {
        receiver.drain(Integer.MAX_VALUE, message -> {
            byte[] copy = new byte[message.remaining()];
            message.get(copy);
            tally.take(copy);
        });
    }

    private static boolean hasAll(Site site, Tally tally, int rounds) {
        for (int round = 0; round < rounds; round++) {
            try {
                if (tally.came(round) < Notebook.read(note(site, round))) {
                    return false;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }
}
