package io.mailslot.internal.slot;

/** Brings what a user's filler or handler threw past those who know failures of the log only. */
final class CallerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RuntimeException thrown;

    CallerFailure(RuntimeException thrown) {
        super(null, thrown, false, false);
        this.thrown = thrown;
    }

    /** What the user's code threw. */
    RuntimeException thrown() {
        return thrown;
    }
}
