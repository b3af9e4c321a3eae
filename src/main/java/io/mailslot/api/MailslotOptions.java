package io.mailslot.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How to create a mailslot. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param maxMessageSize the largest message in bytes; 0, or -1 (0xFFFFFFFF), for the largest possible
 * @param readTimeout how long {@link Receiver#read()} waits; see {@link Timeouts}
 * @param inheritable whether the receiver's handle has {@link HandleFlag#INHERIT}
 */
public record MailslotOptions(int maxMessageSize, Duration readTimeout, boolean inheritable) {

    /**
     * Checks the parts.
     *
     * @param maxMessageSize the largest message in bytes
     * @param readTimeout how long reads wait
     * @param inheritable whether children may inherit the handle
     */
    public MailslotOptions {
        Objects.requireNonNull(readTimeout, "readTimeout");
    }

    /**
     * Messages of any possible size, reads that wait for ever, a handle that is not inheritable.
     *
     * @return the defaults
     */
    public static MailslotOptions defaults() {
        return new MailslotOptions(0, Timeouts.FOREVER, false);
    }

    /**
     * Sets the largest message.
     *
     * @param bytes its size; 0 for the largest possible
     * @return a changed copy
     */
    public MailslotOptions withMaxMessageSize(int bytes) {
        return new MailslotOptions(bytes, readTimeout, inheritable);
    }

    /**
     * Sets how long reads wait.
     *
     * @param timeout see {@link Timeouts}
     * @return a changed copy
     */
    public MailslotOptions withReadTimeout(Duration timeout) {
        return new MailslotOptions(maxMessageSize, timeout, inheritable);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public MailslotOptions withInheritable(boolean inherit) {
        return new MailslotOptions(maxMessageSize, readTimeout, inherit);
    }
}
