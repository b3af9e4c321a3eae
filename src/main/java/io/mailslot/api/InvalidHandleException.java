package io.mailslot.api;

/**
 * The handle is closed, was never valid, or names an object of another type (code 6).
 *
 * @since 0.1.0
 */
public class InvalidHandleException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public InvalidHandleException(String message) {
        super(ErrorCode.INVALID_HANDLE, message);
    }
}
