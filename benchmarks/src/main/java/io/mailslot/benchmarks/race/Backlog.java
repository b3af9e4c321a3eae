package io.mailslot.benchmarks.race;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/**
 * A mailslot with more and more unread messages of 64 B. At 1, 10, 100 and so on it says: nanoseconds (medians) of a
 * read, a write, and a question for the number of messages.
 */
final class Backlog {
    private static final int BOUTS = 21;
    private static final int IN_A_BOUT = 1_000;
    private static final int WARM_UP_BOUTS = 300;
    private static final int STEP = 10;

    private final Receiver receiver;
    private final Sender sender;
    private final ByteBuffer message = ByteBuffer.allocateDirect(Message.SMALL);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(Message.SMALL);
    private long sent;
    private long received;

    private Backlog(Receiver receiver, Sender sender) {
        this.receiver = receiver;
        this.sender = sender;
    }

    static void run(Task task) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(task.folder()));
                Receiver receiver = kernel.createMailslot(
                        "backlog", MailslotOptions.defaults().withCapacity(MailslotOptions.MAX_CAPACITY));
                Sender sender = kernel.openMailslot("backlog")) {
            Backlog backlog = new Backlog(receiver, sender);
            backlog.measure(WARM_UP_BOUTS);
            for (long count = 1; count <= task.number("amount"); count *= STEP) {
                backlog.send(count - (backlog.sent - backlog.received));
                Side.say(count + " " + backlog.measure(BOUTS));
            }
            Side.say("0");
        }
    }

    /** Each bout leaves as many messages behind as it found. */
    private String measure(int bouts) {
        Histogram writes = new Histogram(3);
        Histogram reads = new Histogram(3);
        Histogram looks = new Histogram(3);
        for (int bout = 0; bout < bouts; bout++) {
            long start = System.nanoTime();
            send(IN_A_BOUT);
            long written = System.nanoTime();
            receive(IN_A_BOUT);
            long read = System.nanoTime();
            for (int i = 0; i < IN_A_BOUT; i++) {
                if (receiver.info().messageCount() != sent - received) {
                    throw new IllegalStateException("the count is wrong");
                }
            }
            looks.recordValue((System.nanoTime() - read) / IN_A_BOUT);
            reads.recordValue((read - written) / IN_A_BOUT);
            writes.recordValue((written - start) / IN_A_BOUT);
        }
        return reads.getValueAtPercentile(50) + " " + writes.getValueAtPercentile(50) + " "
                + looks.getValueAtPercentile(50);
    }

    private void send(long count) {
        for (long i = 0; i < count; i++) {
            Message.put(message, sent++, Message.MEASURED, 0);
            sender.write(message.clear());
        }
    }

    private void receive(int count) {
        for (int i = 0; i < count; i++) {
            if (!receiver.poll(copy.clear())) {
                throw new IllegalStateException("message " + received + " is missing");
            }
            Message.check(copy, 0, copy.position(), Message.SMALL, received++);
        }
    }
}
