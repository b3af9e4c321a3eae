package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to create an event. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class EventOptions {
    private final Parts parts;

    private EventOptions(Optional<String> name, boolean manualReset, boolean initiallySet, boolean inheritable) {
        this.parts = new Parts(name, manualReset, initiallySet, inheritable);
    }

    private record Parts(Optional<String> name, boolean manualReset, boolean initiallySet, boolean inheritable) {
        private Parts {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * An event without a name, of automatic reset, not set, not inheritable.
     *
     * @return the defaults
     */
    public static EventOptions defaults() {
        return new EventOptions(Optional.empty(), false, false, false);
    }

    /** {@return the name under which others can open it, in a namespace that events, semaphores and mutexes share} */
    public Optional<String> name() {
        return parts.name;
    }

    /** {@return whether it stays set until it is reset; else each wait that it ends resets it} */
    public boolean manualReset() {
        return parts.manualReset;
    }

    /** {@return whether it begins as set} */
    public boolean initiallySet() {
        return parts.initiallySet;
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
    public EventOptions withName(String text) {
        return new EventOptions(Optional.of(text), parts.manualReset, parts.initiallySet, parts.inheritable);
    }

    /**
     * Chooses how it is reset.
     *
     * @param manual true if only {@link Event#reset} resets it
     * @return a changed copy
     */
    public EventOptions withManualReset(boolean manual) {
        return new EventOptions(parts.name, manual, parts.initiallySet, parts.inheritable);
    }

    /**
     * Chooses how it begins.
     *
     * @param set whether it begins as set
     * @return a changed copy
     */
    public EventOptions withInitiallySet(boolean set) {
        return new EventOptions(parts.name, parts.manualReset, set, parts.inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public EventOptions withInheritable(boolean inherit) {
        return new EventOptions(parts.name, parts.manualReset, parts.initiallySet, inherit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "EventOptions" + parts.toString().substring("Parts".length());
    }
}
