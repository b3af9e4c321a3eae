package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Arrival;
import io.mailslot.benchmarks.transport.Inbox;
import io.mailslot.benchmarks.transport.Outbox;
import io.mailslot.benchmarks.transport.Pauses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A receiver that sleeps between messages, and who wakes it. */
final class WakeSide {
    private static final long WARM_UP_GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(60);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Around 5 ms, not always the same: who looks at fixed times shall not fall into step. */
    private static final long SHORTEST_GAP_NANOS = 4_000_000;

    private static final long LONGEST_GAP_NANOS = 6_000_000;

    private WakeSide() {}

    static void receive(Task task) throws IOException {
        Inbox inbox = task.transport().inbox(task.port("there"));
        Receiving receiving = new Receiving();
        while (!receiving.done) {
            inbox.receive(1, receiving);
        }
        print(receiving.nanos);
    }

    static void send(Task task) throws IOException {
        Outbox outbox = task.transport().outbox(task.port("there"));
        ByteBuffer message = ByteBuffer.allocateDirect(Message.SMALL);
        Histogram nanos = new Histogram(3);
        long number = 0;
        long start = System.nanoTime();
        long warmUp = TimeUnit.MILLISECONDS.toNanos(task.number("warm"));
        while (System.nanoTime() - start < warmUp) {
            long sent = send(outbox, message, number++, Message.WARM_UP);
            while (System.nanoTime() - sent < WARM_UP_GAP_NANOS) {
                Thread.onSpinWait();
            }
        }
        Pauses.pause(SETTLE_NANOS);
        long pace = TimeUnit.MICROSECONDS.toNanos(task.number("paceMicros", 0));
        for (int i = 0; i < task.number("amount"); i++) {
            long gap = pace > 0 ? pace : ThreadLocalRandom.current().nextLong(SHORTEST_GAP_NANOS, LONGEST_GAP_NANOS);
            Pauses.pause(gap);
            long sent = send(outbox, message, number++, Message.MEASURED);
            nanos.recordValue(System.nanoTime() - sent);
        }
        Pauses.pause(SETTLE_NANOS);
        send(outbox, message, number, Message.LAST);
        print(nanos);
        // a driver in this JVM must outlive the delivery
        Pauses.pause(SETTLE_NANOS);
    }

    private static long send(Outbox outbox, ByteBuffer message, long number, int kind) {
        long now = System.nanoTime();
        Message.put(message, number, kind, 0);
        Message.putTime(message, now);
        outbox.send(message);
        return now;
    }

    private static void print(Histogram nanos) {
        Side.say(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99));
    }

    private static final class Receiving implements Arrival {
        private final Histogram nanos = new Histogram(3);
        private long expected;
        private boolean done;

        @Override
        public void message(ByteBuffer memory, int offset, int length) {
            long now = System.nanoTime();
            Message.check(memory, offset, length, Message.SMALL, expected++);
            int kind = Message.kind(memory, offset);
            if (kind == Message.MEASURED) {
                nanos.recordValue(now - Message.sentAt(memory, offset));
            }
            done = kind == Message.LAST;
        }
    }
}
