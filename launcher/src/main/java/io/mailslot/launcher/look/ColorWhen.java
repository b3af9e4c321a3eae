package io.mailslot.launcher.look;

/** When there are colours, as people type it. */
enum ColorWhen {
    /** On a terminal, unless NO_COLOR says otherwise. */
    auto,
    always,
    never
}
