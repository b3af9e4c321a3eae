package io.mailslot.api;

/**
 * No mailslot of that name exists (code 2).
 *
 * @since 0.1.0
 */
public class MailslotNotFoundException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public MailslotNotFoundException(String message) {
        super(ErrorCode.FILE_NOT_FOUND, message);
    }
}
