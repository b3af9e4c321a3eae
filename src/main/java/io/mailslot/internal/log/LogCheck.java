package io.mailslot.internal.log;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.PlainFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/**
 * Looks whether the log of a durable mailslot is sound, while no process lives that could use it, and has its write lock
 * free: an owner that died with it may have had the process id of somebody who comes after it. Not thread-safe.
 */
public final class LogCheck implements AutoCloseable {
    private static final LongPredicate NOBODY_LIVES = pid -> false;

    /** Nothing is given away here. */
    private static final StillNeeded NOBODY = new StillNeeded() {
        @Override
        public long cursor() {
            return UNKNOWN;
        }

        @Override
        public long arenaPosition() {
            return UNKNOWN;
        }
    };

    private final MessageLog log;
    private final ReceiverStart end;

    /** The cursor behind the run that the log ends with, and what is wrong with that; null if nothing is, or it ends otherwise. */
    private final long behindRun;

    private final String runDamage;

    private LogCheck(MessageLog log) {
        this.log = log;
        this.end = log.start();
        synchronized (log) {
            LogState last = log.end();
            this.behindRun = Cursor.at(last.document) + Cursor.MAX_MESSAGES;
            this.runDamage = runDamage(log.arena(), last);
        }
    }

    /** Its records are walked over, one by one: what a document tells of others has no such way. */
    private static String runDamage(Arena arena, LogState last) {
        int messages = RunTail.messages(last.runTail);
        if (messages == 0) {
            return null;
        }
        int bytes = (int) ArenaPosition.bytes(last.runPlace, last.arenaHead) - Long.BYTES;
        arena.map();
        if (!RunRecord.isRunLength(bytes)
                || !arena.hasPages(last.runPlace, bytes)
                || !arena.isNamed(last.runPlace)
                || RunTail.offset(last.runTail) + RunRecord.END_BYTES > bytes) {
            return "the run of messages that the log ends with is not where it was";
        }
        RunWalk walk = new RunWalk();
        walk.begin(arena.content(last.runPlace), bytes);
        RunWalk.Found found = walk.at(messages);
        boolean whole = (found == RunWalk.Found.END || found == RunWalk.Found.NOTHING)
                && walk.message() == messages
                && walk.bytesPassed() == RunTail.bytes(last.runTail);
        return whole
                ? null
                : "the run of messages that the log ends with is damaged behind " + walk.message() + " of " + messages;
    }

    /**
     * Opens a log. What can be told without Chronicle is, first: it trusts its files.
     *
     * @throws LogDamagedException if it is not sound
     */
    public static LogCheck open(Path folder) {
        MappedFaults.throwNow(); // what the caller has read of other files says nothing about this log
        try {
            FirstLog.prepare();
            requireFiles(folder);
            return openSound(folder);
        } catch (IOException | InternalError e) {
            throw new LogDamagedException(folder, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFiles(Path folder) throws IOException {
        LogControl control = LogFiles.requireLog(folder);
        try {
            requireArena(folder, control);
            requireSegments(folder, control);
            MappedFaults.throwNow();
        } finally {
            control.close();
        }
    }

    private static LogCheck openSound(Path folder) {
        MessageLog log = MessageLog.open(folder, NOBODY, NOBODY_LIVES);
        try {
            log.freeWriteLock();
            LogCheck sound = new LogCheck(log);
            MappedFaults.throwNow();
            return sound;
        } catch (RuntimeException | InternalError e) {
            log.close();
            throw new LogDamagedException(folder, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireArena(Path folder, LogControl control) throws IOException {
        if (control.arenaExtent() == 0) {
            return;
        }
        PlainFile arena = PlainFile.at(Arena.file(folder).toPath());
        if (arena.size() != control.arenaLimit()) {
            throw new LogDamagedException(
                    arena.path(),
                    "wrong length: lengthBytes=" + arena.size() + " expectedBytes=" + control.arenaLimit());
        }
    }

    /** All segments are there, and the current one has the documents that it should have. */
    private static void requireSegments(Path folder, LogControl control) throws IOException {
        int current = control.currentSegment();
        if (current - control.lowestSegment() >= LogControlPage.MAX_SEGMENTS) {
            throw new LogDamagedException(folder, "claims segments " + control.lowestSegment() + " to " + current);
        }
        for (int segment = control.lowestSegment(); segment <= current; segment++) {
            LogFiles.requireSegment(folder, segment);
        }
        long begun = control.states().begun();
        int last = SegmentCycle.segment(begun);
        long committed = control.states().committed();
        if (begun != 0 && (last > current || last < current - 1 || committed > begun)) {
            throw new LogDamagedException(folder, "claims to end in segment " + last + " and to go on in " + current);
        }
        if (SegmentCycle.segment(committed) == current) {
            requireDocuments(folder, current, SegmentCycle.document(committed) + 1);
        }
    }

    private static void requireDocuments(Path folder, int segment, long expected) throws IOException {
        File file = LogFiles.segment(folder, segment);
        try (SegmentScan scan = new SegmentScan(file)) {
            for (long found = 0; found < expected; found++) {
                if (!scan.next()) {
                    throw new LogDamagedException(file.toPath(), "has " + found + " of " + expected + " documents");
                }
            }
        }
    }

    /** What is wrong with a place at which a receiver reads next; null if nothing is. */
    public String problem(ReceiverStart place) {
        LogControl control = log.control();
        int segment = Cursor.segment(place.cursor());
        long last = Math.max(end.cursor(), Cursor.of(control.currentSegment(), 0));
        if (place.cursor() < MessageLog.firstCursor() || place.cursor() > last) {
            return "it stands in segment " + segment + " and the log ends in " + Cursor.segment(last);
        }
        boolean gone = segment < control.lowestSegment();
        if (gone && !control.dropsOldest() && !control.isBehind(place.cursor())) {
            return "it stands in segment " + segment + ", and all below " + control.lowestSegment() + " are deleted";
        }
        if (runDamage != null && place.cursor() < behindRun) {
            return runDamage;
        }
        boolean counts = place.released() <= end.released() && place.passed() >= 0 && place.passed() <= end.passed();
        return counts ? null : "it has passed " + place.passed() + " of " + end.passed() + " messages";
    }

    @Override
    public void close() {
        log.close();
        ChronicleThreads.forgetEnded();
    }
}
