package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException.Kind;
import java.util.List;
import java.util.Locale;

/**
 * What the protocol tells in words only: the line {@code -ERR '...'} has no code, and these words are what it says in every
 * language. They are those of nats-server ({@code server/auth.go}, {@code server/client.go}, {@code server/errors.go}) and of "-ERR" in the
 * <a href="https://docs.nats.io/reference/reference-protocols/nats-protocol">reference of the client protocol</a>. All else has
 * codes, {@link Failures}, or types; nothing else is decided by words.
 */
final class ErrorLine {
    /** Followed by "for Publish to", or "for Subscription to", and the subject in double quotes; the connection goes on. */
    private static final String DENIED = "permissions violation";

    /** The server knows nobody of this name, password or certificate, or no more; the connection is closed. */
    private static final List<String> UNKNOWN = List.of(
            "authorization violation",
            "user authentication expired",
            "user authentication revoked",
            "account authentication expired");

    /** The connection is closed. */
    private static final String WANTS_TLS = "secure connection - tls required";

    private ErrorLine() {}

    /** What it means; {@code SILENT} for the others, behind which it is worth while to try again. */
    static Kind kind(String line) {
        String words = line.toLowerCase(Locale.ROOT);
        if (words.contains(DENIED)) {
            return Kind.DENIED;
        }
        if (UNKNOWN.stream().anyMatch(words::contains)) {
            return Kind.UNKNOWN;
        }
        return words.contains(WANTS_TLS) ? Kind.REFUSED : Kind.SILENT;
    }

    /** Whether a line that denies something is about a subject. */
    static boolean isAbout(String line, String subject) {
        return line.contains('"' + subject + '"');
    }

    /** Whether it is about all subjects that begin so. */
    static boolean isAboutAllOf(String line, String beginning) {
        return line.contains('"' + beginning + '.');
    }
}
