package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.link.LinkException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then whether all parts of a bridge are at work, which mailslots the home has, and what waits at the engine: once a second, or less often where many mailslots
 * make a look long, so that looks take no more than a small part of a processor.
 */
final class Rounds {
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long outboxes may still be open in a bridge that was killed. */
    private static final long TAKEOVER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How much longer than a look the pause behind it is. */
    private static final long REST = 400;

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How many looks tell together what one costs. */
    private static final int FEW = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Outboxes outboxes;
    private final Inlets inlets;
    private final Desk desk;
    private final Sign sign;
    private final Means means;
    private final Trouble trouble = new Trouble("the mailslots of the home", problem -> {});
    private final long[] costs = new long[FEW];
    private long looks;
    private long countedAt = System.nanoTime() - COUNT_NANOS;

    Rounds(Outboxes outboxes, Inlets inlets, Desk desk, Sign sign, Means means) {
        this.outboxes = outboxes;
        this.inlets = inlets;
        this.desk = desk;
        this.sign = sign;
        this.means = means;
    }

    /** Goes on until its life is over. */
    void go() throws InterruptedException {
        long began = System.nanoTime();
        long pause;
        do {
            long start = System.nanoTime();
            pause = Math.min(LONGEST_NANOS, Math.max(EACH_NANOS, REST * costOfLook()));
            if (start - began < TAKEOVER_NANOS && !outboxes.areSettled()) {
                pause = AT_ONCE_NANOS;
            }
            count();
        } while (!means.life().awaitEnd(Duration.ofNanos(pause)));
    }

    /**
     * Looks, and tells what a look costs, in nanoseconds of a processor: the least that one of the last few has, since the first ones
     * load classes and are not compiled.
     */
    private long costOfLook() throws InterruptedException {
        long start = THREADS.getCurrentThreadCpuTime();
        look();
        costs[(int) (looks++ % costs.length)] = THREADS.getCurrentThreadCpuTime() - start;
        return Arrays.stream(costs).min().orElseThrow();
    }

    private void look() throws InterruptedException {
        try {
            sign.show(means.link().state().connected());
            inlets.look();
            outboxes.tend();
            desk.tend();
            trouble.over();
        } catch (RuntimeException | Error thrown) {
            if (means.life().outlives(thrown)) {
                trouble.warn(thrown);
            }
        }
    }

    private void count() throws InterruptedException {
        if (System.nanoTime() - countedAt < COUNT_NANOS
                || !means.life().goesOn()
                || !means.link().state().connected()) {
            return;
        }
        try {
            inlets.count();
        } catch (LinkException unknown) {
            trouble.note(String.valueOf(unknown.getMessage())); // the link's state tells what is wrong with it
        }
        countedAt = System.nanoTime();
    }
}
