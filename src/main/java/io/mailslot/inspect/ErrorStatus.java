package io.mailslot.inspect;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One kind of error that processes of a home have met. Errors are of one kind if all of this is the same: type, code, place, and
 * the message but for the words in it that have a digit.
 *
 * @since 0.1.0
 */
public interface ErrorStatus {
    /** {@return the class of the failure, without its package; {@code Warning} for what no call has failed with} */
    String type();

    /** {@return the Win32 error number, as {@link io.mailslot.api.ErrorCode#value()}; empty for what has none} */
    OptionalInt code();

    /** {@return what was said when it was met first, at most 480 bytes of UTF-8} */
    String message();

    /** {@return where in the library, for whoever reports it: class, method and line; empty if nobody knows} */
    String place();

    /** {@return how often it was met, from 1 up} */
    long count();

    /** {@return when it was met first, by the clock of that process} */
    Instant firstAt();

    /** {@return when it was met last} */
    Instant lastAt();

    /** {@return the process that met it last, which may be gone} */
    long processId();
}
