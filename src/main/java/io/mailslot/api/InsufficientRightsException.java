package io.mailslot.api;

/**
 * The handle does not carry the access right that the call needs, or a mailslot is not for this user (code 5).
 *
 * @since 0.1.0
 */
public class InsufficientRightsException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public InsufficientRightsException(String message) {
        super(ErrorCode.ACCESS_DENIED, message);
    }
}
