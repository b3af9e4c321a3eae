package io.mailslot.api;

/**
 * An argument is out of its documented range (code 87).
 *
 * @since 0.1.0
 */
public class InvalidArgumentException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public InvalidArgumentException(String message) {
        super(ErrorCode.INVALID_PARAMETER, message);
    }

    /**
     * Creates a failure that another one caused.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure
     */
    public InvalidArgumentException(String message, Throwable cause) {
        super(ErrorCode.INVALID_PARAMETER, message, cause);
    }
}
