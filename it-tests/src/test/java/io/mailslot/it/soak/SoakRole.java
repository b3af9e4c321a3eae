package io.mailslot.it.soak;

/** What a process of the soak does, and how many do it. */
enum SoakRole {
    /** Sends streams of its own to all mailslots, by two threads. */
    WRITER(3),
    /** Takes from the receivers of the test that are shared, and writes down what it took. */
    READER(2),
    /** Joins the broadcast mailslots with receivers of its own, which miss nothing, or as much as they are told. */
    LISTENER(1),
    /** Looks at what the durable mailslot has, writes it down, and advances. */
    LOOKER(1),
    /** Takes from the durable mailslot by a cursor, and writes down what it took. */
    TAKER(1),
    /** Opens, closes, joins, leaves, and looks at figures. */
    INSPECTOR(1),
    /** Answers; nobody harms it, so that it can tell if it is not told of something. */
    ECHO(1),
    /** Does a little of everything, for the archive of classes. */
    REHEARSAL(0);

    private final int wanted;

    SoakRole(int wanted) {
        this.wanted = wanted;
    }

    int wanted() {
        return wanted;
    }

    /** Whether nobody else may have open what it opens, not even who was killed and is not dead yet. */
    boolean isAlone() {
        return this == LOOKER || this == TAKER;
    }

    boolean isVictim() {
        return this != ECHO;
    }
}
