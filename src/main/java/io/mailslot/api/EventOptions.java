package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How to create an event. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param name under which others can open it, in a namespace of its own that events, semaphores and mutexes share
 * @param manualReset whether it stays set until it is reset; else each wait that it ends resets it
 * @param initiallySet whether it begins as set
 * @param inheritable whether the handle has {@link HandleFlag#INHERIT}
 */
public record EventOptions(Optional<String> name, boolean manualReset, boolean initiallySet, boolean inheritable) {
    /**
     * Checks the parts.
     *
     * @param name under which others can open it
     * @param manualReset whether it stays set until it is reset
     * @param initiallySet whether it begins as set
     * @param inheritable whether children may inherit the handle
     */
    public EventOptions {
        Objects.requireNonNull(name, "name");
    }

    /**
     * An event without a name, of automatic reset, not set, not inheritable.
     *
     * @return the defaults
     */
    public static EventOptions defaults() {
        return new EventOptions(Optional.empty(), false, false, false);
    }

    /**
     * Gives it a name.
     *
     * @param text up to 255 characters, cases distinguished; {@code Local\} and {@code Global\} mean the same here
     * @return a changed copy
     */
    public EventOptions withName(String text) {
        return new EventOptions(Optional.of(text), manualReset, initiallySet, inheritable);
    }

    /**
     * Chooses how it is reset.
     *
     * @param manual true if only {@link Event#reset} resets it
     * @return a changed copy
     */
    public EventOptions withManualReset(boolean manual) {
        return new EventOptions(name, manual, initiallySet, inheritable);
    }

    /**
     * Chooses how it begins.
     *
     * @param set whether it begins as set
     * @return a changed copy
     */
    public EventOptions withInitiallySet(boolean set) {
        return new EventOptions(name, manualReset, set, inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public EventOptions withInheritable(boolean inherit) {
        return new EventOptions(name, manualReset, initiallySet, inherit);
    }
}
