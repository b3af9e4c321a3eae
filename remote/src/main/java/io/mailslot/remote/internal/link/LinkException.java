package io.mailslot.remote.internal.link;

import org.jspecify.annotations.Nullable;

/** The engine did not do what was asked. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why. */
    public enum Kind {
        /** It has no room for this address, or at all. */
        FULL,
        /** It knows us, and does not allow this. */
        DENIED,
        /** It does not know us: certificate or user; no use to try again. */
        REFUSED,
        /** It cannot be reached, or did not answer in time: whether it did what was asked is not known. */
        SILENT,
        /** Anything else. */
        FAILED
    }

    /**
     * Makes one.
     *
     * @param kind why
     * @param message one sentence, with the engine's words
     * @param cause where it came from, if from elsewhere
     */
    public LinkException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** {@return why} */
    public Kind kind() {
        return kind;
    }
}
