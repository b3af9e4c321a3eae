package io.mailslot.testkit;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that another process has started, which is the only one that can tell how it ended. */
final class ProcessElsewhere extends Process {
    private static final long LOOK_MILLIS = 10;
    private static final long TELLING_SECONDS = 2;

    private final long pid;
    private final Optional<ProcessHandle> handle;
    private final CompletableFuture<Integer> told;
    private final CompletableFuture<Process> end = new CompletableFuture<>();

    /**
     * Makes it.
     *
     * @param told done with its exit code, or cancelled when nobody is left to tell it
     */
    ProcessElsewhere(long pid, CompletableFuture<Integer> told) {
        this.pid = pid;
        this.handle = ProcessHandle.of(pid);
        this.told = told;
        TestRun.daemon("mailslot-testkit-elsewhere", this::watch);
    }

    private void watch() {
        try {
            while (runs()) {
                Thread.sleep(LOOK_MILLIS);
            }
            told.get(TELLING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException unknown) {
            // nobody will ever know
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.complete(this);
        }
    }

    /** Nobody may have fetched the exit code of one that has ended, if its parent stands still. */
    private boolean runs() {
        return !isTold() && handle.isPresent() && handle.get().isAlive() && !Processes.isZombie(pid);
    }

    private boolean isTold() {
        return told.isDone() && !told.isCompletedExceptionally();
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("process " + pid + " has not ended");
        }
        return isTold() ? told.join() : Exit.UNKNOWN;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return end.copy();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        return exitValue();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            end.get(timeout, unit);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public ProcessHandle toHandle() {
        return handle.orElseThrow(() -> new IllegalStateException("process " + pid + " had ended at once"));
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return handle.stream().flatMap(ProcessHandle::descendants);
    }

    @Override
    public void destroy() {
        handle.ifPresent(ProcessHandle::destroy);
    }

    @Override
    public Process destroyForcibly() {
        handle.ifPresent(ProcessHandle::destroyForcibly);
        return this;
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
