package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The message log of one mailslot: one Chronicle queue in one folder, with a control page and an arena for larger
 * messages beside it, shared by any number of processes. It takes no more than its capacity: a writer that finds it full
 * is told so, and what every receiver has read is deleted.
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
    private final Path folder;
    private final WriteLock lock;
    private final LogControl control;
    private final Arena arena;
    private final RunWriter runs;
    private final RoomClaim claim;
    private final Segments segments;
    private final LogSettings settings;
    private final StillNeeded needed;

    private final List<LogReader> readers = new ArrayList<>();
    private final LogState state = new LogState();

    private final Appenders appenders;

    /** Chronicle's view of it; null until a document is looked for, or to be appended. Set under the monitor. */
    private volatile LogQueue queue;

    private LogWriter writer;
    private ExcerptTailer scout;
    private boolean closed;

    private MessageLog(Path folder, Path aside, LogControl control, StillNeeded needed, LogWriters writers) {
        this.folder = folder;
        this.control = control;
        this.settings = new LogSettings(control.capacityBytes(), control.largestMessageBytes(), control.dropsOldest());
        this.needed = needed;
        this.arena = new Arena(folder, control);
        this.runs = new RunWriter(folder, control, arena);
        this.lock = new WriteLock(control, writers, runs);
        this.segments = new Segments(folder, aside, control);
        this.claim = new RoomClaim(control, writers, needed);
        this.appenders = new Appenders(lock, this::openAppender, () -> Rehearsal.before(aside));
    }

    /**
     * Builds the files of a new, empty log in an existing empty folder and closes them again. The folder is to be deleted
     * with all in it if the process dies meanwhile.
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
        FirstLog.prepare();
        FirstLog.prepareToOpenQueues();
        new SpaceGuard(folder).admit(Sizes.NEW_LOG);
        try {
            LogTemplate.get(folder).writeLog(folder, settings.segmentBytes());
            LogControl.create(folder, settings);
        } catch (IOException | RuntimeException e) {
            LogFiles.delete(folder);
            throw new IOException("cannot create message log in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Has this JVM's writers open their queues only for a message that needs one. */
    public static void openQueuesLate() {
        Appenders.openLate(true);
    }

    /**
     * Has initialised what a message takes that needs no queue; each log does so itself.
     *
     * @throws io.mailslot.api.JvmFlagsException if the JVM keeps from Chronicle what it needs
     */
    public static void prepare() {
        FirstLog.prepare();
    }

    /**
     * Opens a log of which each instance is a writer of its own, known by its pid. What a process makes aside that dies
     * meanwhile stays in the log's folder: for logs of which nobody is killed.
     *
     * @param needed what its receivers have not read yet
     * @param writerAlive tells of the pid of a process that holds the write lock whether it lives
     * @throws LogDamagedException if the folder holds no usable log
     */
    public static MessageLog open(Path folder, StillNeeded needed, LongPredicate writerAlive) {
        return open(folder, folder, needed, LogWriters.ofPids(writerAlive));
    }

    /**
     * Opens a log. Waits for nobody, whatever its writers do meanwhile.
     *
     * @param aside a folder for what a process makes before its first append, and deletes at once; all in it is to be
     *     deleted when the process dies
     * @param needed what its receivers have not read yet
     * @param writers who appends to it
     * @throws LogDamagedException if the folder holds no usable log
     */
    public static MessageLog open(Path folder, Path aside, StillNeeded needed, LogWriters writers) {
        FirstLog.prepare();
        LogControl control = LogFiles.requireLog(folder);
        try {
            LogFiles.deleteStray(folder, control);
            return new MessageLog(folder, aside, control, needed, writers);
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    LogControl control() {
        return control;
    }

    Arena arena() {
        return arena;
    }

    /** What the log was made for. */
    public LogSettings settings() {
        return settings;
    }

    boolean dropsOldest() {
        return settings.dropsOldest();
    }

    /** How many segments were dropped, or left by all; 0 where none is dropped. */
    public int dropped() {
        return dropsOldest() ? control.lowestSegment() : 0;
    }

    /** Whether the message at a cursor was dropped to make room, read or not. What was read of it before was read before. */
    public boolean isDropped(long cursor) {
        if (!dropsOldest()) {
            return false;
        }
        VarHandle.loadLoadFence();
        return control.lowestSegment() > Cursor.segment(cursor);
    }

    /**
     * Whether nothing can be found any more at or behind a cursor, because all receivers have left its segment, or it was dropped.
     * That what was looked for there before was not there is true only if not.
     */
    boolean isDeleted(long cursor) {
        VarHandle.loadLoadFence();
        return control.lowestSegment() > Cursor.segment(control.beginOfNext(cursor));
    }

    /** Whether two cursors lie in one segment, and so are deleted together. */
    public static boolean areTogether(long cursor, long other) {
        return Cursor.segment(cursor) == Cursor.segment(other);
    }

    /** Whether two cursors lie in one document. */
    public static boolean areInOneDocument(long cursor, long other) {
        return Cursor.documentStart(cursor) == Cursor.documentStart(other);
    }

    /** @throws LogDamagedException if the log contradicts itself */
    public FirstLeft firstLeft() {
        while (true) {
            int lowest = control.lowestSegment();
            int last = control.currentSegment(); // not before the other one: both grow
            if (lowest > last || lowest > Cursor.MAX_SEGMENT) {
                throw contradiction("begins in segment " + lowest + " and ends in " + last);
            }
            FirstLeft first =
                    new FirstLeft(Cursor.of(lowest, 0), control.messagesBefore(lowest), control.arenaAtStart(lowest));
            if (control.isLowest(lowest)) {
                return first;
            }
        }
    }

    /** The segment of a message. */
    public static int segment(long cursor) {
        return Cursor.segment(cursor);
    }

    /** Whether messages before a cursor were dropped: it is the first one of a segment other than the first. */
    public static boolean isBehindDropped(long cursor) {
        return Cursor.isBehindDropped(cursor);
    }

    /** How many messages were appended before a cursor's segment; as for {@link #segmentStart}. */
    public long messagesBeforeSegment(long cursor) {
        return control.messagesBefore(Cursor.segment(cursor));
    }

    /** What is known of the begin of a cursor's segment; nothing of use if that is dropped by the time it was asked for. */
    public FirstLeft segmentStart(long cursor) {
        int segment = Cursor.segment(cursor);
        return new FirstLeft(Cursor.of(segment, 0), control.messagesBefore(segment), control.arenaAtStart(segment));
    }

    /**
     * What lies between the message that a reader has found and an end. What cannot be read is passed over by documents, and
     * so counts as one empty message each.
     *
     * @param end looked for before the message was: what is written and read in between counts neither way, so that never
     *     more is told than was there
     */
    public synchronized Unread unread(LogReader found, Appended end) {
        long unreadable = 0;
        while (found.isGarbled()) {
            unreadable++;
            if (!found.find(found.following())) {
                return new Unread(unreadable, 0);
            }
        }
        return Unread.between(found.messagesBefore(), found.bytesBefore(), found.size(), end)
                .behind(unreadable);
    }

    /** How many messages were appended before the one that a reader has found. */
    public synchronized long number(LogReader found) {
        long end = end().messages; // what lies between is less than half of what the record counts to
        return end + (found.messagesBefore() - (int) end);
    }

    /** What was appended so far; where writers are busy, a moment ago. */
    public synchronized Appended appended() {
        LogState end = end();
        return new Appended(end.messages, end.bytes);
    }

    /** How many messages were appended so far; where writers are busy, a moment ago. */
    public synchronized long messages() {
        return end().messages;
    }

    /** The file of a log that is there from the first moment on. */
    public static Path controlFile(Path folder) {
        return folder.resolve(LogControl.FILE);
    }

    /** Which file of the log in a folder was cut, or how else it is damaged; empty if all that can be looked at are sound. */
    public static Optional<String> damage(Path folder) {
        FirstLog.prepare();
        return LogFiles.damage(folder);
    }

    /** Lets go of what Chronicle keeps of threads that have ended. Costs a look at each thread that has used a log. */
    public static void forgetEndedThreads() {
        ChronicleThreads.forgetEnded();
    }

    /**
     * The writer of this instance, always the same one until it is let go. Whoever asks for it keeps others from asking,
     * and from using it, as long as it is used.
     *
     * @throws LogDamagedException if the folder has been deleted
     */
    public LogWriter writer() {
        LogWriter known = writer;
        if (known != null) {
            if (!known.isBroken()) {
                return known;
            }
            dropWriter();
            lock.releaseRepaired();
        }
        return openWriter();
    }

    private synchronized LogWriter openWriter() {
        requireOpen();
        LogFiles.requireFiles(folder, control);
        writer = new LogWriter(appenders, folder, lock, segments, arena, runs, claim, needed);
        return writer;
    }

    /** Null where there is no file to append to: once it has one an appender never makes it, else it makes folders anew. */
    private synchronized ExcerptAppender openAppender() {
        requireOpen();
        FirstLog.prepareToOpenQueues();
        LogFiles.requireFiles(folder, control);
        ExcerptAppender opened = open(folder, () -> queue().createAppender());
        opened.singleThreadedCheckDisabled(true);
        if (opened.currentFile() == null) {
            opened.close();
            return null;
        }
        return opened;
    }

    /** A new reader, which stands nowhere yet. */
    public synchronized LogReader reader() {
        requireOpen();
        LogReader reader = new LogReader(this, control, arena, this::forget);
        readers.add(reader);
        return reader;
    }

    /** Cursor of the first message ever, also if the log is empty. */
    public static long firstCursor() {
        return Cursor.of(SegmentCycle.FIRST_SEGMENT, 0);
    }

    /** Where a receiver begins that is to see what is written from now on. */
    public synchronized ReceiverStart start() {
        LogState end = end();
        if (RunTail.isOpen(end.runTail)) {
            long cursor = Cursor.at(end.document) + RunTail.messages(end.runTail);
            return new ReceiverStart(cursor, end.runPlace, end.messages);
        }
        long cursor = end.document == 0 ? firstCursor() : Cursor.at(end.document) + Cursor.MAX_MESSAGES;
        return new ReceiverStart(cursor, end.arenaHead, end.messages);
    }

    /** The state after the last complete document now: a copy that is valid until the next call. The caller holds this log. */
    LogState end() {
        requireOpen();
        // again only if a run was left in that moment: so often in a row is damage
        for (int attempt = 0; attempt < LogStates.MOST_ATTEMPTS; attempt++) {
            if (!control.states().end(state, this::isComplete)) {
                break;
            }
            if (!RunTail.isOpen(state.runTail) || runs.count(state)) {
                return state;
            }
        }
        throw contradiction("the state after its last document is missing");
    }

    /** What only damage of the control page can explain. */
    public LogDamagedException contradiction(String what) {
        return segments.contradiction(what);
    }

    /** Its segment may be left and deleted by now, and that of the scout: Chronicle calls that an error. */
    boolean isComplete(long position) {
        return ChronicleWarnings.errorsHeldBackIn(() -> Uninterrupted.call(() -> {
            if (scout == null) {
                scout = newTailer();
            }
            scout.moveToIndex(position);
            try (DocumentContext document = scout.readingDocument()) {
                return document.isPresent() && document.index() == position;
            }
        }));
    }

    /** A number that changes whenever a writer goes on. */
    public long progress() {
        return control.states().progress();
    }

    /** The position behind all that lies in the arena now. */
    synchronized long arenaHead() {
        return end().arenaHead;
    }

    /** How many messages were appended before a cursor, modulo 2^32; nothing at or behind it is deleted. */
    public synchronized int messagesBefore(LogReader reader, long cursor) {
        int all = (int) end().messages;
        if (!reader.find(cursor)) {
            return all;
        }
        int before = reader.messagesBefore();
        reader.release();
        return before;
    }

    /** Has others let the calling thread in first, which waits for room; empty if they let somebody else in first. */
    public Optional<RoomClaim> claimRoom() {
        return claim.make() ? Optional.of(claim) : Optional.empty();
    }

    /** Deletes what no receiver needs any more. */
    public void reclaim() {
        segments.reclaim(needed);
    }

    /**
     * Frees the write lock and repairs what its owner may have left, where nobody lives who could use it: processes are
     * numbered anew, so an owner of before may seem to be one of those who come.
     */
    void freeWriteLock() {
        runs.prepareRepair();
        runs.repair();
        control.freeWriteLock();
    }

    /**
     * Gives the write lock back where a thread of this process has left it: one without stack may have had none to do so. The
     * caller keeps others from using the writer.
     */
    public void freeLeftLock() {
        lock.releaseLeft();
    }

    /** Has the next message begin a new segment. */
    void leaveSegment() {
        segments.leaveCurrent();
    }

    /** Closes the writer if it keeps the file of a deleted segment open; nobody uses it meanwhile. */
    public synchronized void letGoWriter() {
        if (!closed && appenders.keepsDeleted(control.lowestSegment())) {
            dropWriter();
        }
    }

    private synchronized void dropWriter() {
        writer = null;
        appenders.close();
    }

    /** Closes what looks for the end if it keeps the file of a deleted segment open. */
    public synchronized void letGoScout() {
        if (!closed && scout != null && scout.cycle() < control.lowestSegment()) {
            Uninterrupted.run(scout::close);
            scout = null;
        }
    }

    /** Closes writer, readers and files. All is unmapped and closed when this returns, also if the folder is gone. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        List.copyOf(readers).forEach(LogReader::close);
        closed = true;
        writer = null;
        claim.close();
        arena.close();
        Uninterrupted.run(() -> {
            if (queue != null) {
                queue.close();
                if (!ChronicleSettings.releasesInline()) {
                    BackgroundResourceReleaser.releasePendingResources();
                }
            }
        });
        // last, because the queue asks it for the current segment
        control.close();
    }

    /** Opens a log, or a file of it; failures are told by one exception, not by warnings and Chronicle's own. */
    private static <T> T open(Path folder, Supplier<T> opening) {
        try {
            return ChronicleWarnings.heldBackIn(() -> Uninterrupted.call(opening));
        } catch (LogDamagedException | WriteLockHeldException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) { // Chronicle's word for what only damage can explain
            throw new LogDamagedException(folder, "cannot be opened: " + e.getMessage(), e);
        }
    }

    private LogQueue queue() {
        LogQueue open = queue;
        return open != null ? open : openQueue();
    }

    private synchronized LogQueue openQueue() {
        requireOpen();
        if (queue == null) {
            queue = LogQueue.open(
                    folder,
                    control::lowestSegment,
                    control::currentSegment,
                    LogSettings.blockBytes(control.segmentBytes()));
        }
        return queue;
    }

    /** Chronicle's word for what only damage can explain. */
    LogDamagedException damage(String action, AssertionError e) {
        return new LogDamagedException(folder, "cannot be " + action + ": " + e.getMessage(), e);
    }

    /** Fails if the folder has been deleted: Chronicle would make it anew. */
    void requireFiles() {
        LogFiles.requireFiles(folder, control);
    }

    /** Fails if a segment is damaged where that would lead its readers astray; false if it has no file. */
    boolean requireSegmentIfThere(int segment) {
        return LogFiles.requireSegmentIfThere(folder, segment);
    }

    ExcerptTailer newTailer() {
        FirstLog.prepareToRead();
        ExcerptTailer tailer = open(folder, () -> queue().createTailer());
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
