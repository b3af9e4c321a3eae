package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of the talk between a test and a child: words separated by spaces, percent-encoded, so that any text fits
 * into a word and every line is plain ASCII. An empty word is written as {@code ~}.
 */
final class Words {
    private static final String EMPTY = "~";

    private Words() {}

    static String join(String... words) {
        return Arrays.stream(words).map(Words::encode).collect(Collectors.joining(" "));
    }

    static List<String> split(String line) {
        return Arrays.stream(line.strip().split(" ")).map(Words::decode).toList();
    }

    static String joinPairs(String first, Map<String, ?> pairs) {
        StringBuilder line = new StringBuilder(first);
        pairs.forEach((key, value) -> line.append(' ').append(key).append('=').append(encode(String.valueOf(value))));
        return line.toString();
    }

    static Map<String, String> splitPairs(String line) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : line.strip().split(" ")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String encode(String word) {
        return word.isEmpty() ? EMPTY : URLEncoder.encode(word, UTF_8);
    }

    private static String decode(String word) {
        return word.equals(EMPTY) ? "" : URLDecoder.decode(word, UTF_8);
    }
}
