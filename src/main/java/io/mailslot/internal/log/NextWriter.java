package io.mailslot.internal.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whoever takes a lock again and again lets in first who has waited for long. A word beside the lock names that one: a
 * waiter puts its own number there after a while, and who finds another's there leaves a free lock alone for a moment.
 *
 * <p>The word is a hint and no more: the lock alone decides who has it. A waiter that dies or stands still with its number
 * in the word costs the others one such moment, after which they take the number away. Needs a thread of its own at a
 * time.
 */
final class NextWriter {
    /** Longer than whoever waits for its turn does, unless somebody takes the lock again each time before it looks. */
    static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** What a busy machine takes until a thread runs that has napped, with some to spare. */
    static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Who has waited for so long lets nobody in first any more: one after the other may have its number there. */
    static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Changes the word if it is still as it was. */
    @FunctionalInterface
    interface Change {
        boolean made(long from, long to);
    }

    private final LongSupplier word;
    private final Change change;
    private final long self;

    private long arrival;
    private boolean named;

    /** Who is let in first at this time, and since when; 0 for nobody. */
    private long other;

    private long otherSince;

    /**
     * Makes one side of it.
     *
     * @param word reads the word; 0 if nobody has waited for long
     * @param self the number of whoever uses this; not 0
     */
    NextWriter(LongSupplier word, Change change, long self) {
        this.word = word;
        this.change = change;
        this.self = self;
    }

    /** The wait for the lock begins. */
    void begins(long now) {
        arrival = now;
        other = 0;
    }

    /** Whether the lock, should it be free, is to be left for another one at this moment. */
    boolean isAnother(long now) {
        long first = word.getAsLong();
        if (first == 0 || first == self || now - arrival >= ENOUGH_NANOS) {
            other = 0;
            return false;
        }
        if (first != other) {
            other = first;
            otherSince = now;
        }
        if (now - otherSince < MOMENT_NANOS) {
            return true;
        }
        change.made(first, 0);
        return false;
    }

    /** The lock is still not to be had: asks to be let in, if that is so for long. */
    void waits(long now) {
        if (now - arrival >= LONG_NANOS && word.getAsLong() == 0) {
            named |= change.made(0, self);
        }
    }

    /** The wait is over, however it went. */
    void ends() {
        if (named) {
            named = false;
            change.made(self, 0);
        }
    }
}
