package io.mailslot.api;

import org.jspecify.annotations.Nullable;

/**
 * The process has used up what the operating system gives it: file descriptors (code 4), or memory, address space,
 * mappings or threads (code 8). Nothing is wrong with the home; the same call works once there is some of it again.
 *
 * @since 0.1.0
 */
public class OutOfResourcesException extends MailslotException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param errorCode {@link ErrorCode#TOO_MANY_OPEN_FILES} or {@link ErrorCode#NOT_ENOUGH_MEMORY}
     * @param message one sentence: what failed, what has run out, and what to do
     * @param cause the underlying failure, or null
     */
    public OutOfResourcesException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
