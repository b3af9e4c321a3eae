package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * An ordinary file cannot be opened, read or written: it does not exist (2), its folder does not (3), it is a folder,
 * read-only, about to be deleted, or not accessible (5), it stands still under the write of another process (33), the
 * file system cannot do this (50), it exists (80), it was replaced (1006), or the device failed (1117).
 *
 * @since 0.1.0
 */
public class FileException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     */
    public FileException(ErrorCode errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates the failure with its cause.
     *
     * @param errorCode the code Windows would report
     * @param message one sentence: what failed, with which value, against which bound, and what to do
     * @param cause the underlying failure, or null
     */
    public FileException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
