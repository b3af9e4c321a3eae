package io.mailslot.internal.sync;

import io.mailslot.api.Mutex;
import io.mailslot.api.NotOwnerException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.TaggedWord;
import io.mailslot.internal.wait.Taker;

/**
 * A handle to a mutex. How often its owner has taken it beyond the first time is in a word of its own:
 *
 * <pre>
 *  63                          32 31                           0
 * +------------------------------+------------------------------+
 * | whose: a hash of the owner   | how often, 0 to begin with   |
 * +------------------------------+------------------------------+
 * </pre>
 *
 * <p>Only the owner changes it, and what another owner has left in it means nothing: also a thread that has the mutex no
 * more, because its process has left the home in the middle of a release, changes nothing of the next owner's.
 */
final class MutexView extends SyncView implements Mutex {
    /** The value while nobody owns it; also {@link Taker#GONE} is nobody. */
    static final long NOBODY = 0;

    private final ProcessTable processes;

    private static final long DEPTH_MASK = (1L << 32) - 1;
    private static final long MIXER = 0x9E37_79B9_7F4A_7C15L;

    private final TaggedWord recursion;

    private final HeldMutexes held;

    /** The object's id. */
    private final Long key = objectId();

    MutexView(OpenObject object, ProcessTable processes, HeldMutexes held) {
        super(object);
        this.held = held;
        this.processes = processes;
        this.recursion = new TaggedWord(object.entry(), objectId(), ObjectEntry.RECURSION_OFFSET);
    }

    @Override
    public void release() {
        try {
            checkOpen();
            releaseOwn();
        } catch (InternalError fault) {
            throw cut(fault);
        }
    }

    private void releaseOwn() {
        long me = me();
        if (value() != me) {
            throw new NotOwnerException("this thread does not own the mutex of handle " + handle()
                    + "; wait for it first, and release it in the same thread");
        }
        releaseOnce(me, NOBODY);
    }

    Long key() {
        return key;
    }

    /** Notes that it was made with the calling thread as owner. */
    MutexView madeByOwner() {
        held.took(this, me());
        return this;
    }

    /** Gives it back for an owner that has ended. */
    void abandon(long owner) {
        update(value -> value == owner ? Taker.GONE : value);
    }

    private void releaseOnce(long me, long afterwards) {
        long word = recursion.value();
        long depth = depth(word, me);
        if (depth > 0) {
            recursion.change(word, whose(me) | depth - 1);
        } else {
            held.gaveBack(this);
            // If it is not this thread's any more, the process has just left the home and given it back.
            update(value -> value == me ? afterwards : value);
        }
    }

    /** How often an owner has taken it beyond the first time. */
    static long depth(long word, long me) {
        return (word & ~DEPTH_MASK) == whose(me) ? word & DEPTH_MASK : 0;
    }

    private static long whose(long me) {
        return me * MIXER & ~DEPTH_MASK;
    }

    @Override
    void undo(Take take) {
        long me = me();
        if (value() == me) {
            releaseOnce(me, take == Take.ABANDONED ? Taker.GONE : NOBODY);
        }
    }

    @Override
    boolean isSignaled(long value) {
        return value == NOBODY || value == me() || isLost(value) || held.hasEnded(this, value);
    }

    /**
     * Whether the owner's process is not there any more. Most often its reaper has said so. Else a thread of it took the
     * mutex while the process was leaving, or over, and came to no more; its record may be another process's by now.
     */
    private boolean isLost(long value) {
        return value == Taker.GONE
                || processes.holder(Taker.record(value), Taker.generation(value), Taker.GENERATION_BITS) == null;
    }

    @Override
    boolean isOwn(long value) {
        return value == me();
    }

    @Override
    long taken(long value, long taker) {
        return taker;
    }

    @Override
    Take meaning(long before) {
        return before == NOBODY || before == me() ? Take.TAKEN : Take.ABANDONED;
    }

    /** From here on this thread is the owner, and alone with the recursion. */
    @Override
    void tookFrom(long before) {
        long me = me();
        if (before == me) {
            deepen(me);
            return;
        }
        try {
            held.took(this, me);
        } catch (Error failure) {
            // Nobody would know that this thread has it, not even the thread.
            if (state.change(me, before)) {
                word().signal();
            }
            throw failure;
        }
        if (before != NOBODY) {
            recursion.set(0); // it may have been this thread's, in a former session
        }
    }

    private void deepen(long me) {
        long word;
        do {
            word = recursion.read();
        } while (!recursion.change(word, whose(me) | depth(word, me) + 1) && recursion.isCurrent());
    }
}
