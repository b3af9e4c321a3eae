package io.mailslot.api;

import java.util.Set;

/**
 * An open handle of this process. All methods may be called from any thread, virtual ones included. Every call resolves the
 * handle in the process's handle table, so a handle that was closed elsewhere fails at its next use with
 * {@link InvalidHandleException} (code 6).
 *
 * @since 0.1.0
 */
public interface KernelHandle extends AutoCloseable {
    /**
     * The handle's number in this process's handle table: a multiple of 4 from 4 up. A child that inherits the handle
     * finds it under the same number.
     *
     * @return the number
     */
    int handle();

    /**
     * The handle's entry in the handle table and its object's usage count, as they are now.
     *
     * @return the description
     */
    HandleInfo describe();

    /**
     * Sets or clears flags of this handle. Other flags stay as they are.
     *
     * @param mask the flags to change
     * @param flags those of the mask to set; the others are cleared
     */
    void setFlags(Set<HandleFlag> mask, Set<HandleFlag> flags);

    /**
     * Closes the handle: not only this view of it, but the entry of the process's handle table, for every view of that
     * number. Who waits through it is woken, and fails with code 6. Handles of other numbers and processes stay open; the
     * object goes with the last one. Closing a view twice is allowed and does nothing. A handle whose views are only
     * forgotten stays open until its process ends.
     *
     * @throws InvalidHandleException if the handle is protected from close, or was closed under another view of it
     */
    @Override
    void close();
}
