package io.mailslot.remote.internal.bridge;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** A JSON object that is put together. Its members come in the order in which they are put. */
public final class Json {
    private static final char FIRST_VISIBLE = ' ';

    private final StringBuilder members = new StringBuilder();

    /** Makes one without members. */
    public Json() {}

    /** Adds a text. */
    public Json put(String name, String value) {
        return raw(name, quoted(value));
    }

    /** Adds a number. */
    public Json put(String name, long value) {
        return raw(name, Long.toString(value));
    }

    /** Adds a truth. */
    public Json put(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** Adds an object. */
    public Json put(String name, Json value) {
        return raw(name, value.toString());
    }

    /** Adds a list of objects. */
    public Json put(String name, Collection<Json> values) {
        return raw(name, values.stream().map(Json::toString).collect(Collectors.joining(",", "[", "]")));
    }

    /** Adds a list of texts. */
    public Json putTexts(String name, Collection<String> values) {
        return raw(name, values.stream().map(Json::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    private Json raw(String name, String value) {
        members.append(members.length() == 0 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_VISIBLE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return "{" + members + "}";
    }
}
