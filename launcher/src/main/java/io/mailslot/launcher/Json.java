package io.mailslot.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values as one line of JSON that is safe to look at: what a terminal would obey is spelled out, and means the same. */
final class Json {
    private static final JSON WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    /** As {@link Printable} has it, but for what JSON spells out anyway. */
    private static final Pattern HARMFUL =
            Pattern.compile("[\\x{7f}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

    private Json() {}

    static String line(Object value) throws IOException {
        String json = WITH_NULLS.asString(value);
        return HARMFUL.matcher(json)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }
}
