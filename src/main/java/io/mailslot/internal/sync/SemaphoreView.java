package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.Semaphore;

/** A handle to a semaphore. */
final class SemaphoreView extends SyncView implements Semaphore {
    private final int maximum;

    SemaphoreView(OpenObject object) {
        super(object);
        this.maximum = object.limit();
    }

    @Override
    public int release(int count) {
        check(AccessRight.MODIFY_STATE);
        if (count < 1) {
            throw new InvalidArgumentException("a semaphore is released at least once, not " + count + " times");
        }
        return (int) update(value -> {
            if (value + count > maximum) {
                throw new LimitReachedException(
                        ErrorCode.TOO_MANY_POSTS,
                        "the semaphore counts " + value + " of at most " + maximum + ", so " + count
                                + " more are not possible; release only what was taken");
            }
            return value + count;
        });
    }

    @Override
    boolean isSignaled(long value) {
        return value > 0;
    }

    @Override
    long taken(long value, long taker) {
        return taken(value);
    }

    /** What a take leaves of a semaphore's value. */
    static long taken(long value) {
        return value - 1;
    }

    @Override
    void undo(Take take) {
        update(value -> Math.min(value + 1, maximum));
    }
}
