package io.mailslot.launcher.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Directs a measurement: first how many messages pass, then, at a rate, how late they are. */
final class Bench {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Until all senders have been told when to begin. */
    private static final Duration LEAD = Duration.ofMillis(50);

    private final BenchContext context;
    private final Load load;
    private final Progress progress;
    private volatile Crew current;

    Bench(BenchContext context, Load load, Progress progress) {
        this.context = context;
        this.load = load;
        this.progress = progress;
    }

    /** Measures one carrier. @param rate of the second part; 0 for what the load says */
    Measured measure(Carrier carrier, Path folder, long rate) throws IOException, InterruptedException {
        try (Crew crew = new Crew(context, load, carrier, folder)) {
            current = crew;
            progress.show(carrier, 0);
            crew.start();
            crew.flood();
            pass(crew, carrier, load.warmUp());
            Tally before = crew.tally();
            pass(crew, carrier, load.time());
            Tally after = crew.tally();
            crew.stop();
            double sent = after.sentPerSecond(before);
            long pace = rate > 0 ? rate : load.rateWhere(sent);
            long start = System.nanoTime() + LEAD.toNanos();
            long countsFrom = start + load.warmUp().toNanos();
            crew.pace(pace, start, countsFrom, countsFrom + load.time().toNanos());
            pass(crew, carrier, Duration.ofNanos(countsFrom - System.nanoTime()));
            Tally paceBefore = crew.tally();
            pass(crew, carrier, load.time());
            Tally paceAfter = crew.tally();
            long unsent = crew.paced();
            return new Measured(
                    carrier,
                    after.receivedPerSecond(before),
                    sent,
                    after.coresUsed(before),
                    pace,
                    paceAfter.coresUsed(paceBefore),
                    unsent,
                    crew.latency());
        } finally {
            current = null;
            progress.end();
        }
    }

    /** Ends what runs, if anything does. Called by another thread. */
    void stop() {
        Crew crew = current;
        if (crew != null) {
            crew.close();
        }
    }

    /** Lets time pass, in which nobody is disturbed unless somebody looks. */
    private void pass(Crew crew, Carrier carrier, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Tally before = progress.isSeen() ? crew.tally() : null;
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            long slice = Math.min(left, LOOK.toNanos());
            TimeUnit.NANOSECONDS.sleep(slice);
            progress.passed(slice);
            crew.requireAlive();
            if (before != null) {
                Tally now = crew.tally();
                progress.show(carrier, now.receivedPerSecond(before));
                before = now;
            }
        }
    }
}
