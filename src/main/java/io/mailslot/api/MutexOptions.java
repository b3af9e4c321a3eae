package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to create a mutex. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class MutexOptions {
    private final Parts parts;

    private MutexOptions(Optional<String> name, boolean initiallyOwned, boolean inheritable) {
        this.parts = new Parts(name, initiallyOwned, inheritable);
    }

    private record Parts(Optional<String> name, boolean initiallyOwned, boolean inheritable) {
        private Parts {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * A mutex without a name, owned by nobody, not inheritable.
     *
     * @return the defaults
     */
    public static MutexOptions defaults() {
        return new MutexOptions(Optional.empty(), false, false);
    }

    /** {@return the name under which others can open it, in a namespace that events, semaphores and mutexes share} */
    public Optional<String> name() {
        return parts.name;
    }

    /** {@return whether the calling thread owns it at once; counts only if the call makes the mutex} */
    public boolean initiallyOwned() {
        return parts.initiallyOwned;
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
    public MutexOptions withName(String text) {
        return new MutexOptions(Optional.of(text), parts.initiallyOwned, parts.inheritable);
    }

    /**
     * Chooses whether the calling thread owns it at once.
     *
     * @param owned true to own it
     * @return a changed copy
     */
    public MutexOptions withInitiallyOwned(boolean owned) {
        return new MutexOptions(parts.name, owned, parts.inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public MutexOptions withInheritable(boolean inherit) {
        return new MutexOptions(parts.name, parts.initiallyOwned, inherit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MutexOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "MutexOptions" + parts.toString().substring("Parts".length());
    }
}
