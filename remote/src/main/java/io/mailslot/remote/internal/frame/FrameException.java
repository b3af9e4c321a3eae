package io.mailslot.remote.internal.frame;

/** Bytes that have come are no frame that can be used. */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong with them. */
    public enum Kind {
        /** They are no frame at all. */
        GARBAGE,
        /** A frame of a version that this one does not know. */
        NEWER,
        /** A frame that is not as it was written, or that nobody should have written. */
        DAMAGED,
        /** A frame that is larger than frames may be. */
        TOO_LARGE
    }

    FrameException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** {@return what is wrong} */
    public Kind kind() {
        return kind;
    }
}
