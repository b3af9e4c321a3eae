package io.mailslot.api;

import java.util.Set;

/**
 * One entry of a handle table, as it was at one moment. Made by the library only; equal to another one with the same parts.
 *
 * @since 0.1.0
 */
public interface HandleInfo {
    /** {@return the handle's number: a multiple of 4 from 4 up, or -1 for the pseudo handle} */
    int handle();

    /** {@return the type of the object} */
    ObjectType type();

    /** {@return what identifies the object among all that ever lived in the home; show it with {@link #address()}} */
    long objectId();

    /**
     * {@return what people call the object: the mailslot's name, {@code (gone)} for a sender to one that is gone; the
     * process id for a process, the path for a file; the name of an event, semaphore or mutex, {@code (unnamed)} if it has
     * none}
     */
    String name();

    /** {@return how many handle-table entries of all processes name the object; a running process also counts itself} */
    int usageCount();

    /** {@return the rights of this handle, in the order of their declaration} */
    Set<AccessRight> access();

    /** {@return the flags of this handle, in the order of their declaration} */
    Set<HandleFlag> flags();

    /**
     * The object's identity the way a handle table is usually drawn: as an address.
     *
     * @return for instance {@code 0x10003}
     */
    default String address() {
        return "0x" + Long.toHexString(objectId());
    }
}
