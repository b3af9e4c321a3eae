package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * The operating system did not start the program (codes 2, 4, 5, 8, 11, 206).
 *
 * @since 0.1.0
 */
public class ProcessStartException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public ProcessStartException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates the failure with its cause.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public ProcessStartException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
