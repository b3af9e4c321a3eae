package io.mailslot.internal.memory;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what an interrupt would spoil on a thread that nobody interrupts, one for each call that is going on, so that none waits
 * for another. An interrupt that arrives while the JDK maps a
 * file makes the call fail after the file was mapped, and the mapping is forgotten for ever.
 */
final class QuietThread {
    private static final ThreadPoolExecutor POOL = pool();

    private QuietThread() {}

    private static ThreadPoolExecutor pool() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(null, work, "mailslot-mapper", 0, false);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Work, and what it makes, which is only the caller's: a queue of the pool may remember the call, and a mapping would stay
     * with it until all of the heap is collected.
     */
    private static final class Call<T> implements Callable<Void> {
        private final Callable<T> work;
        private T made;

        Call(Callable<T> work) {
            this.work = work;
        }

        @Override
        public Void call() throws Exception {
            made = work.call();
            return null;
        }
    }

    /** Runs the work there and waits for it, interrupted or not; the flag stays as it is. */
    static <T> T run(Callable<T> work) throws IOException {
        Call<T> call = new Call<>(work);
        Future<Void> future = submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return call.made;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Future<Void> submit(Call<?> work) throws NoThreadException {
        try {
            return POOL.submit(work);
        } catch (OutOfMemoryError noThread) {
            throw new NoThreadException(noThread);
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
