package io.mailslot.api;

/**
 * No message came before the timeout ran out, nor did the answer of a bridge, or not all that was written was taken (code
 * 121). It is part of normal operation and carries no stack trace; use {@link Receiver#poll()} where an empty mailslot is the
 * usual case.
 *
 * @since 0.1.0
 */
public class ReadTimeoutException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence with the mailslot and the timeout
     */
    public ReadTimeoutException(String message) {
        super(ErrorCode.SEM_TIMEOUT, message, false);
    }
}
