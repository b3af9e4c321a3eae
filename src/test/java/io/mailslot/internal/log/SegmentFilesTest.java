package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.AllocatedBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that segments leave which should not be there, and that somebody has to delete. */
@Timeout(120)
class SegmentFilesTest {
    /** What a header begins with while it is being made. */
    private static final int INCOMPLETE = 0x80;

    private static final int MESSAGE_BYTES = 60;

    /** Store header and index of a segment. */
    private static final int HEAD_BYTES = 4 << 10;

    @TempDir
    private Path folder;

    private final StillNeededStub receiver = new StillNeededStub();
    private MessageLog log;

    @BeforeEach
    void createLog() throws IOException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Segments that somebody spoiled: Chronicle sets such a file aside. */
    @Test
    void shouldDeleteWhatChronicleDiscardedWhenASegmentBegins() throws IOException {
        for (int spoiled = 2; spoiled < 9; spoiled += 2) {
            haveAnotherWriterBegin(spoiled);
            spoil(spoiled);

            append(log);
            assertThat(discarded()).hasSize(1);

            fillUpTo(log, spoiled + 1);
            assertThat(discarded()).isEmpty();
        }
        assertThat(allocated()).isLessThan(2 * LogSettings.MIN_CAPACITY_BYTES);
    }

    /** A segment that was deleted is there again, empty: so whoever opens one while it is deleted makes it. */
    @Test
    void shouldOpenForWritingAndDeleteWhatIsThereAgain() throws IOException {
        deleteSegmentsBelow(5);
        Path stray = Files.createFile(folder.resolve(SegmentCycle.fileName(2)));

        try (MessageLog other = MessageLog.open(folder, receiver, PidProbe::alive)) {
            append(other);
        }
        assertThat(stray).doesNotExist();
    }

    @Test
    void shouldDeleteWhatIsThereAgainWhenASegmentBegins() throws IOException {
        deleteSegmentsBelow(5);
        Path stray = Files.createFile(folder.resolve(SegmentCycle.fileName(1)));
        Path foreign = Files.createFile(folder.resolve("1.cq4.txt"));

        fillUpTo(log, 6);

        assertThat(stray).doesNotExist();
        assertThat(foreign).exists();
    }

    /** Such a file may be one that Chronicle has made anew, without pages: on a full file system a touch ends the JVM. */
    @Test
    void shouldWriteNothingIntoTheFileOfADeletedSegment() throws IOException {
        append(log);
        Path kept = folder.resolveSibling(folder.getFileName() + "-kept");
        Files.createLink(kept, LogFiles.segment(folder, 1).toPath());
        try (MessageLog other = MessageLog.open(folder, receiver, PidProbe::alive)) {
            fillUpTo(other, 4);
            receiver.moveTo(other.start().cursor(), Long.MAX_VALUE);
            other.reclaim();
        }
        byte[] zeros = new byte[(int) Files.size(kept) - HEAD_BYTES];
        try (RandomAccessFile file = new RandomAccessFile(kept.toFile(), "rw")) {
            file.seek(HEAD_BYTES);
            file.write(zeros);
        }

        append(log);

        byte[] after = Files.readAllBytes(kept);
        assertThat(Arrays.copyOfRange(after, HEAD_BYTES, after.length)).isEqualTo(zeros);
        Files.delete(kept);
    }

    private void deleteSegmentsBelow(int segment) {
        fillUpTo(log, segment);
        receiver.moveTo(log.start().cursor(), Long.MAX_VALUE);
        log.reclaim();
        assertThat(log.control().lowestSegment()).isEqualTo(segment);
    }

    private void haveAnotherWriterBegin(int segment) {
        append(log); // it has its file open, so nobody looks at the next one before Chronicle does
        try (MessageLog other = MessageLog.open(folder, receiver, PidProbe::alive)) {
            fillUpTo(other, segment);
        }
    }

    private void fillUpTo(MessageLog writing, int segment) {
        while (log.control().currentSegment() < segment) {
            append(writing);
        }
    }

    private void append(MessageLog writing) {
        boolean done = Documents.append(writing, new byte[MESSAGE_BYTES]);
        if (!done) {
            receiver.moveTo(log.start().cursor(), Long.MAX_VALUE);
            done = Documents.append(writing, new byte[MESSAGE_BYTES]);
        }
        assertThat(done).isTrue();
    }

    private void spoil(int segment) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(LogFiles.segment(folder, segment), "rw")) {
            file.write(new byte[] {0, 0, 0, (byte) INCOMPLETE});
        }
    }

    private List<String> discarded() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".discard"))
                    .toList();
        }
    }

    private long allocated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(AllocatedBytes::of).sum();
        }
    }
}
