package io.mailslot.remote.internal.config;

import io.mailslot.api.InvalidArgumentException;

/** Names of machines, domains and mailslots, and when two of them are the same one. */
public final class Names {
    /** Most characters of a machine's or a domain's name. */
    public static final int MAX_HOST = 63;

    /** Most characters of a mailslot's name, as the library has it. */
    private static final int MAX_SLOT = 255;

    private static final char FINAL_SIGMA = 'ς';
    private static final char SIGMA = 'σ';

    /** First and last character of the blocks in which the library takes capitals for small letters. */
    private static final char[][] BLOCKS = {
        {'\u0000', '\u058f'}, {'\u1e00', '\u1fff'}, {'\u2160', '\u217f'}, {'\u24b6', '\u24e9'}, {'\uff21', '\uff5a'}
    };

    private Names() {}

    /** {@return the form in which names are compared: small letters, of those letters that the library counts as such} */
    public static String fold(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = fold(letters[i]);
        }
        return new String(letters);
    }

    private static char fold(char letter) {
        if (letter == FINAL_SIGMA) {
            return SIGMA;
        }
        for (char[] block : BLOCKS) {
            if (letter >= block[0] && letter <= block[1]) {
                char small = Character.toLowerCase(letter);
                return Character.toUpperCase(small) == letter ? small : letter;
            }
        }
        return letter;
    }

    /**
     * Checks the name of a machine or of a domain.
     *
     * @param what what it is the name of, for the message
     * @param name the name
     * @return the name
     */
    public static String checkHost(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_HOST) {
            throw new InvalidArgumentException("the name of the " + what + " has " + name.length()
                    + " characters, 1 to " + MAX_HOST + " are possible" + hostExample());
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isHostCharacter(name.charAt(i))) {
                throw new InvalidArgumentException("the name '" + printable(name) + "' of the " + what + " has '"
                        + printable(name.substring(i, i + 1)) + "' at position " + i + hostExample());
            }
        }
        if (name.chars().allMatch(c -> c == '.')) {
            throw new InvalidArgumentException(
                    "the name '" + name + "' of the " + what + " has nothing but dots" + hostExample());
        }
        return name;
    }

    private static boolean isHostCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }

    private static String hostExample() {
        return "; use letters a to z, digits, '-', '_' and '.', as in 'till-1'";
    }

    /**
     * Checks a mailslot's name.
     *
     * @param name the bare form, such as {@code shop/orders}
     */
    static void checkSlot(String name) {
        if (name.length() > MAX_SLOT) {
            throw new InvalidArgumentException("the mailslot name has " + name.length() + " characters, at most "
                    + MAX_SLOT + " are allowed; shorten it");
        }
        if (name.indexOf('\\') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidArgumentException("the mailslot name '" + printable(name)
                    + "' has a backslash or a control character; separate its parts with '/', as in 'shop/orders'");
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new InvalidArgumentException("the mailslot name '" + printable(name) + "' has the part '" + part
                        + "', which names no mailslot; a valid name is 'orders' or 'shop/orders'");
            }
        }
    }

    /** {@return a text for a message: not too long, without control characters} */
    static String printable(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
