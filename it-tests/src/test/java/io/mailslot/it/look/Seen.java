package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.api.Receiver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What a look has shown. */
final class Seen implements Receiver.Viewer {
    final List<Long> numbers = new ArrayList<>();
    final List<String> texts = new ArrayList<>();

    /** What is shown from a number on. */
    static Seen of(Receiver receiver, long from) {
        Seen seen = new Seen();
        receiver.look(from, Integer.MAX_VALUE, seen);
        return seen;
    }

    @Override
    public boolean view(long number, ByteBuffer message) {
        numbers.add(number);
        texts.add(UTF_8.decode(message).toString());
        return true;
    }

    /** The numbers from one up to, but not including, another one. */
    static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
