package io.mailslot.it.slot;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks that a receiver that nobody shares gets every message of a stream once it got the first one. */
final class Continuity {
    private final String who;
    private final Map<Integer, Integer> last = new ConcurrentHashMap<>();

    Continuity(String who) {
        this.who = who;
    }

    void hear(byte[] message) {
        hear(ByteBuffer.wrap(message));
    }

    void hear(ByteBuffer message) {
        Numbered.requireWhole(message, "message for " + who);
        int stream = Numbered.stream(message);
        int number = Numbered.number(message);
        Integer before = last.put(stream, number);
        if (before != null && before + 1 != number) {
            throw new AssertionError(who + " got number " + number + " of stream " + stream + " after " + before);
        }
    }

    /** The last number of each stream. */
    Map<Integer, Integer> last() {
        return last;
    }
}
