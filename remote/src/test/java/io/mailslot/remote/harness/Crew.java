package io.mailslot.remote.harness;

import io.mailslot.api.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of a test: what one of them throws, the test does. */
public final class Crew implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 60;

    private final List<CompletableFuture<Void>> jobs = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /** What a thread does. */
    public interface Job {
        /** Does it. */
        void run() throws Exception;
    }

    /** Begins something in a thread of its own. */
    public CompletableFuture<Void> start(String name, Job job) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(done, job), name);
        thread.setDaemon(true);
        thread.start();
        jobs.add(done);
        return done;
    }

    private static void complete(CompletableFuture<Void> done, Job job) {
        try {
            job.run();
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    /** Reads all that comes into a tally, until the crew is to end. */
    public Tally read(Receiver receiver) {
        return read(receiver, Tally.ofAll());
    }

    /** The same, into a tally that is there. */
    public Tally read(Receiver receiver, Tally tally) {
        start("reader of " + receiver.info().name(), () -> {
            while (!over) {
                receiver.read(LOOK).ifPresent(tally::take);
            }
        });
        return tally;
    }

    /** {@return whether those that go on until they are told shall end now} */
    public boolean isOver() {
        return over;
    }

    /** Fails if somebody has failed so far. */
    public void check() {
        for (CompletableFuture<Void> job : jobs) {
            if (job.isCompletedExceptionally()) {
                job.join();
            }
        }
    }

    /** Waits for one. */
    public static void await(CompletableFuture<Void> job, Duration limit) {
        try {
            job.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread of the test failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not done within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Tells all to end, and waits for them. */
    @Override
    public void close() {
        over = true;
        for (CompletableFuture<Void> job : jobs) {
            await(job, Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }
}
