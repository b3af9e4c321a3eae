package io.mailslot.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Crash control: a child is killed, stands still and goes on. */
final class ChildControl {
    private static final long GONE_SECONDS = 10;
    private static final long SAVING_SECONDS = 2;

    private final Watched child;
    private final Process process;
    private final ChildView view;
    private final Waits waits;
    private final @Nullable Breakpoint breakpoint;

    ChildControl(Watched child) {
        this.child = child;
        this.process = child.process();
        this.view = child.view();
        this.waits = child.waits();
        this.breakpoint = child.breakpoint();
    }

    void kill() {
        boolean canSave = view.isAlive() && child.conversation().isConnected() && !view.isStoppedBySignal();
        if (canSave && child.parts().coverage && !Agents.options(child.name()).isEmpty()) {
            saveCoverage();
        }
        killNow();
    }

    private void saveCoverage() {
        if (breakpoint != null) {
            breakpoint.wake(ChildSide.THREAD, Connection.WRITER);
        }
        try {
            child.conversation().ask(Frame.Kind.SAVE_COVERAGE).get(SAVING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // it is killed in any case
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void killNow() {
        child.fate().look();
        process.destroyForcibly();
        try {
            process.onExit().get(GONE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw waits.failure("is not gone " + GONE_SECONDS + " s after it was killed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void terminate() {
        child.fate().look();
        process.destroy();
    }

    void stop() {
        signal("STOP");
        waits.until("stop", view::isStoppedBySignal);
    }

    void resume() {
        if (breakpoint != null) {
            breakpoint.release();
        }
        try {
            Files.deleteIfExists(child.files().stopped()); // which one waits for that stands at a fault point
        } catch (IOException e) {
            throw waits.failure("cannot go on: " + e.getMessage(), e);
        }
        if (view.isStoppedBySignal()) {
            signal("CONT");
        }
    }

    void signal(String signal) {
        if (!view.isAlive()) {
            throw waits.failure("has ended, and cannot be sent the signal " + signal, null);
        }
        try {
            Processes.signal(process.pid(), signal);
        } catch (IOException e) {
            throw waits.failure("cannot be sent the signal " + signal + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw waits.failure("was to get the signal " + signal + ", when the test was interrupted", e);
        }
    }
}
