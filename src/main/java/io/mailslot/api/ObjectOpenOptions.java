package io.mailslot.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to open a process, or an event, semaphore or mutex that exists. Immutable; each {@code with…} method returns a changed
 * copy.
 *
 * @since 0.1.0
 */
public final class ObjectOpenOptions {
    private final Parts parts;

    private ObjectOpenOptions(Optional<Set<AccessRight>> access, boolean inheritable, Duration openTimeout) {
        this.parts = new Parts(access, inheritable, openTimeout);
    }

    private record Parts(Optional<Set<AccessRight>> access, boolean inheritable, Duration openTimeout) {
        private Parts {
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(openTimeout, "openTimeout");
            access = access.map(Set::copyOf);
        }
    }

    /**
     * Every right that there is for an object of that type, not inheritable, no waiting for it to exist.
     *
     * @return the defaults
     */
    public static ObjectOpenOptions defaults() {
        return new ObjectOpenOptions(Optional.empty(), false, Duration.ZERO);
    }

    /**
     * These rights and no others, not inheritable.
     *
     * @param rights the rights asked for, at least one
     * @return the options
     */
    public static ObjectOpenOptions of(AccessRight... rights) {
        return defaults().withAccess(Set.copyOf(List.of(rights)));
    }

    /** {@return the rights asked for; empty for every right that there is for an object of that type} */
    public Optional<Set<AccessRight>> access() {
        return parts.access;
    }

    /** {@return whether the handle has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /** {@return how long the open of an event, semaphore or mutex waits for it to exist; see {@link Timeouts}} */
    public Duration openTimeout() {
        return parts.openTimeout;
    }

    /**
     * Sets the rights.
     *
     * @param rights the rights asked for, at least one; the handle has no others
     * @return a changed copy
     */
    public ObjectOpenOptions withAccess(Set<AccessRight> rights) {
        return new ObjectOpenOptions(Optional.of(rights), parts.inheritable, parts.openTimeout);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public ObjectOpenOptions withInheritable(boolean inherit) {
        return new ObjectOpenOptions(parts.access, inherit, parts.openTimeout);
    }

    /**
     * Sets how long the open of an event, semaphore or mutex waits, asleep, for it to exist. Processes are not waited for.
     * Behind a process that stands still while it changes the home the open fails as
     * {@link OpenOptions#withOpenTimeout one of a mailslot} does.
     *
     * @param timeout {@link Duration#ZERO} to fail at once; see {@link Timeouts}
     * @return a changed copy
     */
    public ObjectOpenOptions withOpenTimeout(Duration timeout) {
        return new ObjectOpenOptions(parts.access, parts.inheritable, timeout);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectOpenOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "ObjectOpenOptions" + parts.toString().substring("Parts".length());
    }
}
