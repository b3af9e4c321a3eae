package io.mailslot.internal.log;

import static io.mailslot.internal.layout.LogControlPage.ARENA_EXTENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.ARENA_FLOOR_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.ARENA_LIMIT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.CAPACITY_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.CURRENT_SEGMENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.DELETED_BELOW_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.DROPS_OLDEST_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.LARGEST_MESSAGE_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.LENGTH;
import static io.mailslot.internal.layout.LogControlPage.LOWEST_SEGMENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.MAX_SEGMENTS;
import static io.mailslot.internal.layout.LogControlPage.NEXT_WRITER_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.ROOM_CLAIM_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.SEGMENTS_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_ARENA;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_BYTES_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_DOCUMENTS;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_LENGTH;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_MESSAGES;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_NUMBER;
import static io.mailslot.internal.layout.LogControlPage.STATES_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.STATE_ARENA_HEAD;
import static io.mailslot.internal.layout.LogControlPage.STATE_LENGTH;
import static io.mailslot.internal.layout.LogControlPage.STATE_VERSION;
import static io.mailslot.internal.layout.LogControlPage.VERSION;
import static io.mailslot.internal.layout.LogControlPage.VERSION_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.WRITE_LOCK_OFFSET;

import io.mailslot.internal.memory.FileTooShortException;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.Memory;

/**
 * What the writers and readers of a log share beside its messages; see
 * {@link io.mailslot.internal.layout.LogControlPage}. Any thread may read; the write lock's holder writes.
 */
final class LogControl {
    static final String FILE = "control.dat";

    private static final Memory MEMORY = ChronicleSettings.memory();

    private final Region page;

    /** Of the page: what writers and readers do for every message must be fast from the first one on. */
    private final long address;

    private final LogStates states;
    private final boolean dropsOldest;
    private final long capacityBytes;
    private final long segmentBytes;
    private final long arenaLimit;
    private final long largestMessageBytes;

    private LogControl(Region page) {
        this.page = page;
        this.address = Jvm.address(page.buffer());
        this.states = new LogStates(address);
        this.dropsOldest = page.getInt(DROPS_OLDEST_OFFSET) != 0;
        this.capacityBytes = page.getLong(CAPACITY_OFFSET);
        this.segmentBytes = page.getLong(SEGMENT_BYTES_OFFSET);
        this.arenaLimit = page.getLong(ARENA_LIMIT_OFFSET);
        this.largestMessageBytes = page.getLong(LARGEST_MESSAGE_OFFSET);
    }

    static void create(Path folder, LogSettings settings) throws IOException {
        MappedFiles.createWhole(folder.resolve(FILE), LENGTH, page -> {
            page.putInt(DROPS_OLDEST_OFFSET, settings.dropsOldest() ? 1 : 0);
            page.putLong(CAPACITY_OFFSET, settings.capacityBytes());
            page.putLong(SEGMENT_BYTES_OFFSET, settings.segmentBytes());
            page.putLong(ARENA_LIMIT_OFFSET, settings.arenaLimit());
            page.putLong(LARGEST_MESSAGE_OFFSET, settings.largestMessage());
            page.putLong(CURRENT_SEGMENT_OFFSET, SegmentCycle.FIRST_SEGMENT);
            page.putLong(LOWEST_SEGMENT_OFFSET, SegmentCycle.FIRST_SEGMENT);
            page.putLong(DELETED_BELOW_OFFSET, SegmentCycle.FIRST_SEGMENT);
            page.putLong(STATES_OFFSET + STATE_ARENA_HEAD, ArenaPosition.FIRST);
            page.putLong(STATES_OFFSET + STATE_LENGTH + STATE_VERSION, 1);
            page.putLong(segment(SegmentCycle.FIRST_SEGMENT) + SEGMENT_ARENA, ArenaPosition.FIRST);
            page.putLong(segment(SegmentCycle.FIRST_SEGMENT) + SEGMENT_NUMBER, SegmentCycle.FIRST_SEGMENT);
            page.putIntRelease(VERSION_OFFSET, VERSION);
        });
    }

    /** @throws LogDamagedException if there is none, or one of another version */
    static LogControl open(Path folder, boolean readOnly) {
        Path file = folder.resolve(FILE);
        try {
            LogControl control = new LogControl(MappedFiles.map(file, 0, LENGTH, readOnly));
            try {
                LogPage.requireSound(file, control.page);
            } catch (LogDamagedException e) {
                control.close();
                throw e;
            }
            return control;
        } catch (FileTooShortException e) {
            throw new LogDamagedException(file, "too short: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LogDamagedException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Unmaps the page; nobody may use this any more. */
    void close() {
        page.unmap();
    }

    boolean dropsOldest() {
        return dropsOldest;
    }

    long capacityBytes() {
        return capacityBytes;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    long arenaLimit() {
        return arenaLimit;
    }

    long largestMessageBytes() {
        return largestMessageBytes;
    }

    int currentSegment() {
        return (int) getLongVolatile(CURRENT_SEGMENT_OFFSET);
    }

    void moveToSegment(int segment) {
        putLongVolatile(CURRENT_SEGMENT_OFFSET, segment);
    }

    long arenaExtent() {
        return getLongVolatile(ARENA_EXTENT_OFFSET);
    }

    void arenaExtent(long bytes) {
        putLongVolatile(ARENA_EXTENT_OFFSET, bytes);
    }

    int lowestSegment() {
        return (int) getLongVolatile(LOWEST_SEGMENT_OFFSET);
    }

    /** Whether a segment is the lowest one still: what was read of it, and of the next one, before is true then. */
    boolean isLowest(int segment) {
        VarHandle.loadLoadFence();
        return lowestSegment() == segment;
    }

    boolean raiseLowestSegment(int segment) {
        return raise(LOWEST_SEGMENT_OFFSET, segment);
    }

    int deletedBelow() {
        return (int) getLongVolatile(DELETED_BELOW_OFFSET);
    }

    void raiseDeletedBelow(int segment) {
        raise(DELETED_BELOW_OFFSET, segment);
    }

    long arenaFloor() {
        return getLongVolatile(ARENA_FLOOR_OFFSET);
    }

    boolean raiseArenaFloor(long position) {
        return raise(ARENA_FLOOR_OFFSET, position);
    }

    private boolean raise(int offset, long value) {
        long now = getLongVolatile(offset);
        while (now < value) {
            if (MEMORY.compareAndSwapLong(address + offset, now, value)) {
                return true;
            }
            now = getLongVolatile(offset);
        }
        return false;
    }

    /** How many documents a segment that is not the current one any more has. */
    long documents(int segment) {
        return getLongVolatile(segment(segment) + SEGMENT_DOCUMENTS);
    }

    /**
     * Whether the page names segments that can be: no more than there is room for, and a current one that it describes.
     * Nothing is to be deleted because of what a damaged page says.
     */
    boolean namesSegments() {
        while (true) {
            int lowest = lowestSegment();
            int current = currentSegment();
            boolean possible = lowest >= SegmentCycle.FIRST_SEGMENT
                    && current >= lowest
                    && current - lowest < MAX_SEGMENTS
                    && getLongVolatile(segment(current) + SEGMENT_NUMBER) == current;
            if (lowestSegment() == lowest) {
                return possible;
            }
        }
    }

    /** The head of the arena when a segment was begun. */
    long arenaAtStart(int segment) {
        return getLong(segment(segment) + SEGMENT_ARENA);
    }

    /** How many messages were appended before a segment was begun. */
    long messagesBefore(int segment) {
        return getLong(segment(segment) + SEGMENT_MESSAGES);
    }

    /** Describes the segment to come; nobody looks before {@link #moveToSegment}. */
    void describeSegment(int segment, LogState before) {
        int entry = segment(segment);
        putLong(entry + SEGMENT_NUMBER, segment);
        putLong(entry + SEGMENT_DOCUMENTS, 0);
        putLong(entry + SEGMENT_ARENA, before.arenaHead);
        putLong(entry + SEGMENT_MESSAGES, before.messages);
    }

    /** Says how many documents a segment has that is about to be left. */
    void sealSegment(int segment, long documents) {
        putLongVolatile(segment(segment) + SEGMENT_DOCUMENTS, documents);
    }

    /** Whether the log has gone on from a segment, and a cursor stands behind its last document. */
    boolean isBehind(long cursor) {
        int segment = Cursor.segment(cursor);
        return segment < currentSegment()
                && getLongVolatile(segment(segment) + SEGMENT_NUMBER) == segment
                && Cursor.document(cursor) >= documents(segment);
    }

    /** The cursor itself; the begin of the segment to go on with, if it stands behind the last document of one that was left. */
    long beginOfNext(long cursor) {
        long next = cursor;
        while (isBehind(next)) {
            next = Cursor.of(Cursor.segment(next) + 1, 0);
        }
        return next;
    }

    /** Where the log ends. */
    LogStates states() {
        return states;
    }

    private long getLong(int offset) {
        return MEMORY.readLong(address + offset);
    }

    private long getLongVolatile(int offset) {
        return MEMORY.readVolatileLong(address + offset);
    }

    private void putLong(int offset, long value) {
        MEMORY.writeLong(address + offset, value);
    }

    private void putLongVolatile(int offset, long value) {
        MEMORY.writeVolatileLong(address + offset, value);
    }

    /** Who may append at this time; 0 for nobody. */
    long writeLock() {
        return getLongVolatile(WRITE_LOCK_OFFSET);
    }

    boolean changeWriteLock(long from, long to) {
        return MEMORY.compareAndSwapLong(address + WRITE_LOCK_OFFSET, from, to);
    }

    /** Who has waited for so long that others let it in first; 0 for nobody. */
    long nextWriter() {
        return getLongVolatile(NEXT_WRITER_OFFSET);
    }

    boolean changeNextWriter(long from, long to) {
        return MEMORY.compareAndSwapLong(address + NEXT_WRITER_OFFSET, from, to);
    }

    /** Who has waited for room for so long that others let it in first; 0 for nobody. */
    long roomClaim() {
        return getLongVolatile(ROOM_CLAIM_OFFSET);
    }

    boolean changeRoomClaim(long from, long to) {
        return MEMORY.compareAndSwapLong(address + ROOM_CLAIM_OFFSET, from, to);
    }

    /** Takes the write lock from whoever had it, or waited for it or for room; where nobody lives who could use it. */
    void freeWriteLock() {
        putLongVolatile(ROOM_CLAIM_OFFSET, 0);
        putLongVolatile(NEXT_WRITER_OFFSET, 0);
        putLongVolatile(WRITE_LOCK_OFFSET, 0);
    }

    private static int segment(int segment) {
        // in range whatever a damaged page says
        return SEGMENTS_OFFSET + (segment & MAX_SEGMENTS - 1) * SEGMENT_LENGTH;
    }
}
