package io.mailslot.launcher;

import org.jline.utils.WCWidth;

/**
 * How many columns text takes on a terminal: letters of East Asia and pictures two, an accent that stands above the letter before
 * it none.
 */
final class Columns {
    /** All below take one column. */
    private static final int FIRST_OTHER = 0x300;

    /** So do the lines and blocks of which pictures are made; for those nothing is loaded that knows of all. */
    private static final int FIRST_LINE = 0x2500;

    private static final int LAST_BLOCK = 0x259f;

    private Columns() {}

    static int of(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            columns += of(text.codePointAt(i));
        }
        return columns;
    }

    static int of(int codePoint) {
        if (codePoint < FIRST_OTHER || codePoint >= FIRST_LINE && codePoint <= LAST_BLOCK) {
            return 1;
        }
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
