package io.mailslot.launcher.look;

/**
 * What stands in one column of a row.
 *
 * @param text that is printed; a dash for nothing
 * @param key by which rows are sorted: a text or a number; null if there is nothing
 * @param tone how much it matters
 */
public record Cell(String text, Comparable<?> key, Tone tone) {
    private static final String NOTHING = "-";

    static final Cell NONE = new Cell(NOTHING, null, Tone.PLAIN);

    static Cell of(String text) {
        return text.equals(NOTHING) ? NONE : new Cell(text, text, Tone.PLAIN);
    }

    static Cell of(String text, Tone tone) {
        return new Cell(text, text, tone);
    }

    /** A number in words of its own. */
    static Cell of(String text, long number) {
        return new Cell(text, number, Tone.PLAIN);
    }

    static Cell of(long number) {
        return new Cell(String.valueOf(number), number, Tone.PLAIN);
    }

    /** What is a number as a rule. */
    static Cell number(String text) {
        try {
            return of(Long.parseLong(text));
        } catch (NumberFormatException other) {
            return of(text);
        }
    }

    /** A number that is negative if it is not known. */
    static Cell ifKnown(long number) {
        return number < 0 ? NONE : of(number);
    }

    Cell toned(Tone other) {
        return new Cell(text, key, other);
    }
}
