package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever looks what a receiver needs of the arena may be late: that one has read on, and its segment is deleted. */
@Timeout(120)
class ArenaSearchTest {
    private static final int LARGE_BYTES = 500_000;
    private static final byte[] SMALL = new byte[64];

    @TempDir
    private Path folder;

    private final StillNeededStub receiver = new StillNeededStub();
    private final ArenaSearch search = new ArenaSearch();
    private MessageLog log;
    private LogReader looker;
    private long standing;

    @BeforeEach
    void createLog() throws IOException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
        looker = log.reader();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldTakeNothingForFreeWhereTheReceiverHasLeftADeletedSegment() {
        lookInTheFirstSegment();
        appendUpToSegment(2);
        standing = log.start().cursor();
        append(SMALL);
        appendUpToSegment(3);
        readAll();

        append(new byte[LARGE_BYTES]);

        assertThat(segmentIsThere(2)).isFalse();
        assertThat(search.needed(log, looker, standing, Integer.MAX_VALUE)).isLessThan(log.end().arenaHead);
    }

    /** It stands behind the last document of a segment that is deleted, and nothing follows. */
    @Test
    void shouldTakeAllForFreeWhereTheReceiverHasReadAll() {
        append(new byte[LARGE_BYTES]);
        lookInTheFirstSegment();
        append(SMALL);
        standing = log.start().cursor();
        leaveSegment();
        receiver.moveTo(standing, 0);
        log.reclaim();

        assertThat(segmentIsThere(1)).isFalse();
        assertThat(search.needed(log, looker, standing, Integer.MAX_VALUE)).isEqualTo(log.end().arenaHead);
    }

    /** Has the next segment begin, and leaves it empty: what was to go there finds no room. */
    private void leaveSegment() {
        log.leaveSegment();
        assertThat(log.writer().append(ByteBuffer.allocate(LARGE_BYTES))).isFalse();
        assertThat(log.control().currentSegment()).isEqualTo(2);
    }

    private void lookInTheFirstSegment() {
        append(SMALL);
        assertThat(looker.find(MessageLog.firstCursor())).isTrue();
        looker.release();
    }

    private void appendUpToSegment(int segment) {
        while (log.control().currentSegment() < segment) {
            append(SMALL);
        }
    }

    private void readAll() {
        receiver.moveTo(log.start().cursor(), log.start().released());
        log.reclaim();
    }

    private void append(byte[] message) {
        assertThat(Documents.append(log, message)).isTrue();
    }

    private boolean segmentIsThere(int segment) {
        return Files.exists(LogFiles.segment(folder, segment).toPath());
    }
}
