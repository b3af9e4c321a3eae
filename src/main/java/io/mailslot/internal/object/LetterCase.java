package io.mailslot.internal.object;

/**
 * Takes the case of letters out of names, one character for one, as Windows does: a capital becomes its small letter, and
 * no letter becomes two. So {@code maße} is not {@code masse}, and the {@code ı} without a dot is no {@code i}.
 *
 * <p>All JVMs of a home must agree, and their JDKs know different versions of Unicode. So only alphabets count that are
 * complete: Latin, Greek, Cyrillic, Armenian, Roman numerals, letters in circles and wide ones.
 */
final class LetterCase {
    /** First and last character of the blocks whose pairs of letters do not change any more. */
    private static final char[][] BLOCKS = {
        {'\u0000', '\u058f'}, {'\u1e00', '\u1fff'}, {'\u2160', '\u217f'}, {'\u24b6', '\u24e9'}, {'\uff21', '\uff5a'}
    };

    private static final char FINAL_SIGMA = 'ς';
    private static final char SIGMA = 'σ';

    private LetterCase() {}

    static String fold(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = fold(letters[i]);
        }
        return new String(letters);
    }

    static char fold(char letter) {
        if (letter == FINAL_SIGMA) {
            return SIGMA;
        }
        if (!counts(letter)) {
            return letter;
        }
        char small = Character.toLowerCase(letter);
        // Both ways: the Kelvin sign has the small letter k, whose capital is another one.
        return Character.toUpperCase(small) == letter ? small : letter;
    }

    private static boolean counts(char letter) {
        for (char[] block : BLOCKS) {
            if (letter <= block[1]) {
                return letter >= block[0];
            }
        }
        return false;
    }
}
