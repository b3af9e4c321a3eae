package io.mailslot.api;

/**
 * The calling thread does not own the mutex that it wants to release. Carries {@link ErrorCode#NOT_OWNER}.
 *
 * @since 0.1.0
 */
public class NotOwnerException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, and what to do
     */
    public NotOwnerException(String message) {
        super(ErrorCode.NOT_OWNER, message);
    }
}
