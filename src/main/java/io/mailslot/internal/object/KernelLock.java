package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.OfdLock;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.QuickLook;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one process at a time change the control plane of a home: a lock within the JVM, then a file lock
 * that the operating system frees when its holder dies. There is one per home and JVM, because closing any descriptor of the
 * file drops a lock of POSIX; once {@link #secure} was called, where that can be, the lock is one that does not. Both
 * kinds keep each other out. An interrupt neither closes the channel (it is an asynchronous one) nor ends the attempt.
 */
public final class KernelLock implements AutoCloseable {
    private static final long SHORTEST_PAUSE_NANOS = 20_000;

    /** Who looks less often than others that have come later waits for longer than they do, so this is soon reached and short. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final int LOOKS_PER_DOUBLING = 8;

    /** Where many wait for so long that they are in each other's way: a hundred that look often keep the holder from its processor. */
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    private static final int PARTS_OF_A_LONG_WAIT = 250;

    private static final int SPINS = 200;

    private final Path file;
    private final AsynchronousFileChannel channel;
    private final Object fileKey;
    private final ReentrantLock withinJvm = new ReentrantLock();

    private volatile boolean closed;

    /** Null as long as it was not opened. Stays open: closing it would drop the channel's lock. */
    private OfdLock opened;

    /** Null as long as the channel's own lock is used. Changed and used by whoever has the lock within the JVM. */
    private volatile OfdLock secured;

    /** Null as long as the JDK has to be asked what lies at the path. */
    private volatile QuickLook look;

    /** What gives the lock back. */
    @FunctionalInterface
    private interface Release {
        void run() throws IOException;
    }

    private KernelLock(Path file, AsynchronousFileChannel channel, Object fileKey) {
        this.file = file;
        this.channel = channel;
        this.fileKey = fileKey;
    }

    /**
     * Opens the lock of a home; to be called once per home and JVM.
     *
     * @param home an existing, checked home
     * @return the lock, not held
     */
    public static KernelLock open(HomePaths home) {
        Path file = home.kernelLock();
        try {
            PlainFile seen = PlainFile.atOrNew(file);
            AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, PlainFile.toWrite(), null);
            try {
                seen.requireInPlace();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new KernelLock(file, channel, seen.key() != null ? seen.key() : file);
        } catch (IOException e) {
            throw IoFailures.translate("open the kernel lock", file, e);
        }
    }

    /**
     * Whether the lock's file is still the one at its path: false once the home was deleted or replaced.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be looked at, which says nothing
     */
    public boolean isInPlace() {
        QuickLook quick = look;
        if (quick != null && quick.sees(0)) {
            return true;
        }
        try {
            return fileKey(file).equals(fileKey);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw IoFailures.translate("look at the kernel lock", file, e);
        }
    }

    /** The failure to report once the lock is no longer in place. */
    HomeException gone() {
        return new HomeException(
                ErrorCode.FILE_INVALID,
                "the home " + file.getParent()
                        + " was deleted or replaced while in use; close the kernel and attach again");
    }

    /**
     * Runs a critical section.
     *
     * @param patience of the caller, counted from its arrival
     * @param section what to do while nobody else changes the control plane; must not take this lock again
     * @param holder tells who holds the lock, for the error
     * @return what the section returns
     * @throws HomeException with code 33 if somebody stands still with the lock when the patience is over, 1006 if the home is
     *     gone
     */
    public <T> T locked(Patience patience, Supplier<String> holder, Supplier<T> section) {
        if (withinJvm.isHeldByCurrentThread()) {
            throw new IllegalStateException("the kernel lock is not reentrant");
        }
        LockWait wait = new LockWait(patience, holder);
        try {
            return locked(wait, section);
        } finally {
            wait.ended();
        }
    }

    private <T> T locked(LockWait wait, Supplier<T> section) {
        if (!acquireWithinJvm(wait)) {
            throw held(wait);
        }
        try {
            return lockedAgainstOthers(wait, section);
        } catch (IOException e) {
            throw IoFailures.translate("lock the kernel", file, e);
        } finally {
            withinJvm.unlock();
            closeIfFree();
        }
    }

    /**
     * Has the lock be one that only goes with its own descriptor, where there are such locks, and quick to look at. Loads
     * native code. Does the first only while nobody has the lock or waits for it: to be called again and again.
     */
    void secure() {
        if (look == null) {
            look = QuickLook.at(file, fileKey);
        }
        if (!closed && secured == null) {
            ifFree(this::makeSecure);
        }
    }

    private void makeSecure() {
        if (opened == null) {
            opened = OfdLock.open(file, fileKey, 0, 0).orElse(null);
        }
        if (secured == null && opened != null && opened.isSure()) {
            secured = opened;
        }
    }

    /**
     * Does what only no other thread of this JVM must be at, unless one has the lock or waits for it. Waits for nobody.
     *
     * @return whether it was done
     */
    boolean ifFree(Runnable work) {
        if (withinJvm.isHeldByCurrentThread() || !withinJvm.tryLock()) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            withinJvm.unlock();
            closeIfFree();
        }
    }

    /** Lets go of the file, at the end of the section that is going on at the latest. */
    @Override
    public void close() {
        closed = true;
        closeIfFree();
    }

    /** Never while the lock is held: on POSIX systems that would free it. */
    private void closeIfFree() {
        if (!closed || !withinJvm.tryLock()) {
            return; // whoever has it comes by here afterwards
        }
        try {
            if (opened != null) {
                opened.close();
                opened = null;
                secured = null;
            }
            channel.close();
        } catch (IOException e) {
            throw IoFailures.translate("close the kernel lock", file, e);
        } finally {
            withinJvm.unlock();
        }
    }

    private boolean acquireWithinJvm(LockWait wait) {
        if (withinJvm.tryLock()) {
            return true;
        }
        wait.begins();
        boolean interrupted = false;
        try {
            while (!wait.isOver()) {
                try {
                    if (withinJvm.tryLock(wait.leftNanos(), TimeUnit.NANOSECONDS)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T lockedAgainstOthers(LockWait wait, Supplier<T> section) throws IOException {
        if (closed) {
            throw new InvalidHandleException("this process has left the home " + file.getParent() + "; attach again");
        }
        Release held = acquire(wait);
        try {
            wait.took();
            if (!isInPlace()) {
                throw gone();
            }
            return section.get();
        } finally {
            held.run();
        }
    }

    private Release acquire(LockWait wait) throws IOException {
        boolean interrupted = false;
        try {
            for (int attempt = 0; ; attempt++) {
                Release release = tryAcquire();
                if (release != null) {
                    return release;
                }
                if (attempt < SPINS) {
                    Thread.onSpinWait();
                    continue;
                }
                wait.begins();
                if (wait.isOver()) {
                    throw held(wait);
                }
                LockSupport.parkNanos(pauseNanos(wait.waitedNanos()));
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long pauseNanos(long waited) {
        long soon = Math.min(waited / LOOKS_PER_DOUBLING, PAUSE_NANOS);
        long late = Math.min(waited / PARTS_OF_A_LONG_WAIT, LONGEST_PAUSE_NANOS);
        return Math.max(SHORTEST_PAUSE_NANOS, Math.max(soon, late));
    }

    private HomeException held(LockWait wait) {
        return new HomeException(
                ErrorCode.LOCK_VIOLATION,
                "others have held " + file + " for more than " + wait.patience() + ": " + wait.holder()
                        + "; continue or end that process");
    }

    private Release tryAcquire() throws IOException {
        if (secured != null) {
            return secured.tryLock() ? secured::unlock : null;
        }
        try {
            FileLock lock = channel.tryLock();
            return lock != null ? lock::release : null;
        } catch (OverlappingFileLockException anotherClassLoader) {
            return null;
        }
    }

    private static Object fileKey(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key != null ? key : file;
    }
}
