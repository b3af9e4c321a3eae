package io.mailslot.api;

/**
 * How a wait ended.
 *
 * @param outcome what happened
 * @param index which of the handles is signaled; the lowest one of a wait for any, the lowest abandoned one of a wait for
 *     all, 0 of a wait for all in which none was abandoned; -1 if the time ran out
 */
public record WaitResult(Outcome outcome, int index) {
    /** What can happen to a wait that does not fail. */
    public enum Outcome {
        /** What was waited for is signaled, and taken where there is something to take. */
        SIGNALED,
        /** The same, and a mutex was taken whose owner's process ended without releasing it. */
        ABANDONED,
        /** The time ran out; nothing was taken. */
        TIMED_OUT
    }

    /** The result of a wait whose time ran out. */
    public static final WaitResult TIMED_OUT = new WaitResult(Outcome.TIMED_OUT, -1);

    /**
     * Whether what was waited for was signaled, abandoned or not.
     *
     * @return false if the time ran out
     */
    public boolean signaled() {
        return outcome != Outcome.TIMED_OUT;
    }
}
