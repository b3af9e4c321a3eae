package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.LogControlPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer dies right after the store that completes the first document of a segment. What Chronicle stores in the segment's
 * head after that is made anew here up to each of those stores, so these are the files that such a death leaves.
 */
@Timeout(120)
class FirstDocumentTest {
    private static final int MESSAGE_BYTES = 64;
    private static final int MORE = 3;

    /** Behind the index of a segment; below it is what is stored after a document is complete. */
    private static final int DOCUMENTS_OFFSET = 2 << 10;

    /** Words of the head and of the index, in the order in which they are stored, where the document is the first one. */
    private static final int[] STORED = {64, 72, 1296, 1288, 176};

    @TempDir
    private Path folder;

    private byte[] fresh;
    private byte[] completed;
    private long committedBefore;
    private int appended;

    @BeforeEach
    void createLog() throws IOException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        fresh = Files.readAllBytes(file(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldNumberWhatFollowsTheFirstDocumentOfALog(int stored) throws IOException {
        appendUpToTheFirstOf(1);

        dieAfter(stored, 1);

        requireEveryReaderToSeeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldNumberWhatFollowsTheFirstDocumentOfALaterSegment(int stored) throws IOException {
        appendUpToTheFirstOf(2);

        dieAfter(stored, 2);

        requireEveryReaderToSeeAll();
    }

    private void appendUpToTheFirstOf(int segment) throws IOException {
        try (MessageLog log = open()) {
            do {
                committedBefore = log.control().states().committed();
                append(log);
            } while (log.control().currentSegment() < segment);
        }
        completed = Files.readAllBytes(file(segment));
    }

    /** Leaves the files as one who died after so many of the stores that follow the one which completes the document. */
    private void dieAfter(int stored, int segment) throws IOException {
        byte[] left = completed.clone();
        System.arraycopy(fresh, 0, left, 0, DOCUMENTS_OFFSET);
        for (int i = 0; i < stored; i++) {
            System.arraycopy(completed, STORED[i], left, STORED[i], Long.BYTES);
        }
        if (stored == STORED.length) {
            assertThat(left).isEqualTo(completed);
        }
        Files.write(file(segment), left);
        byte[] page = Files.readAllBytes(folder.resolve(LogControl.FILE));
        ByteBuffer.wrap(page).order(ByteOrder.nativeOrder()).putLong(LogControlPage.COMMITTED_OFFSET, committedBefore);
        Files.write(folder.resolve(LogControl.FILE), page);
    }

    /** One that has looked before the next writer came, and goes on from there, and one that comes after that. */
    private void requireEveryReaderToSeeAll() {
        try (MessageLog log = open()) {
            LogReader early = log.reader();
            List<Integer> seen = new ArrayList<>();
            long reached = read(early, MessageLog.firstCursor(), seen);
            for (int i = 0; i < MORE; i++) {
                append(log);
            }
            read(early, reached, seen);
            assertThat(seen).isEqualTo(all());

            List<Integer> late = new ArrayList<>();
            read(log.reader(), MessageLog.firstCursor(), late);
            assertThat(late).isEqualTo(all());

            List<Integer> last = new ArrayList<>();
            read(log.reader(), reached, last);
            assertThat(last).isEqualTo(all().subList(appended - MORE, appended));
            assertThat(log.messages()).isEqualTo(appended);
        }
    }

    private static long read(LogReader reader, long from, List<Integer> seen) {
        byte[] message = new byte[MESSAGE_BYTES];
        long at = from;
        while (reader.find(at)) {
            assertThat(reader.isGarbled()).isFalse();
            reader.copyTo(message, 0);
            seen.add(ByteBuffer.wrap(message).getInt());
            assertThat(reader.messagesBefore()).isEqualTo(seen.get(seen.size() - 1));
            at = reader.following();
            reader.release();
        }
        return at;
    }

    private List<Integer> all() {
        return IntStream.range(0, appended).boxed().toList();
    }

    private void append(MessageLog log) {
        byte[] message = ByteBuffer.allocate(MESSAGE_BYTES).putInt(appended).array();
        assertThat(Documents.append(log, message)).isTrue();
        appended++;
    }

    private MessageLog open() {
        return MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
    }

    private Path file(int segment) {
        return LogFiles.segment(folder, segment).toPath();
    }
}
