package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How to create a semaphore. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param name under which others can open it, in a namespace of its own that events, semaphores and mutexes share
 * @param initialCount what it begins with, from 0 to the maximum
 * @param maximumCount the most it counts to, at least 1
 * @param inheritable whether the handle has {@link HandleFlag#INHERIT}
 */
public record SemaphoreOptions(Optional<String> name, int initialCount, int maximumCount, boolean inheritable) {
    /**
     * Checks the parts.
     *
     * @param name under which others can open it
     * @param initialCount what it begins with
     * @param maximumCount the most it counts to
     * @param inheritable whether children may inherit the handle
     * @throws InvalidArgumentException if the counts are out of range (87)
     */
    public SemaphoreOptions {
        Objects.requireNonNull(name, "name");
        if (maximumCount < 1 || initialCount < 0 || initialCount > maximumCount) {
            throw new InvalidArgumentException("a semaphore cannot begin with " + initialCount + " of at most "
                    + maximumCount + "; the maximum is at least 1, and the beginning from 0 to the maximum");
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

    /**
     * Gives it a name.
     *
     * @param text up to 255 characters, cases distinguished; {@code Local\} and {@code Global\} mean the same here
     * @return a changed copy
     */
    public SemaphoreOptions withName(String text) {
        return new SemaphoreOptions(Optional.of(text), initialCount, maximumCount, inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public SemaphoreOptions withInheritable(boolean inherit) {
        return new SemaphoreOptions(name, initialCount, maximumCount, inherit);
    }
}
