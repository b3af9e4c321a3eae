package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * A stated limit is reached: handles (4), processes (89), objects (1450) or a semaphore's maximum (298).
 *
 * @since 0.1.0
 */
public class LimitReachedException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public LimitReachedException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates the failure with its cause.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public LimitReachedException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
