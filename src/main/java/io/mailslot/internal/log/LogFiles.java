package io.mailslot.internal.log;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.PlainFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * The files of a log, checked before Chronicle sees them: given a missing, empty or foreign file Chronicle would build
 * a new queue in its place, wait for its creator, or rename it.
 *
 * <pre>
 *  control.dat      {@link io.mailslot.internal.layout.LogControlPage}
 *  0000000001.cq4   first segment, and so on
 *  arena.dat        larger messages, batches and runs, once there was one
 * </pre>
 */
final class LogFiles {
    private static final String SUFFIX = SingleChronicleQueue.SUFFIX;
    private static final String DISCARDED = SingleChronicleQueue.DISCARD_FILE_SUFFIX;
    private static final String TYPE = "SCQStore";
    private static final int HEAD_BYTES = 240 + LogSettings.INDEX_COUNT * Long.BYTES;

    /** Where a segment's head tells the place of its last document, to which appenders go. */
    static final int LAST_DOCUMENT_OFFSET = 64;

    /** Where it tells the place of its index, and what that is in all of them. */
    private static final int INDEX_OFFSET = 152;

    private static final int INDEX_PLACE = 200;

    /** The places in the index, which are those of its pages, and in each page, which are those of documents. */
    static final int PAGE_BYTES = LogSettings.INDEX_COUNT * Long.BYTES;

    /** With what stands before the places. */
    private static final int MOST_PAGE_BYTES = PAGE_BYTES + 64;

    /** Where the index begins, up to the end of the head. */
    static final int PAGES_OFFSET = HEAD_BYTES - PAGE_BYTES;

    private static final String CUT = " was cut while in use";

    private static final int READY = 0x4000_0000;
    private static final int STATE_MASK = 0xC000_0000;

    private LogFiles() {}

    /**
     * Has the head of a new segment name its index as the last document. Chronicle leaves 0 there, and takes that for a segment
     * without any: also once it has its first one, whose writer has died before it told the place of that. What follows would
     * get the number of the one before it then, by which new readers find it; those who have counted would differ.
     */
    static void nameIndex(byte[] segment) {
        ByteBuffer head = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        if (head.getLong(LAST_DOCUMENT_OFFSET) == 0 && head.getLong(INDEX_OFFSET) == INDEX_PLACE) {
            head.putLong(LAST_DOCUMENT_OFFSET, INDEX_PLACE);
        }
    }

    static File segment(Path folder, int segment) {
        return new File(folder.toFile(), SegmentFile.name(segment));
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

    /** @throws LogDamagedException if the folder is not there, or cannot be looked at */
    static void requireFolder(Path folder) {
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

    /**
     * What is wrong with the files of a log, a page of which cannot be had: one is shorter than it was made, because somebody has
     * cut it, or nobody can tell how long they are to be. Empty if nothing is, or they cannot be looked at.
     */
    static Optional<String> damage(Path folder) {
        Path page = folder.resolve(LogControl.FILE);
        try {
            if (Files.size(page) < LogControlPage.LENGTH) {
                return Optional.of(page + CUT);
            }
            LogControl control = LogControl.open(folder, true);
            try {
                return cut(folder, control).map(file -> file + CUT);
            } finally {
                control.close();
            }
        } catch (LogDamagedException damaged) {
            return damaged.unseen() == null ? Optional.of(damaged.getMessage()) : Optional.empty();
        } catch (IOException cannotLook) {
            return Optional.empty();
        }
    }

    private static Optional<Path> cut(Path folder, LogControl control) throws IOException {
        for (Path file : FileTrees.list(folder)) {
            String name = file.getFileName().toString();
            long made = SegmentCycle.isFileFrom(control.lowestSegment(), name)
                    ? LogSettings.fileBytes(control.segmentBytes())
                    : name.equals(Arena.FILE) && control.arenaExtent() > 0 ? control.arenaLimit() : 0;
            if (file.toFile().length() < made && Files.exists(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** As {@link #requireSegment(Path, int)}, for a segment that may not have its file yet, or not any more: false then. */
    static boolean requireSegmentIfThere(Path folder, int segment) {
        try {
            requireSegment(folder, segment);
            return true;
        } catch (LogDamagedException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return false;
            }
            throw e;
        }
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
            if (whole) {
                requirePages(file, in, pages(head), length);
            }
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
        boolean possible = last >= 0 && last <= length && index == INDEX_PLACE && areWithin(pages(head), length);
        if (!possible) {
            throw new LogDamagedException(
                    file.toPath(),
                    "its head leads behind its end: last document at " + last + ", index at " + index + ", end at "
                            + length);
        }
    }

    /** The index of a segment begins with the places of its pages. */
    private static LongBuffer pages(byte[] head) {
        return ByteBuffer.wrap(head, PAGES_OFFSET, PAGE_BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
    }

    private static boolean areWithin(LongBuffer places, long length) {
        for (int i = 0; i < places.limit(); i++) {
            if (places.get(i) < 0 || places.get(i) > length) {
                return false;
            }
        }
        return true;
    }

    /** A page of the index is a document that ends with places of documents. */
    private static void requirePages(File file, RandomAccessFile in, LongBuffer pages, long length) throws IOException {
        if (!areWithin(pages, length)) {
            return; // as is told of the head
        }
        byte[] page = new byte[MOST_PAGE_BYTES];
        for (int i = 0; i < pages.limit(); i++) {
            long at = pages.get(i);
            if (at != 0 && !isSound(in, at, page, length)) {
                throw new LogDamagedException(
                        file.toPath(), "the page of its index at " + at + " leads behind its end at " + length);
            }
        }
    }

    private static boolean isSound(RandomAccessFile in, long at, byte[] page, long length) throws IOException {
        in.seek(at);
        int read = Math.max(0, in.read(page));
        ByteBuffer document = ByteBuffer.wrap(page, 0, read).order(ByteOrder.LITTLE_ENDIAN);
        int header = read < Integer.BYTES ? 0 : document.getInt(0);
        if ((header & STATE_MASK) != READY) {
            return true; // it is being made
        }
        int end = Integer.BYTES + (header & ~STATE_MASK);
        return end > PAGE_BYTES
                && end <= read
                && areWithin(
                        document.slice(end - PAGE_BYTES, PAGE_BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .asLongBuffer(),
                        length);
    }
}
