package io.mailslot.internal.slot;

import io.mailslot.internal.memory.PlainFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files of a log, checked before Chronicle sees them: given a missing, empty or foreign file Chronicle would build
 * a new queue in its place, wait for its creator, or rename it.
 *
 * <pre>
 *  metadata.cq4t    Chronicle's locks, counters, the shape of the queue
 *  control.dat      {@link io.mailslot.internal.layout.LogControlPage}
 *  0000000001.cq4   first segment, and so on
 *  arena.dat        larger messages, once there was one
 * </pre>
 */
final class LogFiles {
    static final String METADATA = "metadata.cq4t";

    /** Chronicle always maps this much of the table: beyond the end of a cut file the mapping would fault. */
    private static final long TABLE_BYTES = 128 << 10;

    private static final int HEAD_BYTES = 256;
    private static final int READY_METADATA = 0x4000_0000;
    private static final int STATE_MASK = 0xC000_0000;

    private LogFiles() {}

    static File segment(Path folder, int segment) {
        return new File(folder.toFile(), SegmentCycle.fileName(segment));
    }

    /**
     * Looks whether a log can be opened.
     *
     * @return its control page
     * @throws LogDamagedException if the folder holds no complete log of this shape
     */
    static LogControl requireLog(Path folder) {
        requireTable(folder);
        LogControl control = LogControl.open(folder, false);
        try {
            requireSegment(folder, control);
        } catch (LogDamagedException e) {
            control.close();
            throw e;
        }
        return control;
    }

    /** @throws LogDamagedException if the files of a log that is open are not there any more */
    static void requireFiles(Path folder, LogControl control) {
        requireTable(folder);
        requireSegment(folder, control);
    }

    private static void requireTable(Path folder) {
        if (!folder.toFile().isDirectory()) {
            throw new LogDamagedException(folder, "no such folder");
        }
        requireHeader(new File(folder.toFile(), METADATA), "STStore", TABLE_BYTES);
    }

    /** The current segment always has its file; a moment later it need not be the current one any more. */
    private static void requireSegment(Path folder, LogControl control) {
        while (true) {
            int current = control.currentSegment();
            try {
                requireHeader(segment(folder, current), "SCQStore", HEAD_BYTES);
                return;
            } catch (LogDamagedException e) {
                if (control.currentSegment() == current) {
                    throw e;
                }
            }
        }
    }

    /** @throws LogDamagedException if a segment has no usable file */
    static void requireSegment(Path folder, int segment) {
        requireHeader(segment(folder, segment), "SCQStore", HEAD_BYTES);
    }

    /** Removes what a failed creation left. */
    static void delete(Path folder) {
        for (String name : new String[] {
            SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT), METADATA, LogControl.FILE, LogControl.FILE + ".new"
        }) {
            new File(folder.toFile(), name).delete();
        }
    }

    /** Both files begin with a document that names its type; its header word is written last, and means "ready". */
    private static void requireHeader(File file, String type, long minBytes) {
        byte[] head = new byte[HEAD_BYTES];
        long length;
        // no channel: it would be closed by an interrupt
        try (RandomAccessFile in = PlainFile.at(file.toPath()).openUninterrupted("r")) {
            length = in.length();
            if (length >= HEAD_BYTES) {
                in.readFully(head);
            }
        } catch (IOException e) {
            throw new LogDamagedException(file.toPath(), "cannot be read: " + e.getMessage(), e);
        }
        if (length < minBytes) {
            throw new LogDamagedException(
                    file.toPath(), "too short: lengthBytes=" + length + " expectedBytes>=" + minBytes);
        }
        int word = head[0] & 0xFF | (head[1] & 0xFF) << 8 | (head[2] & 0xFF) << 16 | head[3] << 24;
        boolean ready = (word & STATE_MASK) == READY_METADATA;
        if (!ready || !new String(head, StandardCharsets.ISO_8859_1).contains(type)) {
            throw new LogDamagedException(
                    file.toPath(), "no " + type + " header: first word is 0x" + Integer.toHexString(word));
        }
    }
}
