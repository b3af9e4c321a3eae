package io.mailslot.internal.log;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.FileTooShortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * What waits in a message log for a receiver, seen without touching anything, and without Chronicle. It costs the same however
 * much waits: how many were appended is told by the control page, how many of them before a document by the document.
 *
 * @param count unread messages; -1 if the log cannot be read
 * @param nextSize bytes of the oldest one; empty if there is none
 * @param capacity bytes that the log may take; -1 if it cannot be read
 * @param dropsOldest whether it drops its oldest messages when it is full; false if it cannot be read
 * @param passed messages that were dropped before the oldest one that is left, or the receiver has passed; 0 if all is left
 * @param appended messages that were ever appended; -1 if the log cannot be read
 * @param appendedBytes of their payloads; -1 if the log cannot be read
 * @param taken bytes of the capacity that cannot be used again before the oldest unread message is read; -1 if the log cannot
 *     be read
 */
public record LogPeek(
        long count,
        OptionalInt nextSize,
        long capacity,
        boolean dropsOldest,
        long passed,
        long appended,
        long appendedBytes,
        long taken) {
    /** A log that cannot be read. */
    public static final LogPeek UNREADABLE = new LogPeek(-1, OptionalInt.empty(), -1, false, 0, -1, -1, -1);

    /** Looks at a log for somebody who stays where he is. */
    static LogPeek at(Path folder, long cursor) throws IOException {
        return at(folder, () -> cursor, () -> 0);
    }

    /**
     * Looks at a log.
     *
     * @param folder its folder
     * @param cursor tells the receiver's position; asked after the end of the log was read, and again in each attempt: what comes
     *     and is read in between would count as unread, and what was read and deleted as dropped
     * @param released tells below which place of the arena the receiver needs nothing
     * @return what waits there
     * @throws IOException if it cannot be looked at; nothing follows for what is in it
     * @throws io.mailslot.api.MailslotException as such a failure, if it came from the mapping of a file
     */
    public static LogPeek at(Path folder, LongSupplier cursor, LongSupplier released) throws IOException {
        try (LogPage page = LogPage.open(folder)) {
            while (true) {
                int lowest = page.lowestSegment();
                try {
                    return at(folder, page, lowest, cursor, released);
                } catch (NoSuchFileException vanished) {
                    if (page.lowestSegment() == lowest) {
                        throw vanished; // else it was read or dropped by all, and deleted, in between
                    }
                }
            }
        } catch (LogDamagedException damaged) {
            failIfNotLookedAt(damaged);
            return UNREADABLE;
        } catch (MailslotException cannotLook) {
            throw cannotLook;
        } catch (RuntimeException damaged) {
            return UNREADABLE;
        }
    }

    private static LogPeek at(Path folder, LogPage page, int lowest, LongSupplier receiver, LongSupplier released)
            throws IOException {
        LogState end = new LogState();
        if (!findEnd(folder, page, end) || !hasWholeArena(folder, page)) {
            return UNREADABLE;
        }
        long cursor = receiver.getAsLong();
        boolean dropped = Cursor.segment(cursor) < lowest;
        long from = dropped ? Cursor.of(lowest, 0) : cursor;
        boolean missing = page.dropsOldest() && (dropped || Cursor.isBehindDropped(cursor));
        long passed = missing ? page.messagesBefore(Cursor.segment(from)) : 0;
        FirstDocument first = FirstDocument.find(folder, page, from);
        if (!first.isThere() && isBehind(from, end)) {
            return UNREADABLE; // the file of a segment was cut, or replaced
        }
        // of the low halves of what was counted: what lies between is less than half of what they count to
        int left = first.isThere() ? (int) end.messages - first.messagesBefore() - Cursor.message(first.cursor()) : 0;
        int unread = Math.max(0, left); // what is at a receiver that has overtaken that end came later
        // what is dropped by now may have had the size of another one
        boolean overtaken = page.dropsOldest() && page.lowestSegment() > Cursor.segment(from);
        return new LogPeek(
                unread,
                overtaken || unread == 0 ? OptionalInt.empty() : first.nextSize(),
                page.capacityBytes(),
                page.dropsOldest(),
                passed,
                end.messages,
                end.bytes,
                unread == 0 ? 0 : taken(folder, page, end, from, released.getAsLong()));
    }

    /** A file that was cut has messages no more, and whoever writes to it, or reads from it, is told that it is damaged. */
    private static boolean hasWholeArena(Path folder, LogPage page) throws IOException {
        return page.arenaExtent() == 0 || Files.size(Arena.file(folder).toPath()) == page.arenaLimit();
    }

    /** Whether a receiver there has yet to read, or stands at, the last document: it is complete, so it must be found. */
    static boolean isBehind(long cursor, LogState end) {
        return end.messages > 0 && Cursor.documentStart(cursor) <= Cursor.at(end.document);
    }

    /** Segments by how far they are written, the arena by what lies between what is needed and its head. */
    private static long taken(Path folder, LogPage page, LogState end, long from, long released) throws IOException {
        int current = page.currentSegment();
        long segments = (current - Cursor.segment(from)) * page.segmentBytes();
        try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, current))) {
            segments += Math.min(scan.lastPlace(), page.segmentBytes());
            if (current == Cursor.segment(from) && scan.skip(Cursor.document(from)) && scan.next()) {
                segments -= Math.min(scan.place(), segments);
            }
        }
        long needed = Math.max(released, page.arenaFloor());
        long arena = ArenaSpace.bytesFrom(needed, end.arenaHead, end.arenaLapEnd);
        return Math.min(page.capacityBytes(), segments + Math.min(arena, page.arenaLimit()));
    }

    /** Finds what holds behind the last message; false if the log cannot be read. */
    static boolean findEnd(Path folder, LogPage page, LogState end) throws IOException {
        if (!page.end(end, position -> isComplete(folder, position))) {
            return false;
        }
        countOpenRun(folder, end);
        return true;
    }

    /** Not of a segment whose file is yet to be made. */
    private static boolean isComplete(Path folder, long position) throws IOException {
        try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, Position.segment(position)))) {
            return scan.skip(Position.document(position)) && scan.next();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** A writer may have died, or stand still, behind a message that can be read and before it has counted it. */
    private static void countOpenRun(Path folder, LogState end) throws IOException {
        if (!RunTail.isOpen(end.runTail)) {
            return;
        }
        long bytes = ArenaPosition.bytes(end.runPlace, end.arenaHead) - Long.BYTES;
        int messages = 0;
        int payloads = 0;
        try (ArenaLook arena = new ArenaLook(folder)) {
            long at = RunTail.offset(end.runTail);
            while (at + RunRecord.END_BYTES <= bytes) {
                int header = arena.getInt(end.runPlace, at);
                if (!RunRecord.isMessage(header, bytes - at)) {
                    break;
                }
                messages++;
                payloads += RunRecord.messageBytes(header);
                at += RunRecord.bytes(RunRecord.messageBytes(header));
            }
            if (arena.holds(end.runPlace)) {
                end.messages += messages;
                end.bytes += payloads;
            }
        }
    }

    private static void failIfNotLookedAt(LogDamagedException failure) throws IOException {
        if (failure.getCause() instanceof IOException cannotLook && !(cannotLook instanceof FileTooShortException)) {
            throw cannotLook;
        }
    }
}
