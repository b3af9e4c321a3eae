package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * The home cannot be used: its owner, mode, place, layout or state (codes 5, 33, 50, 123, 1006, 1117, 1306, 1392).
 *
 * @since 0.1.0
 */
public class HomeException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public HomeException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates the failure with its cause.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public HomeException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
