package io.mailslot.internal.log;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.FileTooShortException;
import java.io.IOException;
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
        FirstLog.prepare();
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
        PeekCount count = new PeekCount(folder, Cursor.message(from));
        for (int segment = Cursor.segment(from); segment <= control.currentSegment(); segment++) {
            try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, segment))) {
                scan.skip(segment == Cursor.segment(from) ? Cursor.document(from) : 0);
                while (scan.next()) {
                    count.add(scan);
                }
            }
        }
        count.end();
        return new LogPeek(count.messages(), count.nextSize(), control.capacityBytes(), passed);
    }

    private static void failIfNotLookedAt(LogDamagedException failure) throws IOException {
        if (failure.getCause() instanceof IOException cannotLook && !(cannotLook instanceof FileTooShortException)) {
            throw cannotLook;
        }
    }
}
