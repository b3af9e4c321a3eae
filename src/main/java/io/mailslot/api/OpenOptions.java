package io.mailslot.api;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How to open a mailslot for writing. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param access the rights asked for: any of {@link AccessRight#READ} and {@link AccessRight#WRITE}; with none the
 *     handle only tells about the mailslot. {@link AccessRight#SYNCHRONIZE} is always added
 * @param shareWrite whether other senders may write at the same time; counts for senders with write access only
 * @param inheritable whether the handle has {@link HandleFlag#INHERIT}
 * @param writeTimeout how long a write waits for room in a full mailslot; see {@link Timeouts}
 */
public record OpenOptions(Set<AccessRight> access, boolean shareWrite, boolean inheritable, Duration writeTimeout) {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Checks and copies the parts.
     *
     * @param access the rights asked for
     * @param shareWrite whether other senders may write at the same time
     * @param inheritable whether children may inherit the handle
     * @param writeTimeout how long a write waits for room
     */
    public OpenOptions {
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(writeTimeout, "writeTimeout");
        access = Set.copyOf(access);
    }

    /**
     * Write access, shared with other senders, not inheritable, 5 s of waiting for room.
     *
     * @return the defaults
     */
    public static OpenOptions defaults() {
        return new OpenOptions(EnumSet.of(AccessRight.WRITE), true, false, WRITE_TIMEOUT);
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights asked for
     * @return a changed copy
     */
    public OpenOptions withAccess(Set<AccessRight> rights) {
        return new OpenOptions(rights, shareWrite, inheritable, writeTimeout);
    }

    /**
     * Shares write access with other senders, or not.
     *
     * @param share false to be the only sender
     * @return a changed copy
     */
    public OpenOptions withShareWrite(boolean share) {
        return new OpenOptions(access, share, inheritable, writeTimeout);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public OpenOptions withInheritable(boolean inherit) {
        return new OpenOptions(access, shareWrite, inherit, writeTimeout);
    }

    /**
     * Sets how long a write waits for room in a full mailslot; holds for every handle to the sender.
     *
     * @param timeout {@link Duration#ZERO} to fail at once; see {@link Timeouts}
     * @return a changed copy
     */
    public OpenOptions withWriteTimeout(Duration timeout) {
        return new OpenOptions(access, shareWrite, inheritable, timeout);
    }
}
