package io.mailslot.internal.sync;

import io.mailslot.api.Mutex;
import io.mailslot.api.NotOwnerException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.TaggedWord;

/** A handle to a mutex. */
final class MutexView extends SyncView implements Mutex {
    private final ProcessTable processes;

    /** Changed by the owner only; 0 while nobody owns the mutex, unless it was abandoned. */
    private final TaggedWord recursion;

    private final HeldMutexes held;

    MutexView(OpenObject object, ProcessTable processes, HeldMutexes held) {
        super(object);
        this.held = held;
        this.processes = processes;
        this.recursion = new TaggedWord(object.entry(), objectId(), ObjectEntry.RECURSION_OFFSET);
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

    /** Notes that it was made with the calling thread as owner. */
    MutexView madeByOwner() {
        held.took(this, me());
        return this;
    }

    /** Gives it back for an owner that has ended. */
    void abandon(long owner) {
        update(value -> value == owner ? MutexOwner.ABANDONED : value);
    }

    private void releaseOnce(long me, long afterwards) {
        if (recursion.value() > 0) {
            recursion.add(-1);
        } else {
            held.gaveBack(this);
            // If it is not this thread's any more, the process has just left the home and given it back.
            update(value -> value == me ? afterwards : value);
        }
    }

    @Override
    void undo(Take take) {
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
        return MutexOwner.isFree(value) || value == me() || isLost(value);
    }

    /** Whether the owner's process is not there any more: it took the mutex while it was leaving, and came to no more. */
    private boolean isLost(long value) {
        return processes.isFree(MutexOwner.process(value));
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
        return before == MutexOwner.NOBODY || before == me() ? Take.TAKEN : Take.ABANDONED;
    }

    /** From here on this thread is the owner, and alone with the recursion. */
    @Override
    void tookFrom(long before) {
        if (before == me()) {
            recursion.add(1);
            return;
        }
        held.took(this, me());
        if (before != MutexOwner.NOBODY) {
            recursion.set(0);
        }
    }
}
