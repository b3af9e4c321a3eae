package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * The file system of the home has no room for what was to be written (code 112). Nothing was written.
 *
 * @since 0.1.0
 */
public class DiskFullException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message one sentence with the place, the bytes needed and the bytes free
     * @param cause the operating system's report, or null
     */
    public DiskFullException(String message, @Nullable Throwable cause) {
        super(ErrorCode.DISK_FULL, message, cause);
    }
}
