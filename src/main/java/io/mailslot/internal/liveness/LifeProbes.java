package io.mailslot.internal.liveness;

import io.mailslot.internal.memory.OfdLock;
import io.mailslot.internal.memory.PlainFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Asks again and again whether other processes hold their life locks, through files that stay open: opening one takes
 * longer than asking. Once {@link #quicken} was called, where that can be, it asks who has the lock instead of trying to
 * take it. Thread-safe. Never to be asked about a lock of this JVM: closing the file would drop it.
 *
 * @param <P> what names a process
 */
public final class LifeProbes<P> implements AutoCloseable {
    /** Where a life.lock lies that is to be opened. */
    @FunctionalInterface
    public interface Place<P> {
        Path of(P process) throws IOException;
    }

    /** An open file of another process's lock. */
    private interface Probe extends Closeable {
        boolean isHeld() throws IOException;
    }

    private final Place<P> place;
    private final Map<P, Probe> probes = new HashMap<>();
    private boolean quick;
    private boolean closed;

    /**
     * Makes probes for the processes of a home.
     *
     * @param place tells where a process's life.lock lies; asked once, when it is opened
     */
    public LifeProbes(Place<P> place) {
        this.place = place;
    }

    /**
     * Whether another process holds its life lock. Somebody else's look at it may show a dead one as alive for a moment,
     * never the reverse. Works on after {@link #close}, more slowly.
     *
     * @param process not this JVM
     * @return false if nobody holds the lock or its file is gone
     * @throws IOException if it cannot be looked at
     */
    public synchronized boolean isHeld(P process) throws IOException {
        Probe probe = probes.get(process);
        try {
            if (probe == null) {
                probe = open(place.of(process));
                probes.put(process, probe);
            }
            boolean held = probe.isHeld();
            if (!held || closed) {
                forget(process);
            }
            return held;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            forget(process);
            throw e;
        }
    }

    private Probe open(Path path) throws IOException {
        PlainFile seen = PlainFile.at(path);
        Probe probe = quick ? openQuick(seen) : null;
        return probe != null ? probe : new Trial(seen, LifeLock.openProbe(seen));
    }

    /**
     * Null where there is no such call, also none of this file system, no descriptor is left, or another file lies there by
     * now.
     */
    private static Probe openQuick(PlainFile seen) {
        OfdLock lock = seen.key() == null
                ? null
                : OfdLock.open(seen.path(), seen.key(), 0, 0).orElse(null);
        if (lock == null) {
            return null;
        }
        Probe quick = null;
        try {
            quick = lock.isSure() && answers(lock) ? new Quick(lock) : null;
        } finally {
            if (quick == null) {
                lock.close();
            }
        }
        return quick;
    }

    private static boolean answers(OfdLock lock) {
        try {
            lock.isHeldByOthers();
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }

    /**
     * Asks by one call of the system from now on, which takes nothing, where there is such a call. A file that is open
     * already stays so if it cannot be opened in that way. Loads native code. To be called again and again.
     *
     * @throws IOException if a file cannot be closed
     */
    public synchronized void quicken() throws IOException {
        if (quick || closed) {
            return;
        }
        quick = true;
        for (Map.Entry<P, Probe> open : probes.entrySet()) {
            Probe better = open.getValue() instanceof Trial trial ? openQuick(trial.file()) : null;
            if (better != null) {
                open.setValue(better).close();
            }
        }
    }

    /** Whoever tries to take it has to give it back, and meets everybody else who tries. */
    private record Trial(PlainFile file, AsynchronousFileChannel channel) implements Probe {
        @Override
        public boolean isHeld() throws IOException {
            return LifeLock.isHeld(channel, false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record Quick(OfdLock lock) implements Probe {
        @Override
        public boolean isHeld() throws IOException {
            return lock.isHeldByOthers();
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    /**
     * Closes the files of all other processes.
     *
     * @param processes those that still have a record
     * @throws IOException if a file cannot be closed
     */
    public synchronized void retain(Collection<P> processes) throws IOException {
        for (P process :
                probes.keySet().stream().filter(p -> !processes.contains(p)).toList()) {
            forget(process);
        }
    }

    private void forget(P process) throws IOException {
        Probe probe = probes.remove(process);
        if (probe != null) {
            probe.close();
        }
    }

    /** How many files are open. */
    synchronized int open() {
        return probes.size();
    }

    /** Closes all files; from now on none is kept open. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        retain(Set.of());
    }
}
