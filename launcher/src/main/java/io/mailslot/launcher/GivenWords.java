package io.mailslot.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of the command line as they were given, which is in UTF-8. Java reads them in the character set of the locale,
 * and under {@code LC_ALL=C} every letter beyond ASCII becomes another one; the operating system still has the bytes.
 */
final class GivenWords {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final char UNREADABLE = '\ufffd';

    private GivenWords() {}

    /**
     * Reads the words again.
     *
     * @param read as Java has read them
     * @throws CommandFailure if one is not UTF-8, or cannot be known
     */
    static String[] of(String[] read) {
        List<byte[]> all = commandLine();
        int first = all.size() - read.length;
        String[] words = read.clone();
        for (int i = 0; i < read.length; i++) {
            if (first >= 0 && isReadingOf(all.get(first + i), read[i])) {
                words[i] = decode(all.get(first + i));
            } else if (read[i].indexOf(UNREADABLE) >= 0) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "'" + read[i] + "' was read in the character set " + fileNames()
                                + ", which lacks some of its letters; start Java with LC_ALL=C.UTF-8");
            }
        }
        return words;
    }

    /** The character set in which Java passes file names and words to the operating system. */
    static Charset fileNames() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    private static List<byte[]> commandLine() {
        try {
            return split(Files.readAllBytes(COMMAND_LINE));
        } catch (IOException unknown) {
            return List.of();
        }
    }

    /** Each word ends with a zero. */
    private static List<byte[]> split(byte[] line) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                words.add(Arrays.copyOfRange(line, start, i));
                start = i + 1;
            }
        }
        return words;
    }

    /** What is all ASCII is the same in every character set; of the rest, Java knows that it is not. */
    private static boolean isReadingOf(byte[] given, String read) {
        boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(read) && read.indexOf('?') < 0;
        return !plain || read.equals(new String(given, StandardCharsets.ISO_8859_1));
    }

    private static String decode(byte[] word) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(word))
                    .toString();
        } catch (CharacterCodingException otherwise) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'" + new String(word, StandardCharsets.UTF_8)
                            + "' is not UTF-8; give bytes on standard input or in a file");
        }
    }
}
