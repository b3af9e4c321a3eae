package io.mailslot.api;

/**
 * Two senders of one mailslot, or two opens of one file, do not share what both want; or a cursor of a durable mailslot is
 * open already (code 32).
 *
 * @since 0.1.0
 */
public class SharingViolationException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public SharingViolationException(String message) {
        super(ErrorCode.SHARING_VIOLATION, message);
    }
}
