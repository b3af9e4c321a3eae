package io.mailslot.benchmarks.race;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Two threads that hand a number to and fro, as fast as they can: tells how far apart a virtual machine's processors
 * happen to lie at the moment. Figures of spinning from a near and from a far placement must not be compared.
 */
final class Canary {
    private static final int THERE = 16;
    private static final int BACK = 48;
    private static final long STOP = -1;
    private static final int ROUND_TRIPS = 1_000;

    private Canary() {}

    /** As long as it takes to be sure. */
    static long roundTripNanos() throws InterruptedException {
        return roundTripNanos(150);
    }

    /** Nanoseconds of a round trip: the quickest of some bouts, so that a thread that lost its processor counts not. */
    static long roundTripNanos(int millis) throws InterruptedException {
        AtomicLongArray lines = new AtomicLongArray(64);
        Thread other = new Thread(() -> answer(lines), "canary");
        other.setDaemon(true);
        other.start();
        long best = Long.MAX_VALUE;
        long number = 0;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            for (int i = 0; i < ROUND_TRIPS; i++) {
                lines.set(THERE, ++number);
                while (lines.get(BACK) != number) {
                    Thread.onSpinWait();
                }
            }
            best = Math.min(best, (System.nanoTime() - start) / ROUND_TRIPS);
        }
        lines.set(THERE, STOP);
        other.join();
        return best;
    }

    private static void answer(AtomicLongArray lines) {
        for (long next = 1; ; next++) {
            while (lines.get(THERE) != next) {
                if (lines.get(THERE) == STOP) {
                    return;
                }
                Thread.onSpinWait();
            }
            lines.set(BACK, next);
        }
    }
}
