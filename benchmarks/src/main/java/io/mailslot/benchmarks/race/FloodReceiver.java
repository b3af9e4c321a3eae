package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Arrival;
import io.mailslot.benchmarks.transport.Inbox;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Receives and checks every message of all senders. Says when all have warmed up, and at the end when the last message
 * came and how many of those that count have come.
 */
final class FloodReceiver implements Arrival {
    private static final int MOST_AT_ONCE = 256;

    private final int size;
    private final long[] expected;
    private int warm;
    private int done;
    private long counted;

    private FloodReceiver(Task task) {
        size = task.number("size");
        expected = new long[task.number("senders")];
    }

    static void run(Task task) throws IOException {
        Inbox inbox = task.transport().inbox(task.port("there"));
        Side.endWithParent();
        Pinning.pinThread(task);
        FloodReceiver receiver = new FloodReceiver(task);
        Side.say("ready");
        while (receiver.done < receiver.expected.length) {
            inbox.receive(MOST_AT_ONCE, receiver);
        }
        long end = System.nanoTime();
        Profiling.end(task);
        Side.say(end + " " + receiver.counted);
        // a connection must not end before its senders do: whoever started this ends it
        Side.listen();
    }

    @Override
    public void message(ByteBuffer memory, int offset, int length) {
        int sender = Message.sender(memory, offset);
        Message.check(memory, offset, length, size, expected[sender]++);
        int kind = Message.kind(memory, offset);
        if (kind == Message.MEASURED) {
            counted++;
        } else if (kind != Message.WARM_UP) {
            mark(kind);
        }
    }

    private void mark(int kind) {
        if (kind == Message.WARM && ++warm == expected.length) {
            Side.say("warm");
        }
        if (kind == Message.LAST) {
            counted++;
            done++;
        }
    }
}
