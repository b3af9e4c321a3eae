package io.mailslot.internal.log;

import static io.mailslot.internal.layout.LogControlPage.ARENA_EXTENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.ARENA_FLOOR_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.ARENA_LIMIT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.CAPACITY_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.COMMITTED_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.CURRENT_SEGMENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.DROPS_OLDEST_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.LARGEST_MESSAGE_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.LENGTH;
import static io.mailslot.internal.layout.LogControlPage.LOWEST_SEGMENT_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.MAX_SEGMENTS;
import static io.mailslot.internal.layout.LogControlPage.SEGMENTS_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_BYTES_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_LENGTH;
import static io.mailslot.internal.layout.LogControlPage.SEGMENT_MESSAGES;
import static io.mailslot.internal.layout.LogControlPage.STATES_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.STATE_ARENA_HEAD;
import static io.mailslot.internal.layout.LogControlPage.STATE_ARENA_LAP_END;
import static io.mailslot.internal.layout.LogControlPage.STATE_BYTES;
import static io.mailslot.internal.layout.LogControlPage.STATE_DOCUMENT;
import static io.mailslot.internal.layout.LogControlPage.STATE_LENGTH;
import static io.mailslot.internal.layout.LogControlPage.STATE_MESSAGES;
import static io.mailslot.internal.layout.LogControlPage.STATE_RUN_PLACE;
import static io.mailslot.internal.layout.LogControlPage.STATE_RUN_TAIL;
import static io.mailslot.internal.layout.LogControlPage.STATE_VERSION;
import static io.mailslot.internal.layout.LogControlPage.VERSION;
import static io.mailslot.internal.layout.LogControlPage.VERSION_OFFSET;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.FileTooShortException;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The control page of a log, for somebody who only looks: mapped to be read, and without Chronicle, which takes a fresh JVM
 * longer than the look. Where the log ends it tells in the way that is drawn at
 * {@link io.mailslot.internal.layout.LogControlPage}, as {@link LogStates} does for those who use the log.
 */
final class LogPage implements AutoCloseable {
    private static final int FIRST = STATES_OFFSET;
    private static final int SECOND = STATES_OFFSET + STATE_LENGTH;

    private final Region page;

    private LogPage(Region page) {
        this.page = page;
    }

    /** Whether a document that was begun is complete. */
    @FunctionalInterface
    interface Completeness {
        boolean test(long position) throws IOException;
    }

    /** @throws LogDamagedException if there is none, or one of another version, or it cannot be read */
    static LogPage open(Path folder) {
        Path file = folder.resolve(LogControl.FILE);
        try {
            LogPage opened = new LogPage(MappedFiles.map(file, 0, LENGTH, true));
            try {
                requireSound(file, opened.page);
            } catch (LogDamagedException e) {
                opened.close();
                throw e;
            }
            return opened;
        } catch (FileTooShortException e) {
            throw new LogDamagedException(file, "too short: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LogDamagedException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws LogDamagedException if a page is of another version, or describes what cannot be */
    static void requireSound(Path file, Region page) {
        int version = page.getIntVolatile(VERSION_OFFSET);
        if (version != VERSION) {
            throw new LogDamagedException(file, "has layout version " + version + ", not " + VERSION);
        }
        long capacity = page.getLong(CAPACITY_OFFSET);
        boolean dropsOldest = page.getInt(DROPS_OLDEST_OFFSET) != 0;
        long largest = page.getLong(LARGEST_MESSAGE_OFFSET);
        // in this order: the lowest one never overtakes the current one
        int lowest = (int) page.getLongVolatile(LOWEST_SEGMENT_OFFSET);
        int current = (int) page.getLongVolatile(CURRENT_SEGMENT_OFFSET);
        boolean sound = capacity >= LogSettings.MIN_CAPACITY_BYTES
                && capacity <= LogSettings.MAX_CAPACITY_BYTES
                && largest >= 0
                && largest <= LogSettings.largestPossible(capacity)
                && page.getLong(SEGMENT_BYTES_OFFSET) == new LogSettings(capacity, 0, dropsOldest).segmentBytes()
                && page.getLong(ARENA_LIMIT_OFFSET) == new LogSettings(capacity, 0, false).arenaLimit()
                && current >= lowest
                && lowest >= SegmentCycle.FIRST_SEGMENT;
        if (!sound) {
            throw new LogDamagedException(file, "describes a mailslot that cannot be");
        }
    }

    /** Unmaps the page; nobody may use this any more. */
    @Override
    public void close() {
        page.unmap();
    }

    boolean dropsOldest() {
        return page.getInt(DROPS_OLDEST_OFFSET) != 0;
    }

    long capacityBytes() {
        return page.getLong(CAPACITY_OFFSET);
    }

    long segmentBytes() {
        return page.getLong(SEGMENT_BYTES_OFFSET);
    }

    /** Bytes of the arena that have pages; 0 if there is no file of it yet. */
    long arenaExtent() {
        return page.getLongVolatile(ARENA_EXTENT_OFFSET);
    }

    long arenaLimit() {
        return page.getLong(ARENA_LIMIT_OFFSET);
    }

    /** Below that place of the arena nothing belongs to anybody. */
    long arenaFloor() {
        return page.getLongVolatile(ARENA_FLOOR_OFFSET);
    }

    int currentSegment() {
        return (int) page.getLongVolatile(CURRENT_SEGMENT_OFFSET);
    }

    int lowestSegment() {
        return (int) page.getLongVolatile(LOWEST_SEGMENT_OFFSET);
    }

    /** How many messages were appended before a segment was begun. */
    long messagesBefore(int segment) {
        return page.getLong(SEGMENTS_OFFSET + (segment & MAX_SEGMENTS - 1) * SEGMENT_LENGTH + SEGMENT_MESSAGES);
    }

    /**
     * Looks for the state after the last document that is complete; see {@link LogStates#end}.
     *
     * @return false if the page does not tell, as only damage can explain
     */
    boolean end(LogState state, Completeness complete) throws IOException {
        long first = committed();
        long told = first;
        for (int attempt = 0; attempt < LogStates.MOST_ATTEMPTS; attempt++) {
            boolean found = told == first ? loadEnd(told, state, complete) : loadIf(told, state);
            if (found) {
                return true;
            }
            told = committed();
        }
        return false;
    }

    private boolean loadEnd(long told, LogState state, Completeness complete) throws IOException {
        int other = document(FIRST) == told ? SECOND : FIRST;
        long begun = document(other);
        if (begun > told && complete.test(begun)) {
            return load(other, state) && state.document == begun;
        }
        return loadIf(told, state);
    }

    private boolean loadIf(long document, LogState state) {
        return load(FIRST, state) && state.document == document || load(SECOND, state) && state.document == document;
    }

    private boolean load(int place, LogState state) {
        long version = page.getLongVolatile(place + STATE_VERSION);
        state.document = page.getLong(place + STATE_DOCUMENT);
        state.runTail = page.getLongVolatile(place + STATE_RUN_TAIL);
        state.runPlace = page.getLong(place + STATE_RUN_PLACE);
        state.messages = page.getLong(place + STATE_MESSAGES) + RunTail.messages(state.runTail);
        state.bytes = page.getLong(place + STATE_BYTES) + RunTail.bytes(state.runTail);
        state.arenaHead = page.getLong(place + STATE_ARENA_HEAD);
        state.arenaLapEnd = page.getLong(place + STATE_ARENA_LAP_END);
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && page.getLongVolatile(place + STATE_VERSION) == version;
    }

    private long committed() {
        return page.getLongVolatile(COMMITTED_OFFSET);
    }

    private long document(int place) {
        return page.getLongVolatile(place + STATE_DOCUMENT);
    }
}
