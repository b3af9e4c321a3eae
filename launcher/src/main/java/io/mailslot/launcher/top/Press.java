package io.mailslot.launcher.top;

/**
 * What comes from the person, or from the terminal.
 *
 * @param key which key, or what the terminal tells
 * @param letter for {@link Key#LETTER}, else 0
 */
record Press(Key key, int letter) {
    /** Keys, and what else is waited for together with them. */
    enum Key {
        LETTER,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        FIRST,
        LAST,
        ENTER,
        ESCAPE,
        ERASE,
        /** One that means nothing here. */
        NONE,
        /** Nobody types any more. */
        CLOSED,
        /** The terminal has another size, or shows what others have written. */
        REDRAW,
        /** It is to be stopped. */
        STOP,
        /** It goes on. */
        GO_ON
    }

    static Press of(Key key) {
        return new Press(key, 0);
    }

    static Press of(int letter) {
        return new Press(Key.LETTER, letter);
    }
}
