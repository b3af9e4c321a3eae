package io.mailslot.it.slot;

import io.mailslot.api.Receiver;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Reads with a receiver that nobody shares, in all ways that there are. What it gets is whole and in the order of each
 * stream, and with what it has missed as much as the number of the next message tells.
 */
final class DroppingEar {
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int LARGEST = 64 << 10;

    private final Receiver receiver;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private final Map<Integer, Integer> last = new HashMap<>();

    /** The number of the first message that was to be heard. */
    private long first = UNKNOWN;

    private long heard;

    DroppingEar(Receiver receiver, Random random) {
        this.receiver = receiver;
        this.random = random;
    }

    /** How many messages it has got. */
    long heard() {
        return heard;
    }

    /** Takes some; false if there were none. */
    boolean step() {
        long before = heard;
        switch (random.nextInt(5)) {
            case 0 -> receiver.drain(1 + random.nextInt(300), this::hear);
            case 1 -> {
                if (receiver.poll(buffer.clear())) {
                    hear(buffer.flip());
                }
            }
            case 2 -> receiver.poll().ifPresent(message -> hear(ByteBuffer.wrap(message)));
            case 3 -> {
                receiver.peek().ifPresent(message -> Numbered.requireWhole(ByteBuffer.wrap(message), "peeked"));
                receiver.drain(20, this::hear);
            }
            default -> compare();
        }
        return heard > before;
    }

    void hearAll() {
        while (receiver.drain(Integer.MAX_VALUE, this::hear) > 0) {
            Thread.onSpinWait();
        }
    }

    private void hear(ByteBuffer message) {
        heard++;
        Numbered.requireWhole(message, "heard");
        int stream = Numbered.stream(message);
        int number = Numbered.number(message);
        Integer before = last.put(stream, number);
        if (before != null && number <= before) {
            throw new AssertionError("number " + number + " of stream " + stream + " was heard after " + before);
        }
    }

    /** Compares what it got with the number of the next message. */
    private void compare() {
        long missedBefore = receiver.info().missedMessages();
        long[] next = {UNKNOWN};
        receiver.look(0, 1, (number, message) -> {
            next[0] = number;
            return true;
        });
        long missed = receiver.info().missedMessages();
        if (next[0] == UNKNOWN) {
            return;
        }
        if (first == UNKNOWN) {
            first = missed == missedBefore ? next[0] - heard - missed : UNKNOWN;
            return;
        }
        long gaps = next[0] - first - heard;
        if (gaps < missedBefore || gaps > missed) {
            throw new AssertionError("from number " + first + " on were heard " + heard + " and missed " + missedBefore
                    + " to " + missed + ", but the next one has number " + next[0]);
        }
    }
}
