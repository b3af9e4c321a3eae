package io.mailslot.it.storm;

import java.util.Locale;

/** What a storm came to, for people to read. */
public final class StormTable {
    private final StringBuilder table = new StringBuilder();

    public StormTable row(String name, Object value) {
        table.append(String.format(Locale.ROOT, "| %-28s | %s%n", name, value));
        return this;
    }

    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
