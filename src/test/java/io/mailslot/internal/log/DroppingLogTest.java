package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that drop their oldest messages, which they do by the segment. */
@Timeout(60)
class DroppingLogTest {
    private static final int SIZE = 1 << 10;

    @TempDir
    private Path home;

    private final StillNeededStub receiver = new StillNeededStub();
    private MessageLog log;
    private LogReader reader;
    private long cursor = MessageLog.firstCursor();

    @BeforeEach
    void createLog() throws IOException {
        Path folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, true));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
        reader = log.reader();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Where messages come slowly the arena stays small, and is gone through every few of them. */
    @Test
    void shouldBeginNoSegmentForWhatIsReadAtOnce() {
        for (int i = 0; i < 300; i++) {
            send();
            readOne();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(log.control().currentSegment()).isEqualTo(SegmentCycle.FIRST_SEGMENT);
    }

    @Test
    void shouldBeginNoSegmentForAFloodThatIsReadAtOnce() {
        for (int i = 0; i < 2_000; i++) {
            send();
            readOne();
        }
        // of 32 KiB each, of which a document takes some tens of bytes
        assertThat(log.control().currentSegment()).isLessThan(SegmentCycle.FIRST_SEGMENT + 5);
    }

    @Test
    void shouldBeginASegmentAfterAPartOfWhatNobodyReads() {
        for (int i = 0; i < 2_000; i++) {
            send();
            readOne();
        }
        int before = log.control().currentSegment();
        long part = log.control().arenaLimit() / 4 / SIZE;
        for (long i = 0; i < part + 10; i++) {
            send();
        }
        assertThat(log.control().currentSegment()).isEqualTo(before + 1);
    }

    /** Then reservations end elsewhere in each lap of the arena. */
    @ParameterizedTest
    @ValueSource(ints = {300, 4_000, 60_000})
    void shouldKeepMostOfWhatItHoldsWhereSizesDiffer(int largest) {
        Random random = new Random(7);
        LogControl control = log.control();
        long most = 0;
        long least = Long.MAX_VALUE;
        for (int i = 1; i <= 20_000; i++) {
            assertThat(log.writer().append(ByteBuffer.allocate(random.nextInt(largest))))
                    .isTrue();
            long left = i - control.messagesBefore(control.lowestSegment());
            most = Math.max(most, left);
            least = control.lowestSegment() == SegmentCycle.FIRST_SEGMENT ? least : Math.min(least, left);
        }
        assertThat(least).as("the least once it was full, of %d", most).isGreaterThan(most / 4);
    }

    /** Somebody else drops what took all of the arena, and dies before it gives back the room. */
    @Test
    void shouldUseTheRoomOfWhatADeadWriterHasDropped() throws IOException {
        Path folder = Files.createDirectory(home.resolve("other"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, true));
        AtomicReference<MessageLog> other = new AtomicReference<>();
        StillNeededStub needed = new StillNeededStub() {
            @Override
            public long arenaPosition() {
                LogControl control = other.get().control();
                control.raiseLowestSegment(control.currentSegment());
                return super.arenaPosition();
            }
        };
        other.set(MessageLog.open(folder, needed, PidProbe::alive));
        try (MessageLog opened = other.get()) {
            ByteBuffer large = ByteBuffer.allocate(500 << 10);
            assertThat(opened.writer().append(large.duplicate())).isTrue();
            assertThat(opened.writer().append(large.duplicate())).isTrue();
        }
    }

    /** Whoever lacks room looks for what receivers have left; of one that is overtaken nothing is found. */
    @Test
    void shouldFindNoRoomForWhoeverIsOvertaken() {
        long first = cursor;
        LogReader others = log.reader();
        while (!log.isDropped(first)) {
            send();
        }

        assertThat(new ArenaSearch().needed(log, others, first, Integer.MAX_VALUE))
                .isLessThan(log.arenaHead());
    }

    private void send() {
        assertThat(log.writer().append(ByteBuffer.allocate(SIZE))).isTrue();
    }

    private void readOne() {
        assertThat(reader.find(cursor)).isTrue();
        long freed = reader.freedPlace();
        int before = Cursor.segment(cursor);
        cursor = reader.following();
        receiver.moveTo(cursor, Math.max(freed, receiver.arenaPosition()));
        reader.release();
        if (Cursor.segment(cursor) != before) {
            log.reclaim();
        }
    }
}
