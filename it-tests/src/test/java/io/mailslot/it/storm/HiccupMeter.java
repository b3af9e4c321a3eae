package io.mailslot.it.storm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Notices when a JVM cannot run although it has something to do: a thread that sleeps 1 ms at a time tells by how much it
 * overslept. Tells stalls of the machine or the garbage collector from those of the library.
 */
public final class HiccupMeter {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A busy machine makes everybody wait that long now and then. */
    public static final long NOTEWORTHY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private volatile long measuredUpTo = System.nanoTime();

    private HiccupMeter() {}

    /**
     * Begins to measure.
     *
     * @param listener told of each noteworthy hiccup
     * @return which tells when the listener has been told
     */
    public static HiccupMeter start(Consumer<Span> listener) {
        HiccupMeter meter = new HiccupMeter();
        Thread thread = new Thread(() -> meter.measure(listener), "hiccup-meter");
        thread.setDaemon(true);
        thread.start();
        return meter;
    }

    /** Returns once the listener knows of all hiccups so far: what held up others held up this meter, too. */
    public void catchUp() {
        long now = System.nanoTime();
        while (measuredUpTo - now < 0) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private void measure(Consumer<Span> listener) {
        while (!Thread.currentThread().isInterrupted()) {
            long due = System.nanoTime() + NAP_NANOS;
            LockSupport.parkNanos(NAP_NANOS);
            Span overslept = new Span(due, System.nanoTime());
            if (overslept.nanos() >= NOTEWORTHY_NANOS) {
                listener.accept(overslept);
            }
            measuredUpTo = overslept.endNanos();
        }
    }
}
