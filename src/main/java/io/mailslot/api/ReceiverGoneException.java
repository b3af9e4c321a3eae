package io.mailslot.api;

/**
 * The mailslot was destroyed when its last receiver closed or died (code 38); or, for the name of another computer, the
 * bridge takes no messages to it any more (code 64).
 *
 * @since 0.1.0
 */
public class ReceiverGoneException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public ReceiverGoneException(String message) {
        this(ErrorCode.HANDLE_EOF, message);
    }

    /**
     * Creates the failure.
     *
     * @param errorCode {@link ErrorCode#HANDLE_EOF} or {@link ErrorCode#NETNAME_DELETED}
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public ReceiverGoneException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }
}
