package io.mailslot.remote.internal.bridge;

import io.mailslot.api.MessageBatch;
import io.mailslot.remote.internal.frame.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a frame in parts that a mailslot takes at once: in one, unless the mailslot is small. Those that are too large
 * for it are left out. To be used again and again, by one thread.
 */
final class Parts implements Frame.Handler {
    /** What a mailslot needs for a message beside its bytes, at most. */
    private static final int AROUND = 2 * Integer.BYTES;

    private final long largestMessage;
    private final long largestPart;
    private final List<Part> parts = new ArrayList<>();
    private int used;
    private long refused;

    /**
     * For a mailslot.
     *
     * @param largestMessage the largest message that it takes, in bytes
     * @param largestPart the most bytes that it takes at once
     */
    Parts(long largestMessage, long largestPart) {
        this.largestMessage = largestMessage;
        this.largestPart = largestPart;
    }

    /** Messages that follow each other, but for those that are left out. */
    static final class Part {
        private final MessageBatch batch = new MessageBatch();
        private long first;
        private long next;
        private long bytes;

        MessageBatch batch() {
            return batch;
        }

        long first() {
            return first;
        }

        /** The number behind the last one. */
        long next() {
            return next;
        }

        private Part begin(long number) {
            batch.clear();
            first = number;
            next = number;
            bytes = 0;
            return this;
        }
    }

    /** Divides the messages of a frame from a number on. */
    List<Part> of(Frame frame, long from) {
        used = 0;
        refused = 0;
        begin(from);
        frame.forEach(from, this);
        return parts.subList(0, used);
    }

    /** Lets go of the memory that large frames took. */
    void letGo() {
        parts.clear();
    }

    /** How many messages of the last frame were too large. */
    long refused() {
        return refused;
    }

    @Override
    public void message(long number, byte[] source, int offset, int length) {
        Part part = parts.get(used - 1);
        if (length > largestMessage) {
            refused++;
        } else {
            long size = (long) length + AROUND;
            if (part.bytes + size > largestPart && !part.batch.isEmpty()) {
                part = begin(number);
            }
            part.batch.add(source, offset, length);
            part.bytes += size;
        }
        part.next = number + 1;
    }

    private Part begin(long number) {
        if (used == parts.size()) {
            parts.add(new Part());
        }
        return parts.get(used++).begin(number);
    }
}
