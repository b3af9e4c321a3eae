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
        /** It does not know us: whose certificate it is, or the user and its password; no use to try again. */
        UNKNOWN,
        /** One side does not want the other: certificate, TLS, or the machine's name; no use to try again. */
        REFUSED,
        /** The frame has more bytes than it takes; a smaller one may do. */
        TOO_LARGE,
        /** It cannot be reached, or did not answer in time: whether it did what was asked is not known. */
        SILENT,
        /** Anything else. */
        FAILED;

        /** Whether it is of no use to try again, as long as nobody changes anything. */
        public boolean isFinal() {
            return this == UNKNOWN || this == REFUSED;
        }
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
