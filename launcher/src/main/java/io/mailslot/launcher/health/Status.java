package io.mailslot.launcher.health;

/** What monitoring is told, with the exit codes of its plugins. */
enum Status {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN;

    int exitCode() {
        return ordinal();
    }

    /** Of two the one that matters more: what is known to be bad hides what is not known, and that what is not so bad. */
    Status or(Status other) {
        return weight() >= other.weight() ? this : other;
    }

    private int weight() {
        return switch (this) {
            case OK -> 0;
            case WARNING -> 1;
            case UNKNOWN -> 2;
            case CRITICAL -> 3;
        };
    }
}
