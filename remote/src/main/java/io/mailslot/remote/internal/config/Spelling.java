package io.mailslot.remote.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Spelling {
    /** So many letters may be wrong. */
    private static final int MOST_WRONG = 3;

    private Spelling() {}

    /**
     * The word that is most like another one.
     *
     * @param written what somebody wrote
     * @param words what is possible
     * @return one of them, or empty if none is like it
     */
    public static Optional<String> nearest(String written, Collection<String> words) {
        int most = Math.min(MOST_WRONG, written.length() / 2);
        return words.stream()
                .filter(word -> distance(written, word) <= most)
                .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    /** How many letters must be put in, left out or changed to make one of the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
