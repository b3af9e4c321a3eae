package io.mailslot.api;

/**
 * The buffer is smaller than the next message, which stays in the mailslot (code 122).
 *
 * @since 0.1.0
 */
public class BufferTooSmallException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public BufferTooSmallException(String message) {
        super(ErrorCode.INSUFFICIENT_BUFFER, message);
    }
}
