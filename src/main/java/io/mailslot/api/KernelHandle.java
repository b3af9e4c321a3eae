package io.mailslot.api;

import java.util.Set;

/**
 * An open handle of this process. All methods may be called from any thread. Every call resolves the handle in the
 * process's handle table, so a handle that was closed elsewhere fails at its next use with
 * {@link InvalidHandleException} (code 6).
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
     * Closes the handle; the object goes with its last handle. Closing twice is allowed and does nothing.
     *
     * @throws InvalidHandleException if the handle is protected from close, or was closed under another view of it
     */
    @Override
    void close();
}
