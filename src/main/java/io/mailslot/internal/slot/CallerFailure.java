package io.mailslot.internal.slot;

/**
 * Brings what a user's filler or handler threw past those who know failures of the log only. An {@link InternalError} of
 * his is one of a mapped file of his own.
 */
final class CallerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CallerFailure(Throwable thrown) {
        super(null, thrown, false, false);
    }

    CallerFailure(RuntimeException thrown) {
        this((Throwable) thrown);
    }

    CallerFailure(InternalError thrown) {
        this((Throwable) thrown);
    }

    /**
     * What the user's code threw.
     *
     * @throws InternalError if it is one
     */
    RuntimeException thrown() {
        if (getCause() instanceof InternalError error) {
            throw error;
        }
        return (RuntimeException) getCause();
    }
}
