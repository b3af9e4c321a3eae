package io.mailslot.internal.sync;

import io.mailslot.api.Mutex;
import io.mailslot.api.NotOwnerException;
import io.mailslot.internal.layout.ObjectEntry;

/** A handle to a mutex. */
final class MutexView extends SyncView implements Mutex {
    MutexView(OpenObject object) {
        super(object);
    }

    @Override
    public void release() {
        checkOpen();
        reading(this::releaseOwn);
    }

    private Void releaseOwn() {
        long me = me();
        if (value() != me) {
            throw new NotOwnerException("this thread does not own the mutex of handle " + handle()
                    + "; wait for it first, and release it in the same thread");
        }
        releaseOnce(me, MutexOwner.NOBODY);
        return null;
    }

    private void releaseOnce(long me, long afterwards) {
        int recursion = entry.getInt(ObjectEntry.RECURSION_OFFSET);
        if (recursion > 0) {
            entry.putInt(ObjectEntry.RECURSION_OFFSET, recursion - 1);
        } else {
            // If it is not this thread's any more, the process has just left the home and given it back.
            update(value -> value == me ? afterwards : value);
        }
    }

    @Override
    public void putBack(Take take) {
        long me = me();
        if (value() == me) {
            releaseOnce(me, take == Take.ABANDONED ? MutexOwner.ABANDONED : MutexOwner.NOBODY);
        }
    }

    private long me() {
        return MutexOwner.ofThisThread(self());
    }

    @Override
    boolean isSignaled(long value) {
        return MutexOwner.isFree(value) || value == me();
    }

    @Override
    boolean isOwn(long value) {
        return value == me();
    }

    @Override
    long taken(long value, int process, long threadId) {
        return MutexOwner.of(process, threadId);
    }

    @Override
    Take meaning(long before) {
        return before == MutexOwner.ABANDONED ? Take.ABANDONED : Take.TAKEN;
    }

    /** From here on this thread is the owner, and alone with the recursion. */
    @Override
    void tookFrom(long before) {
        boolean again = !MutexOwner.isFree(before);
        entry.putInt(ObjectEntry.RECURSION_OFFSET, again ? entry.getInt(ObjectEntry.RECURSION_OFFSET) + 1 : 0);
    }
}
