package io.mailslot.api;

/**
 * The thread was interrupted while it waited; its interrupt flag stays set (code 995).
 *
 * @since 0.1.0
 */
public class WaitInterruptedException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public WaitInterruptedException(String message) {
        super(ErrorCode.OPERATION_ABORTED, message);
    }
}
