package io.mailslot.api;

/**
 * The mailslot was destroyed when its last receiver closed or died (code 38).
 *
 * @since 0.1.0
 */
public class ReceiverGoneException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public ReceiverGoneException(String message) {
        super(ErrorCode.HANDLE_EOF, message);
    }
}
