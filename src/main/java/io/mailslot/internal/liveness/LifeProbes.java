package io.mailslot.internal.liveness;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks again and again whether other processes hold their life locks, through channels that stay open: opening one
 * takes longer than asking. Thread-safe. Never to be asked about a lock of this JVM: closing the channel would drop it.
 *
 * @param <P> what names a process
 */
public final class LifeProbes<P> implements AutoCloseable {
    /** Where a life.lock lies that is to be opened. */
    @FunctionalInterface
    public interface Place<P> {
        Path of(P process) throws IOException;
    }

    private final Place<P> place;
    private final Map<P, AsynchronousFileChannel> channels = new HashMap<>();
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
        AsynchronousFileChannel channel = channels.get(process);
        try {
            if (channel == null) {
                channel = LifeLock.openProbe(place.of(process));
                channels.put(process, channel);
            }
            boolean held = LifeLock.isHeld(channel, false);
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

    /**
     * Closes the channels of all other processes.
     *
     * @param processes those that still have a record
     * @throws IOException if a channel cannot be closed
     */
    public synchronized void retain(Collection<P> processes) throws IOException {
        for (P process :
                channels.keySet().stream().filter(p -> !processes.contains(p)).toList()) {
            forget(process);
        }
    }

    private void forget(P process) throws IOException {
        AsynchronousFileChannel channel = channels.remove(process);
        if (channel != null) {
            channel.close();
        }
    }

    /** How many channels are open. */
    synchronized int open() {
        return channels.size();
    }

    /** Closes all channels; from now on none is kept open. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (P process : channels.keySet().stream().toList()) {
            forget(process);
        }
    }
}
