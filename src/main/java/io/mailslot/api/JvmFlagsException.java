package io.mailslot.api;

/** The JVM lacks flags the library needs; the message holds the exact flags (code 10). */
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
