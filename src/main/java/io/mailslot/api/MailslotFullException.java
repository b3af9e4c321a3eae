package io.mailslot.api;

/**
 * The mailslot has no room for the message, and its receivers have not made any in time (1816).
 *
 * @since 0.1.0
 */
public final class MailslotFullException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which mailslot is full.
     *
     * @param message what was tried, and what to do
     */
    public MailslotFullException(String message) {
        super(ErrorCode.NOT_ENOUGH_QUOTA, message);
    }
}
