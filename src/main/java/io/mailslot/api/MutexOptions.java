package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How to create a mutex. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param name under which others can open it, in a namespace of its own that events, semaphores and mutexes share
 * @param initiallyOwned whether the calling thread owns it at once; counts only if the call makes the mutex
 * @param inheritable whether the handle has {@link HandleFlag#INHERIT}
 */
public record MutexOptions(Optional<String> name, boolean initiallyOwned, boolean inheritable) {
    /**
     * Checks the parts.
     *
     * @param name under which others can open it
     * @param initiallyOwned whether the calling thread owns it at once
     * @param inheritable whether children may inherit the handle
     */
    public MutexOptions {
        Objects.requireNonNull(name, "name");
    }

    /**
     * A mutex without a name, owned by nobody, not inheritable.
     *
     * @return the defaults
     */
    public static MutexOptions defaults() {
        return new MutexOptions(Optional.empty(), false, false);
    }

    /**
     * Gives it a name.
     *
     * @param text up to 255 characters, cases distinguished; {@code Local\} and {@code Global\} mean the same here
     * @return a changed copy
     */
    public MutexOptions withName(String text) {
        return new MutexOptions(Optional.of(text), initiallyOwned, inheritable);
    }

    /**
     * Chooses whether the calling thread owns it at once.
     *
     * @param owned true to own it
     * @return a changed copy
     */
    public MutexOptions withInitiallyOwned(boolean owned) {
        return new MutexOptions(name, owned, inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public MutexOptions withInheritable(boolean inherit) {
        return new MutexOptions(name, initiallyOwned, inherit);
    }
}
