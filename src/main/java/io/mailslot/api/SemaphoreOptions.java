package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to create a semaphore. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class SemaphoreOptions {
    private final Parts parts;

    private SemaphoreOptions(Optional<String> name, int initialCount, int maximumCount, boolean inheritable) {
        this.parts = new Parts(name, initialCount, maximumCount, inheritable);
    }

    private record Parts(Optional<String> name, int initialCount, int maximumCount, boolean inheritable) {
        private Parts {
            Objects.requireNonNull(name, "name");
            if (maximumCount < 1 || initialCount < 0 || initialCount > maximumCount) {
                throw new InvalidArgumentException("a semaphore cannot begin with " + initialCount + " of at most "
                        + maximumCount + "; the maximum is at least 1, and the beginning from 0 to the maximum");
            }
        }
    }

    /**
     * A semaphore without a name, not inheritable.
     *
     * @param initialCount what it begins with, from 0 to the maximum
     * @param maximumCount the most it counts to, at least 1
     * @return the options
     * @throws InvalidArgumentException if the counts are out of range (87)
     */
    public static SemaphoreOptions of(int initialCount, int maximumCount) {
        return new SemaphoreOptions(Optional.empty(), initialCount, maximumCount, false);
    }

    /** {@return the name under which others can open it, in a namespace that events, semaphores and mutexes share} */
    public Optional<String> name() {
        return parts.name;
    }

    /** {@return what it begins with, from 0 to the maximum} */
    public int initialCount() {
        return parts.initialCount;
    }

    /** {@return the most it counts to, at least 1} */
    public int maximumCount() {
        return parts.maximumCount;
    }

    /** {@return whether the handle has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /**
     * Gives it a name.
     *
     * @param text up to 255 characters, cases distinguished; {@code Local\} and {@code Global\} mean the same here
     * @return a changed copy
     */
    public SemaphoreOptions withName(String text) {
        return new SemaphoreOptions(Optional.of(text), parts.initialCount, parts.maximumCount, parts.inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public SemaphoreOptions withInheritable(boolean inherit) {
        return new SemaphoreOptions(parts.name, parts.initialCount, parts.maximumCount, inherit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SemaphoreOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "SemaphoreOptions" + parts.toString().substring("Parts".length());
    }
}
