package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import java.nio.charset.StandardCharsets;

/**
 * The name of an event, semaphore or mutex. Cases are distinguished, as Windows does for these. A home is one session,
 * so the prefixes of Windows' session namespaces, in exactly that case of letters, mean nothing here and are dropped.
 *
 * @param text the name without a prefix
 */
public record SyncName(String text) implements ObjectName {
    /** Most characters of a name. */
    public static final int MAX_CHARS = 255;

    /** Alone, begins no key of a mailslot's name. */
    private static final String NAMESPACE = "\\";

    /**
     * Parses a name.
     *
     * @param text the name, with or without {@code Local\} or {@code Global\}
     * @return the name
     * @throws InvalidNameException with code 3 for none or one with a path, 123 for a bad character, 206 for a long one
     */
    public static SyncName parse(String text) {
        String name = withoutPrefix(text);
        if (name.isEmpty() || name.indexOf('\\') >= 0) {
            throw new InvalidNameException(
                    ErrorCode.PATH_NOT_FOUND,
                    "the object name '" + text + "' is empty or has a '\\' in it; give a plain name, like ready");
        }
        if (name.length() > MAX_CHARS) {
            throw new InvalidNameException(
                    ErrorCode.FILENAME_EXCED_RANGE,
                    "the object name has " + name.length() + " characters, at most " + MAX_CHARS
                            + " are allowed; shorten it");
        }
        boolean control = name.chars().anyMatch(Character::isISOControl);
        if (control || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new InvalidNameException(
                    ErrorCode.INVALID_NAME,
                    "the object name '" + text
                            + "' has a control character or half of a surrogate pair; use printable characters");
        }
        return new SyncName(name);
    }

    private static String withoutPrefix(String text) {
        for (String prefix : new String[] {"Local\\", "Global\\"}) {
            if (text.startsWith(prefix)) {
                return text.substring(prefix.length());
            }
        }
        return text;
    }

    @Override
    public String key() {
        return keyOf(text);
    }

    static String keyOf(String text) {
        return NAMESPACE + text;
    }
}
