package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Arrival;
import io.mailslot.benchmarks.transport.Inbox;
import io.mailslot.benchmarks.transport.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Round trips of one message at a time, over two connections. */
final class PingPongSide {
    /** Measured however long they take. */
    private static final int FEWEST = 10;

    private PingPongSide() {}

    static void pong(Task task) throws IOException {
        Inbox inbox = task.transport().inbox(task.port("there"));
        Outbox outbox = task.transport().outbox(task.port("back"));
        Side.endWithParent();
        Pinning.pinThread(task);
        ByteBuffer answer = ByteBuffer.allocateDirect(Message.SMALL);
        Check check = new Check();
        do {
            inbox.receive(1, check);
            Message.put(answer, check.expected - 1, check.kind, 0);
            outbox.send(answer);
        } while (check.kind != Message.LAST);
        Profiling.end(task);
        // what was recorded is needed; and a driver in this JVM must outlive the delivery: whoever started this ends it
        Side.say("done");
        Side.listen();
    }

    /** Says the median, the 99th percentile and the number of trips measured. */
    static void ping(Task task) throws IOException {
        // the other way round than the other side: each inbox is there before somebody looks for it
        Outbox outbox = task.transport().outbox(task.port("there"));
        Inbox inbox = task.transport().inbox(task.port("back"));
        Side.endWithParent();
        Pinning.pinThread(task);
        ByteBuffer message = ByteBuffer.allocateDirect(Message.SMALL);
        Histogram nanos = new Histogram(3);
        Check check = new Check();
        long warm = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(task.number("warm"));
        long end = warm + TimeUnit.MILLISECONDS.toNanos(task.number("millis"));
        long number = 0;
        for (long now = System.nanoTime(); now < end || nanos.getTotalCount() < FEWEST; ) {
            Message.put(message, number++, Message.MEASURED, 0);
            outbox.send(message);
            inbox.receive(1, check);
            long came = System.nanoTime();
            if (now > warm) {
                nanos.recordValue(came - now);
            }
            now = came;
        }
        Message.put(message, number, Message.LAST, 0);
        outbox.send(message);
        inbox.receive(1, check);
        Profiling.end(task);
        Side.say(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99) + " " + nanos.getTotalCount());
    }

    private static final class Check implements Arrival {
        private long expected;
        private int kind;

        @Override
        public void message(ByteBuffer memory, int offset, int length) {
            Message.check(memory, offset, length, Message.SMALL, expected++);
            kind = Message.kind(memory, offset);
        }
    }
}
