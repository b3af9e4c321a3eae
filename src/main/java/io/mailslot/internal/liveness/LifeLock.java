package io.mailslot.internal.liveness;

import io.mailslot.internal.memory.OfdLock;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock that a process holds from attach to death. The operating system frees it however the process dies, and it
 * works across pid namespaces, so it alone decides who is alive.
 *
 * <p>It covers all of the file but the first byte as long as nothing in this JVM closes any descriptor of the file: that
 * drops the locks of POSIX without a word, and this library never does so. The first byte is for a lock that only goes
 * with its own descriptor, once {@link #secure} has taken it. Others try all of the file, and so meet both. The channel is
 * an asynchronous one because an interrupt does not close it.
 */
public final class LifeLock implements AutoCloseable {
    /** Begins the name of a system property for each lock that this JVM holds: copies of the library in it have no other memory. */
    private static final String HELD = "io.mailslot.held.";

    /** The marks of those that this copy holds: an application may replace all system properties. */
    private static final Set<String> HELD_BY_THIS_COPY = ConcurrentHashMap.newKeySet();

    /** Another thread's probe of the same lock takes a few microseconds. */
    private static final int MOST_ATTEMPTS = 10_000;

    private final Path file;
    private final Object fileKey;

    /** Null, like the file, if another copy of this library in the JVM has the lock. */
    private final AsynchronousFileChannel channel;

    /** Null until it is opened, and where there are none. Stays open: closing it would drop the channel's lock. */
    private OfdLock firstByte;

    private boolean secured;

    private boolean closed;

    private LifeLock(Path file, Object fileKey, AsynchronousFileChannel channel) {
        this.file = file;
        this.fileKey = fileKey;
        this.channel = channel;
    }

    /** Makes the file of a lock that nobody holds yet. */
    public static void make(Path file) throws IOException {
        PlainFile.atOrNew(file);
    }

    /**
     * Takes the lock of this process.
     *
     * @param file its life.lock; made if it is missing
     * @return the held lock
     * @throws IOException if the file cannot be opened, or another process holds the lock
     */
    public static LifeLock hold(Path file) throws IOException {
        PlainFile seen = PlainFile.atOrNew(file);
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, PlainFile.toWrite(), null);
        try {
            if (channel.tryLock(1, Long.MAX_VALUE - 1, false) == null) {
                throw new IOException("another process holds " + file);
            }
            seen.requireInPlace();
            HELD_BY_THIS_COPY.add(mark(seen));
            System.setProperty(mark(seen), "");
            return new LifeLock(file, seen.key(), channel);
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(file + " is held by this JVM already", e);
        }
    }

    /**
     * The lock that another copy of this library has taken for this process, and cannot give up: its class loader was thrown
     * away. Its file must not even be opened here, because closing it would drop the lock.
     */
    public static LifeLock ofAnotherCopy() {
        return new LifeLock(null, null, null);
    }

    /**
     * Whether this JVM holds a life lock, through whatever copy of the library. It only looks at the file: to open and close
     * it would drop the lock. The name of this JVM in a record tells less: a home may be the copy of one that is in use.
     *
     * @throws IOException if it cannot be looked at
     */
    public static boolean isHeldHere(Path file) throws IOException {
        try {
            String mark = mark(PlainFile.at(file));
            return HELD_BY_THIS_COPY.contains(mark) || System.getProperty(mark) != null;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static String mark(PlainFile file) {
        return HELD + (file.key() != null ? file.key() : file.path().toAbsolutePath());
    }

    /**
     * Whether some other process holds a life lock. Never to be asked about a lock of this JVM.
     *
     * @param file the other process's life.lock
     * @return false if nobody holds it or it is gone
     * @throws IOException if it cannot be looked at
     */
    public static boolean isHeld(Path file) throws IOException {
        try (AsynchronousFileChannel probe = openProbe(PlainFile.at(file))) {
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
        try (AsynchronousFileChannel probe = openProbe(PlainFile.at(file), PlainFile.toRead())) {
            return isHeld(probe, true);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Opens another process's life.lock, to ask about it; it was looked at before: a FIFO would hold up who opens it. */
    static AsynchronousFileChannel openProbe(PlainFile seen) throws IOException {
        return openProbe(seen, PlainFile.toWrite());
    }

    private static AsynchronousFileChannel openProbe(PlainFile seen, Set<OpenOption> options) throws IOException {
        AsynchronousFileChannel probe = AsynchronousFileChannel.open(seen.path(), options, null);
        try {
            seen.requireInPlace(); // another file tells nothing about the process
            return probe;
        } catch (IOException e) {
            probe.close();
            throw e;
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

    /**
     * Takes the lock that nothing but the end of this JVM and {@link #close} drops, where there are such locks. Loads native
     * code. Until then, and elsewhere, whatever closes the file in this JVM has others take it for dead.
     */
    public synchronized void secure() throws IOException {
        if (closed || fileKey == null || secured) {
            return;
        }
        if (firstByte == null) {
            firstByte = OfdLock.open(file, fileKey, 0, 1).orElse(null);
        }
        // not if somebody looks at it at this moment, or it is not ours any more
        secured = firstByte != null && firstByte.isSure() && firstByte.tryLock();
    }

    /** Gives the lock up. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (firstByte != null) {
            firstByte.close();
            firstByte = null;
        }
        if (channel != null) {
            channel.close();
            String mark = mark(new PlainFile(file, fileKey, 0));
            HELD_BY_THIS_COPY.remove(mark);
            System.clearProperty(mark);
        }
    }
}
