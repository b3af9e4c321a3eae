package io.mailslot.remote;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import org.jspecify.annotations.Nullable;

/**
 * A bridge cannot be started, or streams cannot be made: its configuration is not right (87), a file of it is not there (2) or cannot be read (5), or the
 * server does not let it in (5, 1326). The message has the words of the file or of the server.
 *
 * @since 0.1.0
 */
public class BridgeException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public BridgeException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates a failure that another one caused.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public BridgeException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
