package io.mailslot.api;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to open a mailslot for writing. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class OpenOptions {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

    private final Parts parts;

    private OpenOptions(
            Set<AccessRight> access,
            boolean shareWrite,
            boolean inheritable,
            Duration writeTimeout,
            Duration openTimeout) {
        this.parts = new Parts(access, shareWrite, inheritable, writeTimeout, openTimeout);
    }

    private record Parts(
            Set<AccessRight> access,
            boolean shareWrite,
            boolean inheritable,
            Duration writeTimeout,
            Duration openTimeout) {
        private Parts {
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(writeTimeout, "writeTimeout");
            Objects.requireNonNull(openTimeout, "openTimeout");
            access = Set.copyOf(access);
        }
    }

    /**
     * Write access, shared with other senders, not inheritable, 5 s of waiting for room, none for the mailslot.
     *
     * @return the defaults
     */
    public static OpenOptions defaults() {
        return new OpenOptions(EnumSet.of(AccessRight.WRITE), true, false, WRITE_TIMEOUT, Duration.ZERO);
    }

    /**
     * {@return the rights asked for: any of {@link AccessRight#READ} and {@link AccessRight#WRITE}; with none the handle
     * only tells about the mailslot. {@link AccessRight#SYNCHRONIZE} is always added}
     */
    public Set<AccessRight> access() {
        return parts.access;
    }

    /** {@return whether other senders may write at the same time; counts for senders with write access only} */
    public boolean shareWrite() {
        return parts.shareWrite;
    }

    /** {@return whether the handle has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /** {@return how long a write waits for room in a full mailslot; see {@link Timeouts}} */
    public Duration writeTimeout() {
        return parts.writeTimeout;
    }

    /** {@return how long the open waits for the mailslot to exist; see {@link Timeouts}} */
    public Duration openTimeout() {
        return parts.openTimeout;
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights asked for
     * @return a changed copy
     */
    public OpenOptions withAccess(Set<AccessRight> rights) {
        return new OpenOptions(rights, parts.shareWrite, parts.inheritable, parts.writeTimeout, parts.openTimeout);
    }

    /**
     * Shares write access with other senders, or not.
     *
     * @param share false to be the only sender
     * @return a changed copy
     */
    public OpenOptions withShareWrite(boolean share) {
        return new OpenOptions(parts.access, share, parts.inheritable, parts.writeTimeout, parts.openTimeout);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public OpenOptions withInheritable(boolean inherit) {
        return new OpenOptions(parts.access, parts.shareWrite, inherit, parts.writeTimeout, parts.openTimeout);
    }

    /**
     * Sets how long a write waits for room in a full mailslot; holds for every handle to the sender.
     *
     * @param timeout {@link Duration#ZERO} to fail at once; see {@link Timeouts}
     * @return a changed copy
     */
    public OpenOptions withWriteTimeout(Duration timeout) {
        return new OpenOptions(parts.access, parts.shareWrite, parts.inheritable, timeout, parts.openTimeout);
    }

    /**
     * Sets how long the open waits, asleep, for the mailslot to exist; for those who start beside the receiver, or before it.
     * Behind a process that stands still while it changes the home the open fails with code 33 after that time, after 30 s if
     * it is longer, and after a fifth of a second if it is shorter, but zero: zero waits 30 s there, as every call does.
     *
     * @param timeout {@link Duration#ZERO} to fail at once; see {@link Timeouts}
     * @return a changed copy
     */
    public OpenOptions withOpenTimeout(Duration timeout) {
        return new OpenOptions(parts.access, parts.shareWrite, parts.inheritable, parts.writeTimeout, timeout);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "OpenOptions" + parts.toString().substring("Parts".length());
    }
}
