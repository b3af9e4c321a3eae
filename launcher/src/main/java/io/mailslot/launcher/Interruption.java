package io.mailslot.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (or SIGTERM) end a command in order: the working thread is interrupted, finishes the message it is at,
 * closes its handles, and only then the JVM goes on to end, with the exit code that belongs to the signal.
 *
 * <p>Use it as the first resource of a try statement, so that it is closed after everything else.
 */
final class Interruption implements AutoCloseable {
    /**
     * How long an ending JVM waits for the working thread. One that is stuck in a read of standard input, or a write to
     * a full pipe, cannot be woken; what it leaves open is closed by whoever attaches next.
     */
    private static final long PATIENCE_MS = 250;

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interruptWorker, "mailslot-interruption");

    private volatile boolean requested;

    private Interruption() {}

    /** Watches for the end of the JVM on behalf of the calling thread. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether the working thread should come to an end. */
    boolean requested() {
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

    private void interruptWorker() {
        requested = true;
        worker.interrupt();
        try {
            finished.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM has begun to end in this very moment: the hook runs and finds the latch open.
                requested = true;
            }
        }
    }
}
