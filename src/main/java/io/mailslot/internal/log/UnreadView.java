package io.mailslot.internal.log;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Shows the messages that wait in a log for a receiver, to somebody who only looks: touches nothing, waits for nobody, and needs
 * no Chronicle. Those are shown that were there at the begin, so there is an end to them.
 *
 * <p>What lies in the arena is overwritten once it is read. So a message of it is shown only if the receiver stands before it
 * after it was copied; what was read, or dropped, meanwhile is left out.
 */
public final class UnreadView implements AutoCloseable {
    /** The cursor of a receiver that is gone: nothing waits for it. */
    public static final long GONE = Long.MAX_VALUE;

    private static final long UNTOLD = -1;

    private final Path folder;
    private final LogPage page;
    private final LongSupplier cursor;
    private final LogState state = new LogState();
    private final long end;
    private ArenaLook arena;

    private Viewer viewer;

    /** The lowest number that is shown next, and how many are. */
    private long next;

    private long left;

    /** The number that the next document begins with; untold behind what was left out. */
    private long expected;

    /** Whether there was a document where it was looked last. */
    private boolean anySeen;

    /** Cursor of the message that was read or dropped while it was looked at. */
    private long lost;

    /** Who deals with messages. */
    @FunctionalInterface
    public interface Viewer {
        /** Deals with a message, before which so many were appended; false if no more are wanted. */
        boolean view(long number, byte[] message);
    }

    private UnreadView(Path folder, LogPage page, LongSupplier cursor) throws IOException {
        this.folder = folder;
        this.page = page;
        this.cursor = cursor;
        if (!LogPeek.findEnd(folder, page, state)) {
            throw new LogDamagedException(folder, "does not tell where it ends");
        }
        this.end = state.messages;
    }

    /**
     * Begins a view.
     *
     * @param folder of the log
     * @param cursor tells where the receiver stands, again and again
     * @throws IOException if it cannot be looked at
     * @throws LogDamagedException if it is none
     */
    public static UnreadView open(Path folder, LongSupplier cursor) throws IOException {
        LogPage page = LogPage.open(folder);
        try {
            return new UnreadView(folder, page, cursor);
        } catch (IOException | RuntimeException e) {
            page.close();
            throw e;
        }
    }

    /** How many messages had been appended at the begin: one more than the highest number that is shown. */
    public long end() {
        return end;
    }

    /**
     * Shows messages, in their order.
     *
     * @param from the lowest number to show
     * @param most how many at most
     * @throws IOException if it cannot be looked at
     * @throws LogDamagedException at a message that nobody could read, and where the last ones are not there
     */
    public void show(long from, long most, Viewer to) throws IOException {
        viewer = to;
        next = from;
        left = most;
        long at = begin();
        while (at != GONE && isWanted()) {
            expected = UNTOLD;
            at = showFrom(at);
        }
    }

    private boolean isWanted() {
        return next < end && left > 0;
    }

    /** Where the receiver stands, or the oldest message is that is left. */
    private long begin() {
        return Math.max(cursor.getAsLong(), Cursor.of(page.lowestSegment(), 0));
    }

    /** Goes on from a cursor; returns the one to go on from behind what was left out, or that there is none. */
    private long showFrom(long at) throws IOException {
        anySeen = false;
        for (int segment = Cursor.segment(at); segment <= page.currentSegment() && isWanted(); segment++) {
            long start = segment == Cursor.segment(at) ? at : Cursor.of(segment, 0);
            try {
                long elsewhere = showSegment(start);
                if (elsewhere != 0) {
                    return elsewhere;
                }
            } catch (NoSuchFileException vanished) {
                long now = begin();
                if (Cursor.segment(now) > segment) { // read or dropped by all
                    return now;
                }
                throw vanished;
            }
        }
        if (isWanted() && !anySeen && LogPeek.isBehind(Math.max(at, begin()), state)) {
            throw new LogDamagedException(folder, "lacks its last documents");
        }
        return GONE;
    }

    /** Returns 0 if the segment was shown. */
    private long showSegment(long start) throws IOException {
        try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, Cursor.segment(start)))) {
            long document = Cursor.documentStart(start);
            int first = Cursor.message(start);
            boolean reached = scan.skip(Cursor.document(start));
            while (reached && isWanted() && scan.next()) {
                anySeen = true;
                if (!show(scan, document, first)) {
                    long now = begin();
                    if (now > lost) {
                        return now;
                    }
                    expected = UNTOLD; // it is being dropped
                }
                document += Cursor.MAX_MESSAGES;
                first = 0;
            }
            return 0;
        }
    }

    /** Shows the messages of a document; false if one was read or dropped meanwhile. */
    private boolean show(SegmentScan scan, long document, int first) throws IOException {
        int header = scan.getInt(0);
        long number = end - ((int) end - scan.getInt(RecordHeader.MESSAGES_BEFORE));
        if (number >= end) { // all before was taken or dropped meanwhile; here writers are at work
            next = end;
            return true;
        }
        if (!RecordHeader.isSound(header, scan.length())) {
            return lose(document + first, 0, "has " + RecordHeader.problem(header, scan.length()));
        }
        if (expected != UNTOLD && expected != number) {
            return lose(document, 0, "lacks the messages " + expected + " to " + (number - 1));
        }
        if (RecordHeader.kind(header) == RecordKind.INLINE) {
            expected = number + 1;
            // it is never written over, and a deleted file is there for who has it open
            return number < next || take(number, scan.getBytes(Sizes.RECORD_HEADER, RecordHeader.length(header)));
        }
        long place = scan.arenaPlace();
        int length = RecordHeader.length(header);
        boolean within = place >= 0 && ArenaPosition.offset(place) + Long.BYTES + length <= page.arenaLimit();
        if (!within || !arena().holds(place)) {
            return lose(document + first, place, "has lost what lay in the arena");
        }
        ArenaContent content = new ArenaContent(arena(), place, length);
        return switch (RecordHeader.kind(header)) {
            case RUN -> showRun(content, document, number, first, place);
            case BATCH -> showBatch(content, scan.getInt(RecordHeader.MESSAGES), document, number, first, place);
            default -> {
                expected = number + 1;
                yield copy(content, 0, length, document, number, place);
            }
        };
    }

    private boolean showRun(ArenaContent run, long document, long number, int first, long place) throws IOException {
        int at = 0;
        int message = 0;
        while (isWanted() && at + RunRecord.END_BYTES <= run.length()) {
            int header = run.getInt(at);
            if (header == RunRecord.NOTHING || header == RunRecord.SEALED) {
                break;
            }
            if (!RunRecord.isMessage(header, run.length() - at)) {
                return lose(document + Math.max(first, message), place, "has a run of messages that is damaged");
            }
            int size = RunRecord.messageBytes(header);
            if (message >= first
                    && !copy(run, at + RunRecord.FRAME_BYTES, size, document + message, number + message, place)) {
                return false;
            }
            at += RunRecord.bytes(size);
            message++;
        }
        if (!isUnread(document + message, place)) { // what looked like the end may be of what lies there now
            lost = document + message;
            return false;
        }
        expected = number + message;
        return true;
    }

    private boolean showBatch(ArenaContent batch, int messages, long document, long number, int first, long place)
            throws IOException {
        int at = 0;
        for (int message = 0; message < messages && isWanted(); message++) {
            int size = at + Integer.BYTES <= batch.length() ? batch.getInt(at) : -1;
            if (size < 0 || size > batch.length() - at - Integer.BYTES) {
                return lose(document + Math.max(first, message), place, "has a batch of messages that is damaged");
            }
            if (message >= first
                    && !copy(batch, at + Integer.BYTES, size, document + message, number + message, place)) {
                return false;
            }
            at = Sizes.behindInBatch(at + Integer.BYTES, size);
        }
        expected = number + messages;
        return true;
    }

    private boolean copy(ArenaContent content, int at, int size, long message, long number, long place)
            throws IOException {
        if (number < next) {
            return true;
        }
        byte[] copy = content.bytes(at, size);
        if (!isUnread(message, place)) {
            lost = message;
            return false;
        }
        return take(number, copy);
    }

    private boolean take(long number, byte[] message) {
        if (isWanted() && number < end) {
            next = number + 1;
            left = viewer.view(number, message) ? left - 1 : 0;
        }
        return true;
    }

    /** What makes no sense was read or dropped meanwhile: false then. */
    private boolean lose(long message, long place, String what) {
        if (isUnread(message, place)) {
            throw new LogDamagedException(folder, "document " + Cursor.position(message) + " " + what);
        }
        lost = message;
        return false;
    }

    /** Whether what was copied before was still the message: nobody could use its room. */
    private boolean isUnread(long message, long place) {
        VarHandle.loadLoadFence();
        return cursor.getAsLong() <= message
                && page.lowestSegment() <= Cursor.segment(message)
                && (place == 0 || !page.dropsOldest() || place >= page.arenaFloor());
    }

    private ArenaLook arena() throws IOException {
        if (arena == null) {
            arena = new ArenaLook(folder);
        }
        return arena;
    }

    @Override
    public void close() throws IOException {
        page.close();
        if (arena != null) {
            arena.close();
        }
    }
}
