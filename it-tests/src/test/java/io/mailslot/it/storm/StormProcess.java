package io.mailslot.it.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;

/** A worker as the storm's driver sees it, together with the children that share its output. */
public final class StormProcess {
    private final Enum<?> role;
    private final Process process;
    private final Thread reader;
    private volatile boolean ready;
    private volatile boolean killed;
    private volatile boolean asked;

    /**
     * Begins to listen.
     *
     * @param role what it does in the storm
     * @param listener told of each line, but for that the worker is ready, and by whom it came
     */
    StormProcess(Enum<?> role, Process process, BiConsumer<StormProcess, String> listener) {
        this.role = role;
        this.process = process;
        this.reader = new Thread(() -> read(listener), "output of worker " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BiConsumer<StormProcess, String> listener) {
        String readyLine = WorkerVoice.READY + " " + process.pid() + " ";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(readyLine)) {
                    ready = true;
                } else {
                    listener.accept(this, line);
                }
            }
        } catch (IOException closed) {
            return; // the process was destroyed
        }
    }

    public Enum<?> role() {
        return role;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isReady() {
        return ready;
    }

    /** Whether it was killed: it may take a while to die. */
    public boolean isDoomed() {
        return killed;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it, having ended, did so although nobody killed it or asked it to. */
    boolean endedOddly() {
        return !killed && !(asked && process.exitValue() == 0);
    }

    int exitCode() {
        return process.exitValue();
    }

    List<ProcessHandle> children() {
        return process.children().toList();
    }

    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Has it stand still (SIGSTOP), or go on (SIGCONT); nothing if it is dead. */
    public void standStill(boolean still) {
        try {
            String signal = still ? "-STOP" : "-CONT";
            int status = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0 && process.isAlive() && !killed) {
                throw new AssertionError(this + " did not get the signal " + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(this + " cannot be sent a signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(this + " was to get a signal when the test was interrupted", e);
        }
    }

    /** Asks it to end. */
    void closeInput() {
        asked = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            return; // it is dead already
        }
    }

    /** Waits until it and all its children have ended; false if they have not in time. */
    boolean awaitEnd(long atMostMillis) throws InterruptedException {
        reader.join(atMostMillis);
        return !reader.isAlive();
    }

    @Override
    public String toString() {
        return role + " " + process.pid();
    }
}
