package io.mailslot.api;

/**
 * A handle to a semaphore: a count that each wait takes one from, and that is signaled while it is above zero.
 *
 * @since 0.1.0
 */
public interface Semaphore extends SyncObject {
    /**
     * Adds to the count. Needs {@link AccessRight#MODIFY_STATE}.
     *
     * @param count how many, at least 1
     * @return the count before
     * @throws InvalidArgumentException if the count is below 1 (87)
     * @throws LimitReachedException if the maximum would be exceeded; nothing is added then (298)
     * @throws InsufficientRightsException if the handle lacks the right (5)
     */
    int release(int count);
}
