package io.mailslot.launcher;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who typed something else. */
final class Suggestions {
    private static final int SHORT = 3;
    private static final int MIDDLING = 8;

    private Suggestions() {}

    /** A part of a sentence about a word that is unknown; empty if none of those that are known looks like it. */
    static String didYouMean(String word, Collection<String> known) {
        return closest(word, known)
                .map(found -> "; did you mean '" + found + "'?")
                .orElse("");
    }

    /** The one that takes the fewest mistakes in typing, but not none; empty if it takes more than somebody makes in a word so long. */
    static Optional<String> closest(String word, Collection<String> known) {
        String best = null;
        int fewest = tolerated(word) + 1;
        for (String each : known) {
            int mistakes = mistakes(word.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
            if (mistakes < fewest && mistakes > 0) {
                best = each;
                fewest = mistakes;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int tolerated(String word) {
        if (word.length() <= SHORT) {
            return word.length() - 1 > 0 ? 1 : 0;
        }
        return word.length() <= MIDDLING ? 2 : 3;
    }

    /** How many letters were left out, added, or taken for others; two that have changed places count once. */
    static int mistakes(String typed, String meant) {
        int[][] to = new int[typed.length() + 1][meant.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= meant.length(); j++) {
                if (i == 0 || j == 0) {
                    to[i][j] = i + j;
                    continue;
                }
                int same = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
                to[i][j] = Math.min(to[i - 1][j - 1] + same, 1 + Math.min(to[i - 1][j], to[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && typed.charAt(i - 1) == meant.charAt(j - 2)
                        && typed.charAt(i - 2) == meant.charAt(j - 1);
                if (swapped) {
                    to[i][j] = Math.min(to[i][j], to[i - 2][j - 2] + 1);
                }
            }
        }
        return to[typed.length()][meant.length()];
    }
}
