package io.mailslot.it.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A worker as the storm's driver sees it, together with the children that share its output. */
public final class StormProcess {
    private final Enum<?> role;
    private final Child child;
    private final String readyLine;
    private long heard;
    private volatile boolean ready;
    private volatile boolean killed;
    private boolean asked;

    StormProcess(Enum<?> role, Child child) {
        this.role = role;
        this.child = child;
        this.readyLine = WorkerVoice.READY + " " + child.pid() + " ";
    }

    /** Tells of each line that has come since the last time, but for that the worker is ready. */
    void hear(Consumer<String> listener) {
        for (String line : newLines()) {
            if (line.equals(readyLine)) {
                ready = true;
            } else {
                listener.accept(line);
            }
        }
    }

    /** Those that are whole: who is killed may have begun one. */
    private List<String> newLines() {
        if (child.outFile().toFile().length() == heard) {
            return List.of();
        }
        try (RandomAccessFile output = new RandomAccessFile(child.outFile().toFile(), "r")) {
            byte[] more = new byte[(int) (output.length() - heard)];
            output.seek(heard);
            output.readFully(more);
            int end = more.length;
            while (end > 0 && more[end - 1] != '\n') {
                end--;
            }
            heard += end;
            return new String(more, 0, end, UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the output of " + this + " cannot be read", e);
        }
    }

    /** What it and its children have printed on standard error, if they have. */
    Optional<String> complaint() {
        return child.errFile().toFile().length() == 0 ? Optional.empty() : Optional.of(child.evidence());
    }

    public Enum<?> role() {
        return role;
    }

    public long pid() {
        return child.pid();
    }

    public boolean isReady() {
        return ready;
    }

    /** Whether it was killed: it may take a while to die. */
    public boolean isDoomed() {
        return killed;
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Whether it, having ended, did so although nobody killed it or asked it to. */
    boolean endedOddly() {
        return !killed && !(asked && child.awaitEnd().isClean());
    }

    String evidence() {
        return child.evidence();
    }

    List<ProcessHandle> children() {
        return child.process().children().toList();
    }

    /** Does not wait for its death: the next one may be killed while that goes on. */
    void kill() {
        killed = true;
        child.expectEnd().process().destroyForcibly();
    }

    /** Has it stand still, or go on; nothing if it is killed meanwhile. */
    public void standStill(boolean still) {
        try {
            if (still) {
                child.stop();
            } else {
                child.resume();
            }
        } catch (ChildFailure failure) {
            if (!killed) {
                throw failure;
            }
        }
    }

    /** Asks it to end. */
    void closeInput() {
        asked = true;
        try {
            child.process().getOutputStream().close();
        } catch (IOException e) {
            return; // it is dead already
        }
    }

    void awaitEnd() {
        child.awaitEnd(Deadline.PATIENCE);
    }

    @Override
    public String toString() {
        return role + " " + pid();
    }
}
