package io.mailslot.api;

/**
 * A mailslot of that name exists already; letters' case does not distinguish names (code 183).
 *
 * @since 0.1.0
 */
public class AlreadyExistsException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public AlreadyExistsException(String message) {
        super(ErrorCode.ALREADY_EXISTS, message);
    }
}
