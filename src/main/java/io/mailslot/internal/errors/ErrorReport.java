package io.mailslot.internal.errors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.util.Objects;

/**
 * One error that is to be remembered.
 *
 * @param type its class, without the package; or {@link #WARNING}
 * @param code a Win32 error number, 0 for none
 * @param place class, method and line of this library that it came from; empty if nobody knows
 * @param message in one line
 */
public record ErrorReport(String type, int code, String place, String message) {
    /** The type of what no call has failed with. */
    public static final String WARNING = "Warning";

    private static final int MOST_TYPE = 80;
    private static final int MOST_PLACE = 120;
    private static final int MOST_MESSAGE = 480;

    /** Cuts what is too long. */
    public ErrorReport {
        type = cut(type, MOST_TYPE);
        place = cut(place, MOST_PLACE);
        message = cut(message, MOST_MESSAGE);
    }

    /**
     * Of something that no call fails with, though somebody should know.
     *
     * @param reporter who found it
     * @param code which error it is
     * @param message in one sentence
     */
    public static ErrorReport warning(Class<?> reporter, ErrorCode code, String message) {
        return new ErrorReport(WARNING, code.value(), reporter.getSimpleName(), message);
    }

    /** Of a failure. */
    static ErrorReport of(Throwable failure) {
        return new ErrorReport(
                failure.getClass().getSimpleName(), codeOf(failure), Place.of(failure), firstLine(failure));
    }

    private static int codeOf(Throwable failure) {
        if (failure instanceof MailslotException known) {
            return known.errorCode().value();
        }
        return failure instanceof OutOfMemoryError ? ErrorCode.NOT_ENOUGH_MEMORY.value() : 0;
    }

    private static String firstLine(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
    }

    /** At the border of a letter. */
    private static String cut(String text, int most) {
        byte[] bytes = text.getBytes(UTF_8);
        int end = Math.min(bytes.length, most);
        while (end > 0 && end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8);
    }

    /** What is equal of all of one kind. */
    ErrorReport kind() {
        return new ErrorReport(type, code, place, Skeleton.of(message));
    }

    /** The same of all equal ones, in every JVM. */
    int stableHash() {
        int hash = type.hashCode();
        hash = 31 * hash + code;
        hash = 31 * hash + place.hashCode();
        return 31 * hash + message.hashCode();
    }
}
