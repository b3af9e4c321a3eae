package io.mailslot.launcher;

import io.mailslot.launcher.act.ActContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (or SIGTERM, or SIGHUP) end a command in order: the working thread is interrupted, finishes the message it is
 * at, takes it, closes its handles, and only then the JVM ends, with the exit code that belongs to the signal. Not by a
 * shutdown hook: those of the library run at the same time, and close what the working thread is at.
 *
 * <p>Use it as the first resource of a try statement, so that it is closed after everything else.
 */
final class Interruption implements ActContext.Interruptible {
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final int SIGNAL_BASE = 128;

    /**
     * How long a signal waits for the working thread. One that is stuck in a read of standard input, or a write to a full
     * pipe, cannot be woken; what it leaves open is closed by whoever attaches next.
     */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** What a signal wants the JVM to end with; 0 while there was none. */
    private static volatile int endsWith;

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);

    private final Duration patience;

    private volatile boolean requested;

    private Interruption(Duration patience) {
        this.patience = patience;
    }

    /** Watches for signals on behalf of the calling thread. */
    static Interruption watch() {
        return watch(PATIENCE);
    }

    /** As {@link #watch()}, and a signal waits so long for the thread. */
    static Interruption watch(Duration patience) {
        Interruption interruption = new Interruption(patience);
        SIGNALS.forEach((name, number) -> Signals.handle(name, () -> interruption.end(SIGNAL_BASE + number)));
        return interruption;
    }

    /** What the JVM ends with, if it would otherwise end with this. */
    static int exitCode(int code) {
        return endsWith == 0 ? code : endsWith;
    }

    @Override
    public boolean requested() {
        return requested;
    }

    /**
     * Whether shutdown hooks are running. The library has one too, which closes every handle: what a command sees then
     * is no failure, whichever hook was first.
     */
    static boolean jvmIsEnding() {
        Thread probe = new Thread(() -> {}, "mailslot-ending-probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Called by a thread of its own for each signal. */
    private void end(int code) {
        endsWith = code;
        requested = true;
        if (finished.getCount() > 0) {
            worker.interrupt();
        }
        try {
            finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(code);
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
