package io.mailslot.api;

/**
 * The JVM keeps from mailslots what they need of the JDK; the message says which flags, or which modules, it is to be started with
 * (code 10).
 *
 * @since 0.1.0
 */
public class JvmFlagsException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public JvmFlagsException(String message) {
        super(ErrorCode.BAD_ENVIRONMENT, message);
    }
}
