package io.mailslot.remote.harness;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Messages at a steady pace, and how long each took. All of it in one JVM, so that there is one clock. */
public final class Ticker {
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SIZE = 64;

    private final Sender sender;
    private final Receiver receiver;

    /** Makes one, of an end here and an end on another machine. */
    public Ticker(Sender sender, Receiver receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    /**
     * Sends some and waits for each.
     *
     * @return the 99th percentile of what they took, in milliseconds: of several runs the best, since others use the machine, too
     */
    public double p99Millis(int runs, int messages) {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < runs; run++) {
            best = Math.min(best, p99Millis(messages));
        }
        return best;
    }

    /** {@return as {@link #p99Millis(int, int)}, of as many runs as it takes to be within a bound, but no more than that} */
    public double p99MillisWithin(double bound, int mostRuns, int messages) {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < mostRuns && best > bound; run++) {
            best = Math.min(best, p99Millis(messages));
        }
        return best;
    }

    private double p99Millis(int messages) {
        long[] nanos = new long[messages];
        long next = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            next += PACE_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
            long begin = System.nanoTime();
            sender.write(ByteBuffer.allocate(SIZE).putLong(begin).array());
            byte[] message = receiver.read(Patience.LONG)
                    .orElseThrow(() -> new AssertionError("a message did not come within " + Patience.LONG));
            if (ByteBuffer.wrap(message).getLong() != begin) {
                throw new AssertionError("another message came than the one that was sent");
            }
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos[messages * 99 / 100] / (double) Duration.ofMillis(1).toNanos();
    }
}
