package io.mailslot.api;

/**
 * A message was read and is none of those that a {@link Codec} can decode (code 13). It is taken, as every message that was
 * read; its {@link #content()} is here, and the next read goes on behind it.
 *
 * @since 0.1.0
 */
public class MalformedMessageException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /** What was read. */
    private final byte[] content;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param content the message that was read
     * @param cause what the codec says
     */
    public MalformedMessageException(String message, byte[] content, Throwable cause) {
        super(ErrorCode.INVALID_DATA, message, cause);
        this.content = content.clone();
    }

    /**
     * The message as it was read, for whoever keeps such ones aside.
     *
     * @return a copy of its bytes
     */
    public byte[] content() {
        return content.clone();
    }
}
