package io.mailslot.it.slot;

import java.util.List;
import java.util.Locale;

/**
 * What a storm over a mailslot that drops its oldest messages was like.
 *
 * @param stands how often somebody stood at a fault point
 * @param stops how often somebody was stopped
 * @param full how often the file system was full
 * @param written messages of which the writers know that they are written
 * @param begun the same, with those that were being written when their writers were killed
 * @param messages how many there were
 * @param heard what the listeners tell who stayed from beginning to end
 */
record DroppingReport(
        long seed,
        long capacity,
        int kills,
        int stands,
        int stops,
        int full,
        long written,
        long begun,
        long messages,
        List<Heard> heard) {
    /** What one listener has heard, and what it has missed. */
    record Heard(long heard, long missed) {
        static Heard parse(String line) {
            String[] words = line.split(" ");
            return new Heard(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }

        long known() {
            return heard + missed;
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "FIGURE a storm over a mailslot of %d KiB that drops, seed %d: %d kills, %d stood at fault points, %d stopped,"
                        + " %d times full; %d messages, of which writers know %d to %d; %s%n",
                capacity >> 10,
                seed,
                kills,
                stands,
                stops,
                full,
                messages,
                written,
                begun,
                heard);
    }
}
