package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Counts the messages of documents one after the other, and finds the size of the first one. How many a run has is told by
 * the next document, and of the last one by the records themselves.
 */
final class PeekCount {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** No document behind the run tells how many messages it has. */
    private static final int UNTOLD = RunTail.MAX_MESSAGES + 1;

    private final Path folder;

    /** Messages of the first document that are read already, or 0 once that is behind. */
    private int read;

    private long messages;

    /** Whether the first unread message is behind, and its size, if that could be told. */
    private boolean sized;

    private OptionalInt nextSize = OptionalInt.empty();

    /** Whether the last document is a run, what was appended before it, and where it lies. */
    private boolean inRun;

    private int runBefore;
    private int runRead;
    private long runPlace;
    private int runBytes;

    PeekCount(Path folder, int read) {
        this.folder = folder;
        this.read = read;
    }

    /** The next document. */
    void add(SegmentScan scan) throws IOException {
        int header = scan.getInt(0);
        RecordKind kind = RecordHeader.kind(header);
        int before = scan.getInt(RecordHeader.MESSAGES_BEFORE);
        leaveRun(Math.max(0, Math.min(before - runBefore, RunTail.MAX_MESSAGES)));
        if (kind == RecordKind.RUN) {
            inRun = true;
            runBefore = before;
            runRead = read;
            runPlace = place(scan);
            runBytes = RecordHeader.length(header);
        } else {
            if (!sized) {
                sized = true;
                nextSize = kind == RecordKind.BATCH
                        ? sizeInBatch(place(scan), read, RecordHeader.length(header))
                        : OptionalInt.of(RecordHeader.length(header));
            }
            messages += messages(scan, kind) - read;
        }
        read = 0;
    }

    /** One that a reader will not make sense of counts as one. */
    private static int messages(SegmentScan scan, RecordKind kind) throws IOException {
        return switch (kind) {
            case INLINE, UNKNOWN, RUN -> 1;
            case ARENA, BATCH -> Math.max(1, Math.min(Cursor.MAX_MESSAGES, scan.getInt(RecordHeader.MESSAGES)));
        };
    }

    /** There are no more documents. */
    void end() throws IOException {
        leaveRun(UNTOLD);
    }

    /** Messages that are not read. */
    long messages() {
        return Math.max(0, messages);
    }

    /** Empty if there is none, or it lies where somebody else's is by now: then it was read meanwhile. */
    OptionalInt nextSize() {
        return nextSize;
    }

    private void leaveRun(int told) throws IOException {
        if (!inRun) {
            return;
        }
        inRun = false;
        int there = told;
        if (told == UNTOLD || !sized && told > runRead) {
            there = walkRun(told);
        }
        messages += Math.max(0, (told == UNTOLD ? there : told) - runRead);
    }

    /** Goes over the messages of the run, so many at most; returns how many there are. */
    private int walkRun(int most) throws IOException {
        try (RandomAccessFile arena = arena()) {
            long start = ArenaPosition.offset(runPlace);
            long at = start + Long.BYTES;
            long end = at + runBytes;
            int size = -1;
            int count = 0;
            for (; count < most && at < end; count++) {
                int header = readInt(arena, at);
                if (!RunRecord.isMessage(header, end - at)) {
                    break;
                }
                size = count == runRead ? RunRecord.messageBytes(header) : size;
                at += RunRecord.bytes(RunRecord.messageBytes(header));
            }
            boolean own = word(arena, start) == runPlace;
            if (!sized && (size >= 0 || !own)) {
                sized = true;
                nextSize = own ? OptionalInt.of(size) : OptionalInt.empty();
            }
            return own ? count : 0;
        }
    }

    private OptionalInt sizeInBatch(long place, int message, int length) throws IOException {
        try (RandomAccessFile arena = arena()) {
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
        int size = readInt(arena, start + Long.BYTES + at);
        return size <= length - at - Integer.BYTES ? size : -1;
    }

    private RandomAccessFile arena() throws IOException {
        return PlainFile.at(Arena.file(folder).toPath()).openUninterrupted("r");
    }

    private static int readInt(RandomAccessFile file, long at) throws IOException {
        file.seek(at);
        int read = file.readInt();
        return LITTLE_ENDIAN ? Integer.reverseBytes(read) : read;
    }

    /** Where what lies there belongs. */
    private static long word(RandomAccessFile file, long start) throws IOException {
        file.seek(start);
        long read = file.readLong();
        return LITTLE_ENDIAN ? Long.reverseBytes(read) : read;
    }

    private static long place(SegmentScan scan) throws IOException {
        return scan.getInt(RecordHeader.ARENA_POSITION) & 0xFFFF_FFFFL
                | (long) scan.getInt(RecordHeader.ARENA_POSITION + Integer.BYTES) << Integer.SIZE;
    }
}
