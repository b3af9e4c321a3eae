package io.mailslot.inspect;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which unread messages {@link HomeInspector#peek} shows.
 *
 * @since 0.1.0
 */
public final class PeekOptions {
    private static final PeekOptions DEFAULTS = new PeekOptions("", Long.MAX_VALUE, Long.MAX_VALUE);

    private final Parts parts;

    private PeekOptions(String cursor, long last, long most) {
        this.parts = new Parts(cursor, last, most);
    }

    private record Parts(String cursor, long last, long most) {}

    /** {@return options that show all that the receiver has not read that lags most} */
    public static PeekOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Shows what is unread at a cursor.
     *
     * @param name the cursor's; empty for that of whichever receiver lags most
     * @return options with that cursor
     * @throws io.mailslot.api.InvalidNameException if no cursor can have that name (123)
     */
    public PeekOptions withCursor(String name) {
        String checked = MailslotOptions.defaults()
                .withCursor(Objects.requireNonNull(name, "name"))
                .cursor();
        return new PeekOptions(checked, parts.last, parts.most);
    }

    /**
     * Shows only the newest ones.
     *
     * @param count how many
     * @return options with that number
     * @throws InvalidArgumentException if it is negative (87)
     */
    public PeekOptions withLast(long count) {
        return new PeekOptions(parts.cursor, checked(count), parts.most);
    }

    /**
     * Shows only so many.
     *
     * @param count how many at most
     * @return options with that number
     * @throws InvalidArgumentException if it is negative (87)
     */
    public PeekOptions withMost(long count) {
        return new PeekOptions(parts.cursor, parts.last, checked(count));
    }

    private static long checked(long count) {
        if (count < 0) {
            throw new InvalidArgumentException("a number of messages is from 0 up, not " + count);
        }
        return count;
    }

    /** {@return the cursor; empty for whichever lags most} */
    public Optional<String> cursor() {
        return parts.cursor.isEmpty() ? Optional.empty() : Optional.of(parts.cursor);
    }

    /** {@return how many of the newest ones are shown} */
    public long last() {
        return parts.last;
    }

    /** {@return how many are shown at most} */
    public long most() {
        return parts.most;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeekOptions options && parts.equals(options.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "PeekOptions" + parts.toString().substring("Parts".length());
    }
}
