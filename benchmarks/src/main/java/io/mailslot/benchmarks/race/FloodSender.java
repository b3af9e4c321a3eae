package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Sends as fast as it can. When all receivers have what it warmed up with, it is told to go on and is measured. Says
 * when it began, when it ended, how many messages it sent in between, and the processor time that its JVM took.
 */
final class FloodSender {
    /** Messages between two looks at the clock. */
    private static final int MOST_UNTIMED = 256;

    private static final int MOST_UNTIMED_BYTES = 1 << 20;

    private final Outbox outbox;
    private final ByteBuffer message;
    private final int index;
    private final int batch;
    private final int untimed;
    private long number;

    private FloodSender(Outbox outbox, Task task) {
        this.outbox = outbox;
        int size = task.number("size");
        message = ByteBuffer.allocateDirect(size);
        index = task.number("index");
        batch = task.number("batch");
        int many = Math.max(1, Math.min(MOST_UNTIMED, MOST_UNTIMED_BYTES / size));
        untimed = Math.max(1, many / batch);
    }

    static void run(Task task) throws IOException {
        Outbox outbox = task.transport().outbox(task.port("there"));
        Side.endWithParent();
        Pinning.pinThread(task);
        FloodSender sender = new FloodSender(outbox, task);
        Side.say("ready");
        Side.listen();
        long bytes = (long) task.number("mebibytes") << 20;
        sender.send(Message.WARM_UP, task.number("warm"), bytes / 4);
        sender.sendOne(Message.WARM);
        Side.listen();
        long cpu = CpuTime.ofThisProcess();
        long start = System.nanoTime();
        long first = sender.number;
        sender.send(Message.MEASURED, task.number("millis"), bytes * 3 / 4);
        sender.sendOne(Message.LAST);
        long end = System.nanoTime();
        long used = CpuTime.ofThisProcess() - cpu;
        Profiling.end(task);
        Side.say(start + " " + end + " " + (sender.number - first) + " " + used);
        // a driver in this JVM must outlive the delivery: whoever started this ends it
        Side.listen();
    }

    private void send(int kind, int millis, long bytes) {
        long most = bytes / message.capacity();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long sent = 0; sent < most && System.nanoTime() < end; sent += (long) untimed * batch) {
            for (int i = 0; i < untimed; i++) {
                sendBatch(kind);
            }
        }
    }

    private void sendBatch(int kind) {
        if (batch == 1) {
            sendOne(kind);
            return;
        }
        for (int i = 0; i < batch; i++) {
            Message.put(message, number++, kind, index);
            outbox.add(message);
        }
        outbox.flush();
    }

    private void sendOne(int kind) {
        Message.put(message, number++, kind, index);
        outbox.send(message);
    }
}
