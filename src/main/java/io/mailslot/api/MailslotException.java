package io.mailslot.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure this library reports. It is unchecked; catch the subtype that matters and read
 * {@link #errorCode()} where the type is not enough. Messages name the thing, its value, the bound and the way out.
 *
 * @since 0.1.0
 */
public class MailslotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code Windows would report. */
    private final ErrorCode errorCode;

    /**
     * Creates a failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public MailslotException(ErrorCode errorCode, String message) {
        this(errorCode, message, null);
    }

    /**
     * Creates a failure that another one caused.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public MailslotException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = Objects.requireNonNull(errorCode, "errorCode");
    }

    /**
     * Creates a failure that is part of normal operation and so carries no stack trace.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence that says what happened
     * @param writableStackTrace false to leave the stack trace out
     */
    protected MailslotException(ErrorCode errorCode, String message, boolean writableStackTrace) {
        super(message, null, true, writableStackTrace);
        this.errorCode = Objects.requireNonNull(errorCode, "errorCode");
    }

    /**
     * The Win32 error code of this failure.
     *
     * @return the code; never null
     */
    public ErrorCode errorCode() {
        return errorCode;
    }
}
