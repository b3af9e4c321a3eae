package io.mailslot.launcher.look;

/** How much something matters that is printed; told by colour besides the word, where there are colours. */
public enum Tone {
    /** As all the rest. */
    PLAIN,
    /** It keeps others waiting, or is lost. */
    BAD
}
