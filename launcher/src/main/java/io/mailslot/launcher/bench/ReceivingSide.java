package io.mailslot.launcher.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Receives all the time; tells how many messages have come ({@code count}), and how late those were that count ({@code latency}). */
final class ReceivingSide implements Side.Part {
    /** Of a thousand parts of a value one may be wrong. */
    static final int DIGITS = 3;

    private final List<Counter> counters = new ArrayList<>();
    private final Histogram latency = new ConcurrentHistogram(DIGITS);

    ReceivingSide(Task task) throws IOException {
        List<Inbox> inboxes =
                task.carrier() == Carrier.MAILSLOT ? List.of(Mailslots.inbox(task)) : Streams.inboxes(task);
        for (Inbox inbox : inboxes) {
            Counter counter = new Counter();
            counters.add(counter);
            Side.start("receive", () -> {
                while (true) {
                    inbox.receive(counter);
                }
            });
        }
    }

    @Override
    public String answer(String[] words) {
        if (words[0].equals("latency")) {
            return encoded(latency.copy());
        }
        long sum = counters.stream().mapToLong(Counter::value).sum();
        return sum + " " + System.nanoTime();
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** Written by one thread. What it has counted is in the histogram. */
    private final class Counter implements Inbox.Arrival {
        private final AtomicLong arrived = new AtomicLong();

        @Override
        public void arrived(long due) {
            if (due != Outbox.NOT_TIMED) {
                latency.recordValue(Math.max(0, System.nanoTime() - due));
            }
            arrived.lazySet(arrived.get() + 1);
        }

        private long value() {
            return arrived.get();
        }
    }
}
