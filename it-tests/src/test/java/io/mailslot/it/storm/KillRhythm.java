package io.mailslot.it.storm;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * When a storm kills: after a calm, one or, now and then, several in so short a time that the second may die while it
 * cleans up after the first. All lengths are random.
 *
 * @param longestCalmNanos before a kill
 * @param longestGapNanos between kills of a burst
 * @param burstEvery one in how many times it is several
 * @param largestBurst how many at most
 */
public record KillRhythm(int longestCalmNanos, int longestGapNanos, int burstEvery, int largestBurst) {
    /** One calm, and what comes after it, for as long as more is wanted. */
    void strike(Random random, BooleanSupplier more, Runnable kill) {
        LockSupport.parkNanos(random.nextInt(longestCalmNanos));
        int inBurst = random.nextInt(burstEvery) == 0 ? 2 + random.nextInt(largestBurst - 1) : 1;
        for (int i = 0; i < inBurst && more.getAsBoolean(); i++) {
            kill.run();
            LockSupport.parkNanos(random.nextInt(longestGapNanos));
        }
    }
}
