package io.mailslot.it.soak;

import io.mailslot.api.Receiver;
import io.mailslot.it.slot.Numbered;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Listens with a receiver that nobody shares. Each stream must come without gaps, but for what is missed; what was taken
 * and missed must be what the number of the next message tells.
 */
final class SoakListener {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final String who;
    private final SoakSlot slot;
    private final Receiver receiver;
    private final Random random;
    private final ReadForms forms;

    /** Whether it also looks and advances: what is passed over by that does not count as missed. */
    private final boolean advances;

    private final Map<Integer, Integer> last = new ConcurrentHashMap<>();
    private long first = UNKNOWN;
    private long taken;

    SoakListener(SoakSlot slot, Receiver receiver, boolean advances, Random random, Executor elsewhere) {
        this.who = "who listens to " + slot + (advances ? ", and advances," : "");
        this.slot = slot;
        this.receiver = receiver;
        this.advances = advances;
        this.random = random;
        this.forms = new ReadForms(slot, random, elsewhere);
    }

    /** Takes a few messages, or none; returns how many. */
    int step() {
        if (first == UNKNOWN || random.nextInt(8) == 0) {
            compare();
        }
        return advances && random.nextBoolean() ? lookAndAdvance() : forms.take(receiver, this::took);
    }

    private int lookAndAdvance() {
        long before = taken;
        long next = receiver.look(0, slot.drops() ? 1 : 1 + random.nextInt(50), (number, message) -> {
            took(message);
            return true;
        });
        receiver.advance(next);
        return (int) (taken - before);
    }

    private void took(ByteBuffer message) {
        taken++;
        if (SoakMessage.requireWhole(message, slot) >= 0) {
            return;
        }
        int stream = Numbered.stream(message);
        int number = Numbered.number(message);
        Integer before = last.put(stream, number);
        if (before != null && (slot.drops() ? number <= before : number != before + 1)) {
            throw new AssertionError(who + " got number " + number + " of stream " + stream + " after " + before);
        }
    }

    /** Compares what it got with the number of the next message. */
    private void compare() {
        long missedBefore = missed();
        long[] next = {UNKNOWN};
        receiver.look(0, 1, (number, message) -> {
            next[0] = number;
            return true;
        });
        long missed = missed();
        if (next[0] == UNKNOWN) {
            return;
        }
        if (first == UNKNOWN) {
            first = missed == missedBefore ? next[0] - taken - missed : UNKNOWN;
            return;
        }
        long gaps = next[0] - first - taken;
        if (gaps < missedBefore || gaps > missed && !(advances && slot.drops())) {
            throw new AssertionError(who + " took " + taken + " from number " + first + " on and missed " + missedBefore
                    + " to " + missed + ", but the next one has number " + next[0]);
        }
    }

    private long missed() {
        slot.check(receiver.info());
        return receiver.info().missedMessages();
    }

    /** The last number of each stream. */
    Map<Integer, Integer> last() {
        return last;
    }

    /** How many were taken and missed. */
    long known() {
        return taken + missed();
    }
}
