package io.mailslot.api;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to create a mailslot. Immutable; each {@code with…} method returns a changed copy.
 *
 * @since 0.1.0
 */
public final class MailslotOptions {
    /** The smallest capacity: 1 MiB. */
    public static final long MIN_CAPACITY = 1L << 20;

    /** The largest capacity: 1 GiB. */
    public static final long MAX_CAPACITY = 1L << 30;

    /** The largest message that any mailslot takes, if its capacity is large enough: 17 bytes less than 256 MiB. */
    public static final int MAX_MESSAGE_SIZE = (256 << 20) - 17;

    /** Most characters of a cursor's name. */
    public static final int MAX_CURSOR = 64;

    private final Parts parts;

    private MailslotOptions(
            int maxMessageSize,
            Duration readTimeout,
            boolean inheritable,
            long capacity,
            WhenFull whenFull,
            Set<PosixFilePermission> permissions,
            String cursor) {
        this.parts = new Parts(maxMessageSize, readTimeout, inheritable, capacity, whenFull, permissions, cursor);
    }

    private record Parts(
            int maxMessageSize,
            Duration readTimeout,
            boolean inheritable,
            long capacity,
            WhenFull whenFull,
            Set<PosixFilePermission> permissions,
            String cursor) {
        private Parts {
            Objects.requireNonNull(readTimeout, "readTimeout");
            Objects.requireNonNull(whenFull, "whenFull");
            permissions = Set.copyOf(permissions);
            checkCursor(cursor);
        }
    }

    private static void checkCursor(String cursor) {
        Objects.requireNonNull(cursor, "cursor");
        if (cursor.length() > MAX_CURSOR) {
            throw new InvalidArgumentException("the cursor's name has " + cursor.length() + " characters, at most "
                    + MAX_CURSOR + " are allowed; shorten it");
        }
        for (int i = 0; i < cursor.length(); i++) {
            char c = cursor.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
                throw new InvalidArgumentException(String.format(
                        Locale.ROOT,
                        "the cursor's name has U+%04X at position %d; use letters a to z, digits, '.', '-' and '_',"
                                + " as in 'orders'",
                        (int) c,
                        i));
            }
        }
    }

    /**
     * Messages of any possible size, reads that wait for ever, a handle that is not inheritable, the usual capacity,
     * senders that wait for room.
     *
     * @return the defaults
     */
    public static MailslotOptions defaults() {
        return new MailslotOptions(0, Timeouts.FOREVER, false, 0, WhenFull.WAIT, Set.of(), "");
    }

    /**
     * {@return the largest message in bytes; 0, or -1 (0xFFFFFFFF), for the largest possible; 16 bytes less than three
     * quarters of the capacity at most, if that is given}
     */
    public int maxMessageSize() {
        return parts.maxMessageSize;
    }

    /** {@return how long {@link Receiver#read()} waits; see {@link Timeouts}} */
    public Duration readTimeout() {
        return parts.readTimeout;
    }

    /** {@return whether the receiver's handle has {@link HandleFlag#INHERIT}} */
    public boolean inheritable() {
        return parts.inheritable;
    }

    /**
     * {@return bytes that the mailslot's files may take, {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}; 0 for 64 MiB, less
     * where the file system has little room, more where a larger maximum needs it}
     */
    public long capacity() {
        return parts.capacity;
    }

    /** {@return what becomes of a message for which there is no room} */
    public WhenFull whenFull() {
        return parts.whenFull;
    }

    /**
     * {@return who may write to the mailslot and look at it, as the operating system checks it: those of its files. Whoever
     * may write may read too; the owner always may do both. None for those that the home gives}
     */
    public Set<PosixFilePermission> permissions() {
        return parts.permissions;
    }

    /**
     * {@return what makes the mailslot durable: the name of the place up to which it is read, which stays, like all that is
     * unread there, when nobody has it open; 1 to {@link #MAX_CURSOR} of the letters a to z, digits, dots, dashes and
     * underscores, where the case of letters does not distinguish names. Empty for a mailslot that goes with its last
     * receiver}
     */
    public String cursor() {
        return parts.cursor;
    }

    /**
     * Sets the largest message.
     *
     * @param bytes its size; 0 for the largest possible
     * @return a changed copy
     */
    public MailslotOptions withMaxMessageSize(int bytes) {
        return new MailslotOptions(
                bytes,
                parts.readTimeout,
                parts.inheritable,
                parts.capacity,
                parts.whenFull,
                parts.permissions,
                parts.cursor);
    }

    /**
     * Sets how long reads wait.
     *
     * @param timeout see {@link Timeouts}
     * @return a changed copy
     */
    public MailslotOptions withReadTimeout(Duration timeout) {
        return new MailslotOptions(
                parts.maxMessageSize,
                timeout,
                parts.inheritable,
                parts.capacity,
                parts.whenFull,
                parts.permissions,
                parts.cursor);
    }

    /**
     * Makes the handle inheritable, or not.
     *
     * @param inherit whether children may inherit the handle
     * @return a changed copy
     */
    public MailslotOptions withInheritable(boolean inherit) {
        return new MailslotOptions(
                parts.maxMessageSize,
                parts.readTimeout,
                inherit,
                parts.capacity,
                parts.whenFull,
                parts.permissions,
                parts.cursor);
    }

    /**
     * Sets how much the mailslot may hold.
     *
     * @param bytes {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}; 0 for the usual
     * @return a changed copy
     */
    public MailslotOptions withCapacity(long bytes) {
        return new MailslotOptions(
                parts.maxMessageSize,
                parts.readTimeout,
                parts.inheritable,
                bytes,
                parts.whenFull,
                parts.permissions,
                parts.cursor);
    }

    /**
     * Sets what becomes of a message for which there is no room.
     *
     * @param policy {@link WhenFull#DROP_OLDEST} for broadcast mailslots only
     * @return a changed copy
     */
    public MailslotOptions withWhenFull(WhenFull policy) {
        return new MailslotOptions(
                parts.maxMessageSize,
                parts.readTimeout,
                parts.inheritable,
                parts.capacity,
                policy,
                parts.permissions,
                parts.cursor);
    }

    /**
     * Sets who may open the mailslot, to write or to join it. That counts in a home that a group shares: nobody but its
     * owner enters another.
     *
     * @param who those of its files, where only reading and writing count; none or null for what the home gives
     * @return a changed copy
     */
    public MailslotOptions withPermissions(@Nullable Set<PosixFilePermission> who) {
        return new MailslotOptions(
                parts.maxMessageSize,
                parts.readTimeout,
                parts.inheritable,
                parts.capacity,
                parts.whenFull,
                who == null ? Set.of() : who,
                parts.cursor);
    }

    /**
     * Makes the mailslot durable: it stays, with its messages, when nobody has it open, and is read on from where the
     * cursor of that name was left. See {@code Kernel.createMailslot}.
     *
     * @param name the cursor's; empty for a mailslot that goes with its last receiver
     * @return a changed copy
     * @throws InvalidArgumentException if no cursor can have that name (87)
     */
    public MailslotOptions withCursor(String name) {
        return new MailslotOptions(
                parts.maxMessageSize,
                parts.readTimeout,
                parts.inheritable,
                parts.capacity,
                parts.whenFull,
                parts.permissions,
                name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MailslotOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "MailslotOptions" + parts.toString().substring("Parts".length());
    }
}
