package io.mailslot.it.win32;

/**
 * One rule and the proof that it holds.
 *
 * @param section of the semantics
 * @param tag how the rule is known
 * @param face through which it is proved
 * @param text the rule
 * @param proof fails if it does not hold
 */
record Rule(String section, Tag tag, Face face, String text, Proof proof) {
    /** Which of the two ways to call the library. */
    enum Face {
        WIN32,
        JAVA
    }

    /** Fails if the rule does not hold. */
    @FunctionalInterface
    interface Proof {
        void run(Bench bench) throws Exception;
    }

    String title() {
        return section + " [" + tag + "] " + face.name().toLowerCase(java.util.Locale.ROOT) + ": " + text;
    }
}
