package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * A mailslot name is null, empty, malformed, too long, or addresses a computer to which no bridge takes messages
 * (codes 3, 53, 123, 206).
 *
 * @since 0.1.0
 */
public class InvalidNameException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public InvalidNameException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates the failure with its cause.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public InvalidNameException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
