package io.mailslot.internal.wait;

import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.OwnHandles;

/**
 * Something that a thread can wait for, through one handle. What a wait takes from it (a count, a mutex) it takes at
 * once and alone; a wait for all takes from all or from none.
 */
public interface WaitTarget {
    /** What became of a try to take. */
    enum Take {
        /** It is not signaled. */
        NOTHING,
        /** It was signaled, and is taken where there is something to take. */
        TAKEN,
        /** A mutex was taken whose owner's process had ended. */
        ABANDONED
    }

    /** The object's identity. */
    long objectId();

    /** The word that is signaled when it may have become signaled. */
    SignalWord word();

    /**
     * Checks that the handle still names the object and may be waited on.
     *
     * @throws io.mailslot.api.InvalidHandleException if it does not
     * @throws io.mailslot.api.InsufficientRightsException if it may not
     */
    void check();

    /** Whether {@link #check} may fail, or it fails; for another thread that must not wait for anybody. */
    default boolean seemsVain() {
        check();
        return false;
    }

    /** Whether it looks signaled to the calling thread. */
    boolean isSignaled();

    /** As {@link #isSignaled}, to whoever asks: what the calling thread owns is not. */
    default boolean isSignaledToAll() {
        return isSignaled();
    }

    /** Whether it is reached through a handle of that table. */
    default boolean isOf(OwnHandles table) {
        return true;
    }

    /** As {@link #isSignaled}, for another thread that must not wait for anybody; what it cannot tell now is none. */
    default boolean seemsSignaled() {
        return isSignaled();
    }

    /**
     * Whether a take proves that all that it was made of could be read: what is read where somebody has cut a file off is
     * garbage, which may look signaled, but never like the identity of the object.
     */
    default boolean provesItself() {
        return false;
    }

    /** Takes it if it is signaled; takes nothing if it throws. */
    Take tryTake();

    /** Keeps it for an attempt to take from all of several; null if it is not signaled. */
    default Hold hold(JointTakes.Attempt attempt) {
        return isSignaled() ? Hold.NOTHING_TO_TAKE : null;
    }

    /** Undoes a take by the calling thread, because the handle was closed meanwhile, or the thread has failed. */
    default void putBack(Take take) {}
}
