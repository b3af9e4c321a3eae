package io.mailslot.internal.log;

import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.PlainFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * The files of a log, checked before Chronicle sees them: given a missing, empty or foreign file Chronicle would build
 * a new queue in its place, wait for its creator, or rename it.
 *
 * <pre>
 *  control.dat      {@link io.mailslot.internal.layout.LogControlPage}
 *  0000000001.cq4   first segment, and so on
 *  arena.dat        larger messages, once there was one
 * </pre>
 */
final class LogFiles {
    private static final String SUFFIX = SingleChronicleQueue.SUFFIX;
    private static final String DISCARDED = SingleChronicleQueue.DISCARD_FILE_SUFFIX;
    private static final String TYPE = "SCQStore";
    private static final int HEAD_BYTES = 240 + LogSettings.INDEX_COUNT * Long.BYTES;

    /** Where a segment's head tells the place of its last document, to which appenders go. */
    private static final int LAST_DOCUMENT_OFFSET = 64;

    /** Where it tells the place of its index, and what that is in all of them. */
    private static final int INDEX_OFFSET = 152;

    private static final int INDEX_PLACE = 200;

    /** Where the index begins: the places of its pages, up to the end of the head. */
    private static final int PAGES_OFFSET = HEAD_BYTES - LogSettings.INDEX_COUNT * Long.BYTES;

    private static final int READY = 0x4000_0000;
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
        requireFolder(folder);
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
        requireFolder(folder);
        requireSegment(folder, control);
    }

    private static void requireFolder(Path folder) {
        boolean there;
        try {
            there = FileTrees.isFolder(folder);
        } catch (IOException e) {
            throw new LogDamagedException(folder, "cannot be looked at: " + e.getMessage(), e);
        }
        if (!there) {
            throw new LogDamagedException(folder, "no such folder");
        }
    }

    /**
     * Deletes what belongs to nobody: files that Chronicle has set aside, and segments that are no part of the log, such as
     * Chronicle makes of a number whose file vanishes while it opens it. Anybody may do so at any time.
     */
    static void deleteStray(Path folder, LogControl control) {
        String[] names = folder.toFile().list();
        if (names == null) {
            return; // it is gone, or something has run out: the next one will do it
        }
        for (String name : names) {
            boolean stray = name.endsWith(SUFFIX) && !SegmentCycle.isFileFrom(control.lowestSegment(), name);
            if (stray || name.endsWith(DISCARDED)) {
                new File(folder.toFile(), name).delete();
            }
        }
    }

    /** The current segment always has its file; a moment later it need not be the current one any more. */
    private static void requireSegment(Path folder, LogControl control) {
        while (true) {
            int current = control.currentSegment();
            try {
                requireHeader(segment(folder, current));
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
        requireHeader(segment(folder, segment));
    }

    /** Removes what a failed creation left. */
    static void delete(Path folder) {
        for (String name : new String[] {
            SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT), LogControl.FILE, LogControl.FILE + ".new"
        }) {
            new File(folder.toFile(), name).delete();
        }
    }

    /** A segment begins with a document that names its type; its header word is written last, and means "ready". */
    private static void requireHeader(File file) {
        byte[] head = new byte[HEAD_BYTES];
        long length;
        // no channel: it would be closed by an interrupt
        try (RandomAccessFile in = PlainFile.at(file.toPath()).openUninterrupted("r")) {
            boolean whole = in.length() >= HEAD_BYTES;
            if (whole) {
                in.readFully(head);
            }
            length = in.length(); // not before it was read, since it grows
        } catch (IOException e) {
            throw new LogDamagedException(file.toPath(), "cannot be read: " + e.getMessage(), e);
        }
        if (length < HEAD_BYTES) {
            throw new LogDamagedException(
                    file.toPath(), "too short: lengthBytes=" + length + " expectedBytes>=" + HEAD_BYTES);
        }
        int word = head[0] & 0xFF | (head[1] & 0xFF) << 8 | (head[2] & 0xFF) << 16 | head[3] << 24;
        boolean ready = (word & STATE_MASK) == READY;
        if (!ready || !new String(head, StandardCharsets.ISO_8859_1).contains(TYPE)) {
            throw new LogDamagedException(
                    file.toPath(), "no " + TYPE + " header: first word is 0x" + Integer.toHexString(word));
        }
        requirePlaces(file, head, length);
    }

    /** Chronicle believes these places, and takes memory for all the way there. */
    private static void requirePlaces(File file, byte[] head, long length) {
        ByteBuffer places = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long last = places.getLong(LAST_DOCUMENT_OFFSET);
        long index = places.getLong(INDEX_OFFSET);
        boolean possible = last >= 0 && last <= length && index == INDEX_PLACE;
        for (int at = PAGES_OFFSET; at < HEAD_BYTES; at += Long.BYTES) {
            long page = places.getLong(at);
            possible &= page >= 0 && page <= length;
        }
        if (!possible) {
            throw new LogDamagedException(
                    file.toPath(),
                    "its head leads behind its end: last document at " + last + ", index at " + index + ", end at "
                            + length);
        }
    }
}
