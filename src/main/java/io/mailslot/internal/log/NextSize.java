package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Finds the size of the first unread message in the documents from the one on that a receiver is at: most often in that
 * one. How many a run has is told by the next document, and of the last one by the records themselves.
 */
final class NextSize {
    /** No document behind the run tells how many messages it has. */
    private static final int UNTOLD = RunTail.MAX_MESSAGES + 1;

    private final Path folder;

    /** Messages of the first document that are read already, or 0 once that is behind. */
    private int read;

    /** Null until the first unread message is found; empty if it lies where somebody else's is by now: it was read meanwhile. */
    private OptionalInt size;

    /** Whether the last document is a run, what was appended before it, and where it lies. */
    private boolean inRun;

    private int runBefore;
    private int runRead;
    private long runPlace;
    private int runBytes;

    NextSize(Path folder, int read) {
        this.folder = folder;
        this.read = read;
    }

    /** The next document; false if nothing needs to be known of those behind it. */
    boolean add(SegmentScan scan) throws IOException {
        int header = scan.getInt(0);
        int before = scan.getInt(RecordHeader.MESSAGES_BEFORE);
        leaveRun(Math.max(0, Math.min(before - runBefore, RunTail.MAX_MESSAGES)));
        if (size != null) {
            return false;
        }
        RecordKind kind = RecordHeader.kind(header);
        if (kind == RecordKind.RUN) {
            inRun = true;
            runBefore = before;
            runRead = read;
            runPlace = scan.arenaPlace();
            runBytes = RecordHeader.length(header);
            read = 0;
            return true;
        }
        size = kind == RecordKind.BATCH
                ? sizeInBatch(scan.arenaPlace(), read, RecordHeader.length(header))
                : OptionalInt.of(RecordHeader.length(header));
        return false;
    }

    /** The size, once there are no more documents, or none is needed; empty if nothing is unread. */
    OptionalInt find() throws IOException {
        leaveRun(UNTOLD);
        return size == null ? OptionalInt.empty() : size;
    }

    private void leaveRun(int told) throws IOException {
        if (!inRun) {
            return;
        }
        inRun = false;
        if (told > runRead) {
            walkRun();
        }
    }

    /** Goes over the messages of the run up to the first unread one. */
    private void walkRun() throws IOException {
        try (ArenaLook arena = new ArenaLook(folder)) {
            long at = 0;
            int found = -1;
            for (int message = 0; message <= runRead && at < runBytes; message++) {
                int header = arena.getInt(runPlace, at);
                if (!RunRecord.isMessage(header, runBytes - at)) {
                    break;
                }
                found = message == runRead ? RunRecord.messageBytes(header) : -1;
                at += RunRecord.bytes(RunRecord.messageBytes(header));
            }
            if (!arena.holds(runPlace)) {
                size = OptionalInt.empty();
            } else if (found >= 0) {
                size = OptionalInt.of(found);
            }
        }
    }

    private OptionalInt sizeInBatch(long place, int message, int length) throws IOException {
        try (ArenaLook arena = new ArenaLook(folder)) {
            int at = 0;
            int found = size(arena, place, at, length);
            for (int i = 0; i < message && found >= 0; i++) {
                at = Sizes.behindInBatch(at + Integer.BYTES, found);
                found = size(arena, place, at, length);
            }
            return found >= 0 && arena.holds(place) ? OptionalInt.of(found) : OptionalInt.empty();
        }
    }

    /** Bytes of the message that begins at an offset of a batch; -1 if none can be there. */
    private static int size(ArenaLook arena, long place, int at, int length) throws IOException {
        if (at + Integer.BYTES > length) {
            return -1;
        }
        int size = arena.getInt(place, at);
        return size <= length - at - Integer.BYTES ? size : -1;
    }
}
