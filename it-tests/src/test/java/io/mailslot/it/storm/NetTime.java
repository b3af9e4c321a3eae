package io.mailslot.it.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How long something took, without the time for which the machine kept this JVM from running: on a busy one a call that is
 * over at once may seem to take half a second. What is taken off is what a {@link HiccupMeter} saw, or what one of this
 * JVM's threads waited for a processor if that is more: that may be the one that all others waited for.
 */
public final class NetTime {
    private static final List<Span> HICCUPS = new CopyOnWriteArrayList<>();
    private static final HiccupMeter METER = HiccupMeter.start(HICCUPS::add);

    static {
        METER.catchUp(); // at first it does not run yet
    }

    private final long start;
    private final Map<Path, Long> delays;

    private NetTime(long start) {
        this.start = start;
        this.delays = RunDelay.ofEachThread();
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
        long heldUp = Math.max(all.covered(HICCUPS), longestDelay());
        return Duration.ofNanos(Math.max(0, all.nanos() - heldUp));
    }

    /** What any one thread has waited for a processor since then; one that came later, all in all. */
    private long longestDelay() {
        return RunDelay.ofEachThread().entrySet().stream()
                .mapToLong(now -> now.getValue() - delays.getOrDefault(now.getKey(), 0L))
                .max()
                .orElse(0);
    }
}
