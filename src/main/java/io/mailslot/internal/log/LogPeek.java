package io.mailslot.internal.log;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.FileTooShortException;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What waits in a message log for a receiver, seen without touching anything.
 *
 * @param count unread messages; -1 if the log cannot be read
 * @param nextSize bytes of the oldest one; empty if there is none
 * @param capacity bytes that the log may take; -1 if it cannot be read
 * @param passed messages that were dropped before the oldest one that is left, or the receiver has passed; 0 if all is left
 */
public record LogPeek(long count, OptionalInt nextSize, long capacity, long passed) {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** A log that cannot be read. */
    public static final LogPeek UNREADABLE = new LogPeek(-1, OptionalInt.empty(), -1, 0);

    /**
     * Looks at a log.
     *
     * @param folder its folder
     * @param cursor the receiver's position
     * @return what waits there
     * @throws IOException if it cannot be looked at; nothing follows for what is in it
     * @throws io.mailslot.api.MailslotException as such a failure, if it came from the mapping of a file
     */
    public static LogPeek at(Path folder, long cursor) throws IOException {
        LogControl control = null;
        try {
            control = LogControl.open(folder, true);
            while (true) {
                int lowest = control.lowestSegment();
                try {
                    return at(folder, control, lowest, cursor);
                } catch (NoSuchFileException vanished) {
                    if (control.lowestSegment() == lowest) {
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
        } finally {
            if (control != null) {
                control.close();
            }
        }
    }

    private static LogPeek at(Path folder, LogControl control, int lowest, long cursor) throws IOException {
        boolean dropped = Cursor.segment(cursor) < lowest;
        long from = dropped ? Cursor.of(lowest, 0) : cursor;
        boolean missing = control.dropsOldest() && (dropped || MessageLog.isBehindDropped(cursor));
        long passed = missing ? control.messagesBefore(Cursor.segment(from)) : 0;
        long count = -Cursor.message(from);
        boolean first = true;
        OptionalInt nextSize = OptionalInt.empty();
        for (int segment = Cursor.segment(from); segment <= control.currentSegment(); segment++) {
            try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, segment))) {
                scan.skip(segment == Cursor.segment(from) ? Cursor.document(from) : 0);
                while (scan.next()) {
                    if (first) {
                        nextSize = nextSize(scan, folder, Cursor.message(from));
                        first = false;
                    }
                    count += messages(scan);
                }
            }
        }
        return new LogPeek(Math.max(0, count), nextSize, control.capacityBytes(), passed);
    }

    private static void failIfNotLookedAt(LogDamagedException failure) throws IOException {
        if (failure.getCause() instanceof IOException cannotLook && !(cannotLook instanceof FileTooShortException)) {
            throw cannotLook;
        }
    }

    /** One that a reader will not make sense of counts as one. */
    private static int messages(SegmentScan scan) throws IOException {
        return switch (RecordHeader.kind(scan.getInt(0))) {
            case INLINE, UNKNOWN -> 1;
            case ARENA, BATCH -> Math.max(1, Math.min(Cursor.MAX_MESSAGES, scan.getInt(RecordHeader.MESSAGES)));
        };
    }

    /** Empty if it lies in a batch whose place in the arena somebody else has by now: then it was read meanwhile. */
    private static OptionalInt nextSize(SegmentScan scan, Path folder, int message) throws IOException {
        int header = scan.getInt(0);
        int length = RecordHeader.length(header);
        if (RecordHeader.kind(header) != RecordKind.BATCH) {
            return OptionalInt.of(length);
        }
        long place = scan.getInt(RecordHeader.ARENA_POSITION) & 0xFFFF_FFFFL
                | (long) scan.getInt(RecordHeader.ARENA_POSITION + Integer.BYTES) << Integer.SIZE;
        try (RandomAccessFile arena = PlainFile.at(Arena.file(folder).toPath()).openUninterrupted("r")) {
            long start = ArenaPosition.offset(place);
            int at = 0;
            int size = size(arena, start, at, length);
            for (int i = 0; i < message && size >= 0; i++) {
                at = Sizes.behindInBatch(at + Integer.BYTES, size);
                size = size(arena, start, at, length);
            }
            return size >= 0 && word(arena, start) == place ? OptionalInt.of(size) : OptionalInt.empty();
        }
    }

    /** Bytes of the message that begins at an offset of a batch; -1 if none can be there. */
    private static int size(RandomAccessFile arena, long start, int at, int length) throws IOException {
        if (at + Integer.BYTES > length) {
            return -1;
        }
        arena.seek(start + Long.BYTES + at);
        int read = arena.readInt();
        int size = LITTLE_ENDIAN ? Integer.reverseBytes(read) : read;
        return size <= length - at - Integer.BYTES ? size : -1;
    }

    /** Where what lies there belongs. */
    private static long word(RandomAccessFile arena, long start) throws IOException {
        arena.seek(start);
        long read = arena.readLong();
        return LITTLE_ENDIAN ? Long.reverseBytes(read) : read;
    }
}
