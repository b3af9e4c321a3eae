package io.mailslot.internal.slot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

/**
 * The message log of one mailslot: one Chronicle queue in one folder, shared by any number of processes.
 *
 * <p>Guarantees: messages of one writer keep their order; a message is seen whole or not at all, whoever dies when; a
 * writer that is killed in an append holds up the others until the system has torn its process down.
 *
 * <p>A cursor is the position of a message. Cursors grow from message to message, are never 0 nor negative, and mean
 * the same in all processes. They belong to the callers.
 *
 * <p>Thread-safe, but for {@link #close()}: nobody may be inside a call of this log, its writer or its readers then.
 */
public final class MessageLog implements AutoCloseable {
    /** What a new log takes, rounded up: index, table, page of the first message. */
    private static final long NEW_LOG_BYTES = 64 << 10;

    private final Path folder;
    private final LogSettings settings;
    private final SingleChronicleQueue queue;
    private final LongValue lockWord;
    private final List<LogReader> readers = new ArrayList<>();

    private LogWriter writer;
    private ExcerptTailer scout;
    private boolean closed;

    private MessageLog(Path folder, LogSettings settings, SingleChronicleQueue queue, LongValue lockWord) {
        this.folder = folder;
        this.settings = settings;
        this.queue = queue;
        this.lockWord = lockWord;
    }

    /** Largest message that a log can be made for, in bytes. */
    public static long maxInlineBytes() {
        return LogSettings.MAX_INLINE_BYTES;
    }

    /**
     * Builds the files of a new, empty log in an existing empty folder and closes them again.
     *
     * @throws IOException if the folder is missing or not empty, or the files cannot be made
     * @throws NoSpaceException if the file system has no room
     */
    public static void create(Path folder, LogSettings settings) throws IOException {
        String[] names = folder.toFile().list();
        if (names == null || names.length > 0) {
            throw new IOException(
                    "cannot create message log in " + folder + (names == null ? ": no such folder" : ": not empty"));
        }
        new SpaceGuard(folder).admit(NEW_LOG_BYTES);
        try {
            Uninterrupted.run(() -> build(folder, settings));
        } catch (RuntimeException e) {
            throw new IOException("cannot create message log in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a log to read and write.
     *
     * @throws LogDamagedException if the folder holds no usable log
     */
    public static MessageLog open(Path folder, LogSettings settings) {
        LogFiles.requireLog(folder, settings);
        return open(folder, () -> openQueue(folder, settings, new WriteLockPatience(PidProbe::alive)));
    }

    /**
     * The writer of this instance, always the same one.
     *
     * @throws LogDamagedException if the folder has been deleted
     */
    public synchronized LogWriter writer() {
        requireOpen();
        if (writer == null) {
            // once it has its file an appender never makes one; without, it would re-create a deleted folder
            LogFiles.requireLog(folder, settings);
            ExcerptAppender appender = open(folder, queue::createAppender);
            appender.singleThreadedCheckDisabled(true);
            if (appender.currentFile() == null) {
                appender.close();
                throw new LogDamagedException(folder, "deleted while it was being opened");
            }
            writer = new LogWriter(appender, new SpaceGuard(folder), settings.maxMessageBytes());
        }
        return writer;
    }

    /** A new reader, which stands nowhere yet. */
    public synchronized LogReader reader() {
        requireOpen();
        LogReader reader = new LogReader(newTailer(), this::forget);
        readers.add(reader);
        return reader;
    }

    /** Position of the first message ever, also if the log is empty. */
    public long firstCursor() {
        return SegmentCycle.position(SegmentCycle.FIRST_SEGMENT, 0);
    }

    /** Position after the last message now. */
    public synchronized long endCursor() {
        requireOpen();
        return Uninterrupted.call(() -> {
            if (scout == null) {
                scout = newTailer();
            }
            return Math.max(firstCursor(), scout.toEnd().index());
        });
    }

    /** Number of messages at or after a cursor, told by the index of the log. */
    public synchronized long count(long cursor) {
        long end = endCursor();
        if (cursor >= end) {
            return 0;
        }
        boolean oneSegment = SegmentCycle.segment(cursor) == SegmentCycle.segment(end);
        return oneSegment ? end - cursor : Uninterrupted.call(() -> queue.countExcerpts(cursor, end));
    }

    /** Closes writer, readers and files. All is unmapped and closed when this returns, also if the folder is gone. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        List.copyOf(readers).forEach(LogReader::close);
        closed = true;
        Uninterrupted.run(() -> {
            Closeable.closeQuietly(lockWord);
            queue.close();
            if (!ChronicleSettings.releasesInline()) {
                BackgroundResourceReleaser.releasePendingResources();
            }
        });
    }

    private static void build(Path folder, LogSettings settings) {
        boolean complete = false;
        WriteLockPatience patience = new WriteLockPatience(PidProbe::alive);
        try (SingleChronicleQueue queue = Queues.open(folder, settings, patience)) {
            SingleChronicleQueueStore store =
                    queue.storeForCycle(SegmentCycle.FIRST_SEGMENT, SegmentCycle.EPOCH_MILLIS, true, null);
            queue.closeStore(store);
            try (ExcerptAppender appender = queue.createAppender()) {
                PageReserve.fillFirstIndex(appender.writingDocument());
            }
            complete = true;
        } finally {
            if (!complete) {
                LogFiles.delete(folder);
            }
        }
    }

    /** Opens a log, or a file of it; failures are told by one exception, not by warnings and Chronicle's own. */
    private static <T> T open(Path folder, Supplier<T> opening) {
        try {
            return ChronicleWarnings.heldBackIn(() -> Uninterrupted.call(opening));
        } catch (LogDamagedException | WriteLockHeldException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LogDamagedException(folder, "cannot be opened: " + e.getMessage(), e);
        }
    }

    private static MessageLog openQueue(Path folder, LogSettings settings, WriteLockPatience patience) {
        SingleChronicleQueue queue = Queues.open(folder, settings, patience);
        try {
            LongValue lockWord = queue.metaStore().acquireValueFor(WriteLockPatience.LOCK_KEY);
            patience.watch(lockWord);
            patience.freeIfOwnerDead();
            return new MessageLog(folder, settings, queue, lockWord);
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    private ExcerptTailer newTailer() {
        ExcerptTailer tailer = open(folder, queue::createTailer);
        tailer.singleThreadedCheckDisabled(true);
        return tailer;
    }

    private synchronized void forget(LogReader reader) {
        readers.remove(reader);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("message log " + folder + " is closed");
        }
    }
}
