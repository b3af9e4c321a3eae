package io.mailslot.api;

/**
 * No event, semaphore or mutex of that name exists, no such cursor of a mailslot, or no handle was inherited under that name
 * (code 2).
 *
 * @since 0.1.0
 */
public class ObjectNotFoundException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public ObjectNotFoundException(String message) {
        super(ErrorCode.FILE_NOT_FOUND, message);
    }
}
