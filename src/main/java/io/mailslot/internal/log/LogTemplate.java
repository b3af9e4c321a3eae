package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.IntSupplier;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

/**
 * What the files of a new log begin with: Chronicle makes them once in each JVM, and all others are copies, but for a word of
 * the head ({@link LogFiles#nameIndex}). A copy takes microseconds where Chronicle takes milliseconds, it is written through
 * the file and so fails cleanly on a full file system, and it gets its name when it is complete, so nobody ever waits for a
 * half-made one. Nothing in these files tells one log, or one segment, from another.
 */
final class LogTemplate {
    private static final String FOLDER_PREFIX = "template-";

    private static volatile LogTemplate made;

    private final byte[] segment;

    private LogTemplate(byte[] segment, long segmentEnd) {
        this.segment = Arrays.copyOf(segment, (int) Sizes.wholePages(Math.max(segmentEnd, usedBytes(segment))));
        LogFiles.nameIndex(this.segment);
    }

    /** Whether {@link #get} answers at once. */
    static boolean isMade() {
        return made != null;
    }

    /** So many bytes of each new segment have pages from the beginning; 0 if that is not known yet. */
    static long pagesBytes() {
        LogTemplate template = made;
        return template == null ? 0 : template.segment.length;
    }

    /** Whether it is one that {@link #makeFolder} has made. */
    static boolean isFolder(Path folder) {
        return folder.getFileName().toString().startsWith(FOLDER_PREFIX);
    }

    /**
     * Makes a folder for what is thrown away at once. What a killed process left is no obstacle.
     *
     * @param aside where it is to lie: where somebody looks after what a process leaves that dies meanwhile
     */
    static Path makeFolder(Path aside) throws IOException {
        // of the permissions that all has there: who looks after it may be another user of a shared home
        return Shortage.writing(aside, () -> FileTrees.newFolder(aside, FOLDER_PREFIX));
    }

    /**
     * The template of this JVM, made at first use in a folder as of {@link #makeFolder}.
     *
     * @throws IOException if it cannot be made there; says so if that is for want of room
     */
    static LogTemplate get(Path aside) throws IOException {
        LogTemplate template = made;
        if (template == null) {
            Path own = makeFolder(aside);
            try {
                givePages(own);
                template = Uninterrupted.call(() -> make(own));
                made = template;
                FaultPoint.TEMPLATE_MADE.reached();
            } catch (RuntimeException | AssertionError | InternalError e) {
                // Chronicle's words for it; where a page cannot be had for what is mapped, the JVM's
                throw Shortage.ofWrite(own, new IOException("the first segment cannot be made: " + e.getMessage(), e));
            } finally {
                FileTrees.delete(own);
            }
        }
        return template;
    }

    /** Writes the first segment of a new log. */
    void writeLog(Path folder, long segmentBytes) throws IOException {
        write(
                folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT)),
                segment,
                LogSettings.fileBytes(segmentBytes));
    }

    /** Writes a whole segment without documents under a name; one that is there already is replaced. */
    void writeSegment(Path file, long segmentBytes) throws IOException {
        Path unnamed = file.resolveSibling("segment.new");
        write(unnamed, segment, LogSettings.fileBytes(segmentBytes));
        Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path file, byte[] content, long length) throws IOException {
        Shortage.writing(file, () -> {
            // no channel: it would be closed by an interrupt
            try (RandomAccessFile out = PlainFile.atOrNew(file).openUninterrupted("rw")) {
                out.write(content);
                out.setLength(length);
                return null;
            }
        });
    }

    /** Chronicle writes through its mapping: to touch a page that a full file system has not got would end the JVM. */
    private static void givePages(Path folder) throws IOException {
        int length = (int) LogSettings.fileBytes(0);
        write(folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT)), new byte[length], length);
    }

    private static LogTemplate make(Path folder) {
        long end;
        FirstLog.prepareToOpenQueues();
        IntSupplier only = () -> SegmentCycle.FIRST_SEGMENT;
        try (LogQueue queue = LogQueue.open(folder, only, only, LogSettings.blockBytes(0))) {
            SingleChronicleQueueStore store =
                    queue.storeForCycle(SegmentCycle.FIRST_SEGMENT, SegmentCycle.EPOCH_MILLIS, true, null);
            queue.closeStore(store);
            try (ExcerptAppender appender = queue.createAppender()) {
                end = PageReserve.indexEnd(appender.writingDocument());
            }
        }
        MappedFaults.throwNow();
        try {
            return new LogTemplate(
                    Files.readAllBytes(folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT))), end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long usedBytes(byte[] file) {
        int end = file.length;
        while (end > 0 && file[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
