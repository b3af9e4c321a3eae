package io.mailslot.api;

/**
 * A message is larger than the maximum the mailslot was created with (code 87). Nothing was written.
 *
 * @since 0.1.0
 */
public class MessageTooLargeException extends InvalidArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence with the mailslot, the size and the maximum
     */
    public MessageTooLargeException(String message) {
        super(message);
    }
}
