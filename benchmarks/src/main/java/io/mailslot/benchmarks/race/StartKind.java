package io.mailslot.benchmarks.race;

/** What is started by {@link StartRace}. */
enum StartKind {
    /** A JVM with the library in its class path, that does nothing: from the call until {@code main}. */
    JVM("a JVM that does nothing", false),

    /** The same with the flags that the library once asked for. */
    JVM_FLAGS("a JVM that does nothing, with flags", true),

    /** A child without flags. */
    CHILD("child without flags", false),

    /** A child with the flags that the library once asked for. */
    CHILD_FLAGS("child with flags", true),

    /** A child whose classes the JVM has in an archive, which the first one makes at its end. */
    ARCHIVE("child without flags, archive of classes", false),

    /** A child by {@code JavaCommand}. */
    COMMAND("child by JavaCommand", false);

    private final String text;
    private final boolean flags;

    StartKind(String text, boolean flags) {
        this.text = text;
        this.flags = flags;
    }

    String text() {
        return text;
    }

    boolean flags() {
        return flags;
    }

    /** Nothing of the library takes part. */
    boolean isBare() {
        return this == JVM || this == JVM_FLAGS;
    }
}
