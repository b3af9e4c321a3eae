package io.mailslot.internal.liveness;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that a process holds from attach to death. The operating system frees it however the process dies, and it
 * works across pid namespaces, so it alone decides who is alive.
 *
 * <p>Its file must never be opened again by the JVM that holds it: on POSIX systems closing any descriptor of the file
 * drops the lock without a word. The channel is an asynchronous one because an interrupt does not close it.
 */
public final class LifeLock implements AutoCloseable {
    /** Another thread's probe of the same lock takes a few microseconds. */
    private static final int MOST_ATTEMPTS = 10_000;

    private final AsynchronousFileChannel channel;

    private LifeLock(AsynchronousFileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of this process.
     *
     * @param file its life.lock; made if it is missing
     * @return the held lock
     * @throws IOException if the file cannot be opened, or another process holds the lock
     */
    public static LifeLock hold(Path file) throws IOException {
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException("another process holds " + file);
            }
            return new LifeLock(channel);
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(file + " is held by this JVM already", e);
        }
    }

    /**
     * Whether some other process holds a life lock. Never to be asked about a lock of this JVM.
     *
     * @param file the other process's life.lock
     * @return false if nobody holds it or it is gone
     * @throws IOException if it cannot be looked at
     */
    public static boolean isHeld(Path file) throws IOException {
        try (AsynchronousFileChannel probe = AsynchronousFileChannel.open(file, StandardOpenOption.WRITE)) {
            return isHeld(probe, false);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /**
     * As {@link #isHeld}, for somebody without write permission. While it looks, others may take a dead process for
     * alive for a moment, never the reverse.
     *
     * @param file the other process's life.lock
     * @return false if nobody holds it or it is gone
     * @throws IOException if it cannot be looked at
     */
    public static boolean isHeldSeenReadOnly(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (AsynchronousFileChannel probe = AsynchronousFileChannel.open(file, StandardOpenOption.READ)) {
            return isHeld(probe, true);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Whether another process holds the lock of an open file. */
    static boolean isHeld(AsynchronousFileChannel probe, boolean readOnly) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try (FileLock free = probe.tryLock(0, Long.MAX_VALUE, readOnly)) {
                return free == null;
            } catch (OverlappingFileLockException otherProbe) {
                // This JVM asks through another channel at this moment, which says nothing about the process.
                Thread.onSpinWait();
            }
        }
        return true;
    }

    /** Gives the lock up. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
