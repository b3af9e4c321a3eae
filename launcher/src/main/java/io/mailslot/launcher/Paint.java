package io.mailslot.launcher;

import io.mailslot.launcher.look.Tone;

/** Colours of a terminal: of the eight that every one has, those that can be read on light and on dark ones. */
final class Paint {
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private Paint() {}

    static String of(Tone tone, String text) {
        return tone == Tone.BAD && !text.isEmpty() ? RED + text + PLAIN : text;
    }
}
