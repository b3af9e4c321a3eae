package io.mailslot.launcher;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text from elsewhere as it may be shown to people: what would do anything to a terminal, or change the order of what is read,
 * is spelled out, as {@code \x1b}, and so is what is not text at all.
 */
final class Printable {
    private static final int FIRST_BEYOND_BYTE = 0x100;

    private Printable() {}

    /** Text that stays on one line. */
    static String line(String text) {
        return escaped(text, false);
    }

    /** A message, with its line feeds and tabs as they are. */
    static String message(byte[] message) {
        StringBuilder shown = new StringBuilder(message.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(message);
        CharBuffer out = CharBuffer.allocate(message.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            shown.append(escaped(out.flip().toString(), true));
            out.clear();
            if (!result.isError()) {
                return shown.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                shown.append(escape(in.get() & 0xff));
            }
        }
    }

    private static String escaped(String text, boolean severalLines) {
        StringBuilder shown = null; // most texts stay as they are
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int each = text.codePointAt(i);
            boolean harmful = isHarmful(each, severalLines);
            if (harmful && shown == null) {
                shown = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (harmful) {
                shown.append(escape(each));
            } else if (shown != null) {
                shown.appendCodePoint(each);
            }
        }
        return shown == null ? text : shown.toString();
    }

    private static boolean isHarmful(int codePoint, boolean severalLines) {
        if (severalLines && (codePoint == '\n' || codePoint == '\t')) {
            return false;
        }
        return Character.isISOControl(codePoint) || changesDirection(codePoint) || isSeparator(codePoint);
    }

    /** With these a name is shown as another one. */
    private static boolean changesDirection(int codePoint) {
        return codePoint == 0x61c
                || codePoint == 0x200e
                || codePoint == 0x200f
                || codePoint >= 0x202a && codePoint <= 0x202e
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }

    /** Of lines and paragraphs. */
    private static boolean isSeparator(int codePoint) {
        return codePoint == 0x2028 || codePoint == 0x2029;
    }

    private static String escape(int value) {
        return String.format(Locale.ROOT, value < FIRST_BEYOND_BYTE ? "\\x%02x" : "\\u%04x", value);
    }
}
