package io.mailslot.launcher.look;

import java.util.Locale;

/**
 * One column of a table, declared once: tables, {@code -o}, {@code --sort} and the help on columns are made of it.
 *
 * @param name in the header, one word
 * @param kind of what stands in it
 * @param need from 1 up: of a table that is too wide the columns with the lowest ones go first; 0 for one that never goes
 * @param isUsual whether it is shown if nobody chooses
 * @param what stands in it, for those who choose
 */
public record Column(String name, Kind kind, int need, boolean isUsual, String what) {
    /** What stands in a column. */
    public enum Kind {
        /** Words. */
        TEXT,
        /** Numbers, and other things that are read from the right. */
        NUMBER,
        /** A number of bytes, which people get rounded. */
        BYTES
    }

    static Column text(String name, int need, String what) {
        return new Column(name, Kind.TEXT, need, true, what);
    }

    static Column number(String name, int need, String what) {
        return new Column(name, Kind.NUMBER, need, true, what);
    }

    static Column bytes(String name, int need, String what) {
        return new Column(name, Kind.BYTES, need, true, what);
    }

    /** The same, shown only where it is asked for. */
    Column onRequest() {
        return new Column(name, kind, need, false, what);
    }

    /** The same, which never goes. */
    Column needed() {
        return new Column(name, kind, 0, isUsual, what);
    }

    /** {@return whether it is aligned to the right} */
    public boolean isToTheRight() {
        return kind != Kind.TEXT;
    }

    /** As people type it: in any case, with any of the marks that may stand for a blank. */
    static String key(String typed) {
        return typed.strip().toUpperCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }
}
