package io.mailslot.api;

/**
 * What a thread does while it waits for a message or another event. The choice trades processor time for the time
 * that passes between the event and the thread's going on; what a wait means is the same with each.
 *
 * @since 0.1.0
 */
public enum WaitStrategy {
    /**
     * Sleeps, but looks around for about the time a wake-up takes (20 microseconds) before it does so while recent
     * waits were that short. Under load this comes close to {@link #SPIN}, and idle waiters use no processor. The
     * default.
     */
    ADAPTIVE,

    /**
     * Never sleeps: the lowest latency, for the price of one processor per waiting thread. Only for threads that have
     * a processor to themselves. On a machine with a single processor, where nothing could happen while a thread
     * spins, this is {@link #SLEEP}.
     */
    SPIN,

    /** Sleeps at once: the least processor time, at the cost of a wake-up for every wait. */
    SLEEP
}
