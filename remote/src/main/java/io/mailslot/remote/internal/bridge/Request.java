package io.mailslot.remote.internal.bridge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as it comes to the desk: lines of text in UTF-8. The first one names this protocol and its version, the second one
 * what is wanted, the last one the mailslot that the answer goes to.
 *
 * @param version the version, as it is written
 * @param wanted what is wanted
 * @param arguments the lines in between
 * @param answerTo the bare name of the answer's mailslot
 */
record Request(String version, String wanted, List<String> arguments, String answerTo) {
    static final String PROTOCOL = "mailslot-bridge";
    static final String VERSION = "1";
    static final String HEADER = PROTOCOL + " " + VERSION;

    /** Nobody can have the bridge write to another mailslot than one that is made for answers. */
    private static final String ANSWERS = "bridge/answer-";

    private static final int LEAST_LINES = 3;

    /** {@return the request; empty if nobody could be answered} */
    static Optional<Request> parse(byte[] message) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
        List<String> lines = text.lines().toList();
        if (lines.size() < LEAST_LINES || !lines.get(0).startsWith(PROTOCOL + " ")) {
            return Optional.empty();
        }
        int last = lines.size() - 1;
        if (!lines.get(last).startsWith(ANSWERS)) {
            return Optional.empty();
        }
        String version = lines.get(0).substring(PROTOCOL.length() + 1);
        return Optional.of(new Request(version, lines.get(1), lines.subList(2, last), lines.get(last)));
    }
}
