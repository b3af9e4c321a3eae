package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MessageBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that looks where another one, with the same cursor, has taken everything meanwhile. */
class OvertakenReaderTest {
    private static final long CAPACITY = LogSettings.MIN_CAPACITY_BYTES;
    private static final int ROLLS = 5;

    @TempDir
    private Path home;

    private final StillNeededStub receiver = new StillNeededStub();
    private Path folder;
    private MessageLog log;

    @BeforeEach
    void createLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(CAPACITY, 0, false));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldNotTakeABatchForDamagedWhoseRoomIsUsedAgain() {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < 10; i++) {
            batch.add(new byte[100]);
        }
        long cursor = MessageLog.firstCursor();
        assertThat(log.writer().append(new Body.OfBatch().of(batch))).isTrue();
        byte[] large = new byte[200 << 10];
        Arrays.fill(large, (byte) -1);
        for (int i = 0; i < 10; i++) {
            receiver.moveTo(log.start().cursor(), log.end().arenaHead);
            assertThat(log.writer().append(ByteBuffer.wrap(large, 0, large.length)))
                    .isTrue();
        }

        LogReader late = log.reader();

        assertThat(late.find(cursor + 3)).isTrue();
        assertThat(late.isGarbled()).isTrue();
        assertThat(late.size()).isZero();
        assertThat(late.find(log.start().cursor() - Cursor.MAX_MESSAGES)).isTrue();
        assertThat(late.isGarbled()).isFalse();
        assertThat(late.size()).isEqualTo(large.length);
    }

    @Test
    void shouldOpenNothingWhileItIsIdleOnceItLetGo() throws IOException {
        LogReader idle = log.reader();
        roll();
        assertThat(idle.find(Cursor.of(log.control().lowestSegment(), 0))).isTrue();
        idle.release();
        roll();

        idle.letGo();
        roll();
        log.letGoWriter();
        log.letGoScout();

        assertThat(deletedButMapped()).isZero();
        assertThat(idle.find(Cursor.of(log.control().currentSegment(), 0))).isTrue();
    }

    private void roll() {
        int wanted = log.control().currentSegment() + ROLLS;
        while (log.control().currentSegment() < wanted) {
            assertThat(Documents.append(log, new byte[400])).isTrue();
            receiver.moveTo(log.start().cursor(), log.end().arenaHead);
        }
        log.reclaim();
    }

    private long deletedButMapped() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(folder.toString()) && line.contains(".cq4 (deleted)"))
                    .count();
        }
    }
}
