package io.mailslot.it.storm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How long something took, without the time for which the machine kept this JVM from running: on a busy one a call that is
 * over at once may seem to take half a second.
 */
public final class NetTime {
    private static final List<Span> HICCUPS = new CopyOnWriteArrayList<>();
    private static final HiccupMeter METER = HiccupMeter.start(HICCUPS::add);

    static {
        METER.catchUp(); // at first it does not run yet
    }

    private final long start;

    private NetTime(long start) {
        this.start = start;
    }

    /** From now on. */
    public static NetTime start() {
        return from(System.nanoTime());
    }

    /** From a moment of {@link System#nanoTime}, since when this class has been in use. */
    public static NetTime from(long start) {
        return new NetTime(start);
    }

    /** Until now. */
    public Duration took() {
        return until(System.nanoTime());
    }

    /** Until a moment of {@link System#nanoTime}. */
    public Duration until(long end) {
        METER.catchUp();
        Span all = new Span(start, Math.max(start, end));
        return Duration.ofNanos(all.nanos() - all.covered(HICCUPS));
    }
}
