package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.race.LookRule.Looks;
import io.mailslot.benchmarks.transport.RunRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One side of {@link Regimes}: a flood, then a dialogue, then single messages at some distances, through rings and with a
 * rule for the receiver's looks, all in one JVM, so that what was learnt of one must be forgotten for the next.
 */
final class RegimeSide {
    /** Between lone messages. */
    private static final long[] GAPS_NANOS = {20_000, 200};

    private static final long LONGEST_GAP_MESSAGES = 200_000;

    private final Task task;
    private final RunRing there;
    private final RunRing back;
    private final Looks looks;
    private final ByteBuffer message = ByteBuffer.allocateDirect(RunRing.SIZE);
    private long sent;
    private long received;
    private long bursts;

    private RegimeSide(Task task) throws IOException {
        this.task = task;
        there = RunRing.open(task.folder().resolve("there"));
        back = RunRing.open(task.folder().resolve("back"));
        looks = LookRule.values()[task.number("rule")].make();
        Side.endWithParent();
        Pinning.pinThread(task);
    }

    /** The side that begins. Says median and 99th percentile of the dialogue. */
    static void send(Task task) throws IOException {
        RegimeSide side = new RegimeSide(task);
        side.flood();
        side.ping();
        for (long gap : GAPS_NANOS) {
            side.lone(gap);
        }
        Side.listen();
    }

    /**
     * The other side. Says nanoseconds a message of the flood and messages between two looks that found nothing, each in
     * hundredths, then median and 99th percentile of one way for each distance.
     */
    static void receive(Task task) throws IOException {
        RegimeSide side = new RegimeSide(task);
        side.takeFlood();
        side.pong();
        for (int i = 0; i < GAPS_NANOS.length; i++) {
            side.takeLone();
        }
        Side.listen();
    }

    private void ping() {
        Histogram nanos = new Histogram(3);
        long warm = after("millis");
        long end = warm + TimeUnit.MILLISECONDS.toNanos(task.number("millis"));
        for (long now = System.nanoTime(); now < end; ) {
            send(there, Message.MEASURED);
            await(back);
            long came = System.nanoTime();
            if (now > warm) {
                nanos.recordValue(came - now);
            }
            now = came;
        }
        send(there, Message.LAST);
        await(back);
        Side.say(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99));
    }

    private void pong() {
        int kind;
        do {
            kind = await(there);
            send(back, kind);
        } while (kind != Message.LAST);
    }

    private void lone(long gapNanos) {
        long end = after("millis");
        long next = System.nanoTime();
        for (int i = 0; next < end && i < LONGEST_GAP_MESSAGES; i++) {
            next += gapNanos;
            while (System.nanoTime() < next) {
                Thread.onSpinWait();
            }
            Message.putTime(message, System.nanoTime());
            send(there, Message.MEASURED);
        }
        Message.putTime(message, System.nanoTime());
        send(there, Message.LAST);
        await(back);
    }

    private void takeLone() {
        Histogram nanos = new Histogram(3);
        int kind;
        do {
            kind = await(there);
            nanos.recordValue(Math.max(0, System.nanoTime() - Message.sentAt(message, 0)));
        } while (kind != Message.LAST);
        Side.say(nanos.getValueAtPercentile(50) + " " + nanos.getValueAtPercentile(99));
        send(back, Message.LAST);
    }

    private void flood() {
        for (String phase : new String[] {"warm", "millis"}) {
            long end = after(phase);
            while (System.nanoTime() < end) {
                for (int i = 0; i < 256; i++) {
                    send(there, Message.MEASURED);
                }
            }
            send(there, Message.LAST);
            await(back);
        }
    }

    private void takeFlood() {
        takeFloodOnce();
        send(back, Message.LAST);
        long before = received;
        bursts = 0;
        long start = System.nanoTime();
        takeFloodOnce();
        long nanos = System.nanoTime() - start;
        long messages = received - before;
        Side.say(100 * nanos / messages + " " + 100 * messages / Math.max(1, bursts));
        send(back, Message.LAST);
    }

    private void takeFloodOnce() {
        int kind;
        do {
            kind = await(there);
        } while (kind != Message.LAST);
    }

    private void send(RunRing ring, int kind) {
        Message.put(message, sent++, kind, 0);
        ring.send(message);
        looks.sent();
    }

    /** The kind of the next message. */
    private int await(RunRing ring) {
        if (!ring.poll(message)) {
            bursts++;
            do {
                looks.nothing();
            } while (!ring.poll(message));
        }
        looks.found();
        Message.check(message, 0, RunRing.SIZE, RunRing.SIZE, received++);
        return Message.kind(message, 0);
    }

    private long after(String phase) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(task.number(phase));
    }
}
