package io.mailslot.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a wait ended. Immutable.
 *
 * @since 0.1.0
 */
public final class WaitResult {
    /**
     * What can happen to a wait that does not fail.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** What was waited for is signaled, and taken where there is something to take. */
        SIGNALED,
        /** The same, and a mutex was taken whose owner's process ended without releasing it. */
        ABANDONED,
        /** The time ran out; nothing was taken. */
        TIMED_OUT
    }

    /** The result of a wait whose time ran out. */
    public static final WaitResult TIMED_OUT = new WaitResult(Outcome.TIMED_OUT, -1, null);

    private final Outcome outcome;
    private final int index;
    private final @Nullable Waitable object;

    private WaitResult(Outcome outcome, int index, @Nullable Waitable object) {
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.index = index;
        this.object = object;
    }

    /**
     * The result of a wait for numbers of handles.
     *
     * @param outcome what happened
     * @param index which of the handles it happened to; -1 for none
     * @return the result
     */
    public static WaitResult of(Outcome outcome, int index) {
        return new WaitResult(outcome, index, null);
    }

    /**
     * The same result of a wait for objects.
     *
     * @param signaled the object that is signaled
     * @return a result that has the object
     */
    public WaitResult withObject(Waitable signaled) {
        return new WaitResult(outcome, index, Objects.requireNonNull(signaled, "signaled"));
    }

    /**
     * What happened.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Which of those that were waited for is signaled.
     *
     * @return the lowest one of a wait for any, the lowest abandoned one of a wait for all, 0 of a wait for all in which none
     *     was abandoned; -1 if the time ran out
     */
    public int index() {
        return index;
    }

    /**
     * The object that is signaled.
     *
     * @return the one with that {@link #index}, as it was given to the wait; empty if the time ran out, and after a wait for
     *     numbers of handles
     */
    public Optional<Waitable> object() {
        return Optional.ofNullable(object);
    }

    /**
     * Whether a wait for any was ended by a certain object.
     *
     * @param candidate one of those that were given to the wait
     * @return whether it is the {@link #object()}
     */
    public boolean is(Waitable candidate) {
        return object == Objects.requireNonNull(candidate, "candidate");
    }

    /**
     * Whether what was waited for was signaled, abandoned or not.
     *
     * @return false if the time ran out
     */
    public boolean signaled() {
        return outcome != Outcome.TIMED_OUT;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WaitResult result
                && result.outcome == outcome
                && result.index == index
                && result.object == object;
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, index, System.identityHashCode(object));
    }

    @Override
    public String toString() {
        return "WaitResult[outcome=" + outcome + ", index=" + index
                + (object == null ? "]" : ", object=" + object + "]");
    }
}
