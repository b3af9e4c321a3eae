package io.mailslot.internal.wait;

/** What is looked at while a thread waits, beside the condition itself. */
@FunctionalInterface
public interface WaitCheck {
    /** Throws if waiting makes no sense. By the thread that waits. */
    void check();

    /** Who looks after the thread while it sleeps; null if it does so itself. */
    default Lookout lookout() {
        return null;
    }

    /**
     * Whether waiting seems to make no sense. By the thread that looks after the waiting one, also a moment after the end of
     * the wait: waits for nobody; may throw, which counts as a yes. Asked after changes of the control plane only. What holds
     * for all waits of the process need not be looked at.
     */
    default boolean seemsVain() {
        return false;
    }

    /** As {@link #seemsVain}: whether what is waited for seems to be there, though nobody has signaled it; takes nothing. */
    default boolean seemsSignaled() {
        return false;
    }
}
