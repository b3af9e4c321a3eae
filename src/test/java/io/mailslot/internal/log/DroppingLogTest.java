package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ThreadLocalisedExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that drop their oldest messages, which they do by the segment. */
@Timeout(120)
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

    @Test
    void shouldPutSmallMessagesIntoRuns() {
        sendSmall(2_000);
        assertThat(SegmentCycle.document(log.control().states().committed())).isLessThan(100);
    }

    /** Found in the middle of a run, which is dropped, and its room used again, before it is copied. */
    @Test
    void shouldTellThatACopyIsNotWhatWasFound() {
        long middle = inARun();
        Portion portion = new Portion();
        assertThat(reader.find(middle)).isTrue();
        reader.copyTo(portion, middle, 10);
        assertThat(reader.isIntact()).isTrue();

        assertThat(reader.find(middle)).isTrue();
        useRoomAgain(middle);
        reader.copyTo(portion, middle, Cursor.MAX_MESSAGES);

        assertThat(reader.isIntact()).isFalse();
        assertThat(log.isDropped(middle)).isTrue();
    }

    /** Whatever lies there by now: nothing is read beyond the run, nor believed. */
    @Test
    void shouldBelieveNothingOfARunThatIsDropped() {
        long middle = inARun();
        Portion portion = new Portion();
        for (int round = 0; round < 20; round++) {
            assertThat(reader.find(middle) || round > 0).isTrue();
            sendSmall(1 + 991 * round);
            useRoomAgain(middle);
            for (int i = 0; i < Cursor.MAX_MESSAGES; i += 7) {
                long at = Cursor.documentStart(middle) + i;
                if (reader.find(at) && !reader.isGarbled()) {
                    reader.copyTo(portion, at, Cursor.MAX_MESSAGES);
                }
                assertThat(log.isDropped(at)).isTrue();
            }
        }
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

    /** A writer is refused, and before it drops anything another one has, and goes on. */
    @Test
    void shouldDropNothingMoreWhereAnotherWriterHasMadeRoom() throws IOException {
        Path folder = Files.createDirectory(home.resolve("other"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, true));
        try (MessageLog faster = MessageLog.open(folder, new StillNeededStub(), PidProbe::alive)) {
            LogControl control = faster.control();
            AtomicInteger lowest = new AtomicInteger();
            StillNeededStub needed = new StillNeededStub() {
                @Override
                public long cursor() {
                    for (int before = control.lowestSegment(); lowest.get() == 0; ) {
                        send(faster);
                        lowest.set(control.lowestSegment() == before ? 0 : control.lowestSegment());
                    }
                    return super.cursor();
                }
            };
            try (MessageLog refused = MessageLog.open(folder, needed, PidProbe::alive)) {
                while (lowest.get() == 0) {
                    send(refused);
                }
                assertThat(control.lowestSegment()).isEqualTo(lowest.get());
            }
        }
    }

    @Test
    void shouldNotLeaveTheSegmentThatFollowsWhereAnotherWriterHasLeftTheOneToBeLeft() {
        try (MessageLog other = MessageLog.open(home.resolve("log"), receiver, PidProbe::alive)) {
            send();
            log.leaveSegment();
            other.leaveSegment();
            send(other);
            int next = log.control().currentSegment();
            assertThat(next).isEqualTo(SegmentCycle.FIRST_SEGMENT + 1);

            send();
            send();

            assertThat(log.control().currentSegment()).isEqualTo(next);
        }
    }

    /** Whoever asks for the end may have read where it was long ago. */
    @Test
    void shouldTellNoErrorWhereTheEndIsLookedForInASegmentThatIsDropped() {
        send();
        long first = SegmentCycle.position(SegmentCycle.FIRST_SEGMENT, 0);
        assertThat(log.isComplete(first)).isTrue();
        while (log.control().lowestSegment() < SegmentCycle.FIRST_SEGMENT + 2) {
            send();
        }
        long behind = log.control().documents(SegmentCycle.FIRST_SEGMENT);
        List<String> errors = new ArrayList<>();
        ThreadLocalisedExceptionHandler handler = (ThreadLocalisedExceptionHandler) Jvm.error();
        handler.threadLocalHandler((logger, message, thrown) -> errors.add(message));
        try {
            assertThat(log.isComplete(SegmentCycle.position(SegmentCycle.FIRST_SEGMENT, behind)))
                    .isFalse();
        } finally {
            handler.resetThreadLocalHandler();
        }
        assertThat(errors).isEmpty();
    }

    /** The cursor of a message in the middle of a run that has many. */
    private long inARun() {
        sendSmall(1_000);
        for (int i = 0; i < 20 || !reader.isSizedInArena(); i++) {
            assertThat(reader.find(cursor)).isTrue();
            cursor = reader.following();
            assertThat(reader.find(cursor)).isTrue();
        }
        return cursor;
    }

    private void useRoomAgain(long dropped) {
        long head = log.arenaHead();
        while (!log.isDropped(dropped) || ArenaPosition.lap(log.arenaHead()) < ArenaPosition.lap(head) + 2) {
            sendSmall(500);
        }
    }

    private void sendSmall(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(log.writer().append(ByteBuffer.wrap(new byte[64]))).isTrue();
        }
    }

    private void send() {
        send(log);
    }

    private static void send(MessageLog log) {
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
