package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.link.LinkException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Sees once a second that all parts of a bridge are at work; looks for new mailslots as often, if anything has changed in the home, or
 * less often where that would take more than a small part of a processor; and asks now and then what waits at the engine.
 */
final class Rounds {
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long outboxes may still be open in a bridge that was killed. */
    private static final long TAKEOVER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How much longer the pause behind a search is than what that took of a processor: there may be many names, and mailslots. */
    private static final long REST = 2_000;

    /** How many searches tell together what one costs. */
    private static final int FEW = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Outboxes outboxes;
    private final Inlets inlets;
    private final Desk desk;
    private final Sign sign;
    private final Means means;
    private final Trouble trouble = new Trouble("the home", problem -> {});
    private final long[] costs = new long[FEW];

    /** Of the home, when a round began. */
    private long changes = Inlets.NEVER;

    private int searches;
    private long searchPause;
    private long searchedAt = System.nanoTime();
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
        boolean takesOver;
        do {
            attempt(this::tend);
            if (System.nanoTime() - searchedAt >= searchPause && inlets.mayFind(changes)) {
                attempt(this::search);
            }
            count();
            takesOver = !outboxes.areSettled() && System.nanoTime() - began < TAKEOVER_NANOS;
        } while (!means.life().awaitEnd(Duration.ofNanos(takesOver ? AT_ONCE_NANOS : EACH_NANOS)));
    }

    private void tend() {
        changes = means.kernel().changes(); // once: it costs more than the rest of an idle round
        sign.show(means.link().state());
        inlets.tend(changes);
        outboxes.tend();
        desk.tend();
    }

    private void search() {
        long start = THREADS.getCurrentThreadCpuTime();
        inlets.search(changes);
        costs[searches++ % FEW] = THREADS.getCurrentThreadCpuTime() - start;
        // the least of the last few: the first ones load classes and are not compiled
        long cost = Arrays.stream(costs).min().orElseThrow();
        searchPause = Math.min(LONGEST_NANOS, Math.max(EACH_NANOS, REST * cost));
        searchedAt = System.nanoTime();
    }

    private void attempt(Runnable part) throws InterruptedException {
        try {
            part.run();
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
