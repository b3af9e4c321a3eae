package io.mailslot.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One entry of a handle table, as it was at one moment.
 *
 * @param handle the number, a multiple of 4 from 4 up
 * @param type the type of the object
 * @param objectId identifies the object among all that ever lived in the home; show it with {@link #address()}
 * @param name the mailslot's name, {@code (gone)} for a sender to one that is gone; the process id for a process, the path for
 *     a file; the name of an event, semaphore or mutex, empty if it has none
 * @param usageCount how many handle-table entries of all processes name the object (a process also counts itself)
 * @param access the rights of this handle
 * @param flags the flags of this handle
 */
public record HandleInfo(
        int handle,
        ObjectType type,
        long objectId,
        String name,
        int usageCount,
        Set<AccessRight> access,
        Set<HandleFlag> flags) {

    /**
     * Checks and copies the parts.
     *
     * @param handle the number
     * @param type the type of the object
     * @param objectId the object's identity
     * @param name the object's name
     * @param usageCount the object's usage count
     * @param access the rights of this handle
     * @param flags the flags of this handle
     */
    public HandleInfo {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        access = inOrder(access, AccessRight.class);
        flags = inOrder(flags, HandleFlag.class);
    }

    private static <E extends Enum<E>> Set<E> inOrder(Set<E> set, Class<E> type) {
        EnumSet<E> copy = EnumSet.noneOf(type);
        copy.addAll(set);
        return Collections.unmodifiableSet(copy);
    }

    /**
     * The object's identity the way a handle table is usually drawn: as an address.
     *
     * @return for instance {@code 0x10003}
     */
    public String address() {
        return "0x" + Long.toHexString(objectId);
    }
}
