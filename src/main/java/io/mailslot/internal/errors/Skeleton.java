package io.mailslot.internal.errors;

/** What is the same in the messages of one kind of error: all but the words that have a digit, as numbers, ids and times do. */
final class Skeleton {
    private static final char ANY = '#';

    private Skeleton() {}

    /** The text with a mark for each such word. */
    static String of(String message) {
        StringBuilder skeleton = new StringBuilder(message.length());
        int begin = 0;
        boolean digit = false;
        for (int i = 0; i <= message.length(); i++) {
            boolean inWord = i < message.length() && Character.isLetterOrDigit(message.charAt(i));
            if (inWord) {
                digit |= Character.isDigit(message.charAt(i));
                continue;
            }
            if (digit) {
                skeleton.append(ANY);
            } else {
                skeleton.append(message, begin, i);
            }
            if (i < message.length()) {
                skeleton.append(message.charAt(i));
            }
            begin = i + 1;
            digit = false;
        }
        return skeleton.toString();
    }
}
