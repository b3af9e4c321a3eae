package io.mailslot.benchmarks.transport;

/** Where messages arrive, for one thread. */
@FunctionalInterface
public interface Inbox {
    /**
     * Waits for a message and hands it over, with more of them that are there already.
     *
     * @param most how many messages at most
     * @param arrived gets each
     */
    void receive(int most, Arrival arrived);
}
