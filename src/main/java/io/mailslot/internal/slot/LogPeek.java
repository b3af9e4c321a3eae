package io.mailslot.internal.slot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What waits in a message log for a receiver, seen without touching anything.
 *
 * @param count unread messages; -1 if the log cannot be read
 * @param nextSize bytes of the oldest one; empty if there is none
 */
public record LogPeek(long count, OptionalInt nextSize) {
    /** A log that cannot be read. */
    public static final LogPeek UNREADABLE = new LogPeek(-1, OptionalInt.empty());

    /**
     * Looks at a log.
     *
     * @param folder its folder
     * @param cursor the receiver's position
     * @return what waits there
     */
    public static LogPeek at(Path folder, long cursor) {
        try (SegmentScan scan = new SegmentScan(LogFiles.firstSegment(folder))) {
            long first = SegmentCycle.position(SegmentCycle.FIRST_SEGMENT, 0);
            long count = first - cursor;
            OptionalInt nextSize = OptionalInt.empty();
            while (scan.next()) {
                if (count++ == 0) {
                    nextSize = OptionalInt.of(RecordHeader.length(scan.getInt(0)));
                }
            }
            return new LogPeek(Math.max(0, count), nextSize);
        } catch (IOException unreadable) {
            return UNREADABLE;
        }
    }
}
