package io.mailslot.remote.harness;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One writer that writes on and on to another machine, and what has come of it there. */
public final class Flow {
    private static final int WRITER = 1;
    private static final int LARGEST = 2_000;
    private static final int ONE_LARGE_IN = 500;
    private static final int LARGE = 200_000;
    private static final int BURST = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Crew crew;
    private final Tally tally;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean ended;

    private Flow(Crew crew, Tally tally) {
        this.crew = crew;
        this.tally = tally;
    }

    /** Begins one: bursts of small messages of many sizes, with a large one now and then. */
    public static Flow begin(Crew crew, Sender sender, Receiver receiver, long seed) {
        Flow flow = new Flow(crew, crew.read(receiver));
        crew.start("writer", () -> flow.write(sender, new Random(seed)));
        return flow;
    }

    private void write(Sender sender, Random random) {
        while (!ended && !crew.isOver()) {
            for (int i = 0; i < BURST; i++) {
                long number = written.get();
                int size = random.nextInt(ONE_LARGE_IN) == 0 ? LARGE : random.nextInt(LARGEST);
                sender.write(Numbered.message(WRITER, number, Numbered.LEAST + size));
                written.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** {@return what has come} */
    public Tally tally() {
        return tally;
    }

    /** {@return for how many messages {@code write} has returned} */
    public long written() {
        return written.get();
    }

    /** Waits until messages come that were written from now on. */
    public void awaitNews(String reason, Duration limit) {
        long now = written();
        Patience.await(reason, limit).until(() -> {
            crew.check();
            return tally.came(WRITER) > now;
        });
    }

    /** Waits until anything more comes. */
    public void awaitMore(String reason, Duration limit) {
        long now = tally.came();
        Patience.await(reason, limit).until(() -> {
            crew.check();
            return tally.came() > now;
        });
    }

    /** Stops writing, and waits until everything has come. */
    public void end() {
        ended = true;
        Patience.await("everything that was written comes", Patience.LONG.multipliedBy(2))
                .until(() -> {
                    crew.check();
                    return tally.came(WRITER) >= written();
                });
    }
}
