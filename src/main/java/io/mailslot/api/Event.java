package io.mailslot.api;

/**
 * A handle to an event. While it is set, it is signaled. One with automatic reset lets a single wait pass and is reset by
 * it; one with manual reset lets all pass until somebody resets it.
 *
 * @since 0.1.0
 */
public interface Event extends SyncObject {
    /**
     * Sets the event. Needs {@link AccessRight#MODIFY_STATE}.
     *
     * @throws InsufficientRightsException if the handle lacks the right (5)
     */
    void set();

    /**
     * Resets the event. Needs {@link AccessRight#MODIFY_STATE}.
     *
     * @throws InsufficientRightsException if the handle lacks the right (5)
     */
    void reset();
}
