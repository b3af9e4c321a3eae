package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MessageBatch;
import io.mailslot.internal.memory.AllocatedBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are much smaller than what goes through them. */
@Timeout(120)
class BoundedLogTest {
    private static final long CAPACITY = LogSettings.MIN_CAPACITY_BYTES;

    /** Table, control page and what a segment may take beyond its length. */
    private static final long OVERHEAD_BYTES = 160 << 10;

    @TempDir
    private Path home;

    private final StillNeededStub receiver = new StillNeededStub();
    private final ByteBuffer received = ByteBuffer.allocate(1 << 20);
    private Path folder;
    private MessageLog log;
    private LogReader reader;
    private long cursor = MessageLog.firstCursor();
    private long sent;
    private long read;

    @BeforeEach
    void createLog() throws IOException {
        create("log", CAPACITY);
    }

    private void create(String name, long capacity) throws IOException {
        folder = Files.createDirectory(home.resolve(name));
        MessageLog.create(folder, new LogSettings(capacity, 0, false));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
        reader = log.reader();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndGoOnOnceItIsRead() {
        while (send(60)) {}
        assertThat(sent).isBetween(CAPACITY / 2 / 80, CAPACITY / 60);
        assertThat(send(60)).isFalse();

        readAll();

        assertThat(read).isEqualTo(sent);
        assertThat(send(60)).isTrue();
        readAll();
        assertThat(read).isEqualTo(sent);
    }

    @Test
    void shouldHoldNoMoreThanItsCapacityHoweverMuchGoesThrough() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int size = random.nextInt(3) == 0
                    ? 2_000 + random.nextInt(60_000)
                    : random.nextInt(random.nextBoolean() ? 60 : 500);
            for (int i = random.nextInt(3_000); i > 0 && send(size); i--) {}
            if (round % 10 == 0) {
                assertThat(allocated()).isLessThan(CAPACITY + OVERHEAD_BYTES);
            }
            readSome(random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(3_000));
        }
        readAll();
        assertThat(read).isEqualTo(sent).isGreaterThan(100_000);
        log.reclaim();
        try (Stream<Path> segments = Files.list(folder).filter(f -> f.toString().endsWith(".cq4"))) {
            assertThat(segments.count()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldRollHundredsOfTimes() {
        while (log.control().currentSegment() < 250) {
            while (sendDocument(60)) {}
            readAll();
        }
        assertThat(read).isEqualTo(sent);
    }

    @Test
    void shouldTellWhatWaitsAcrossSegmentsAndBatches() throws IOException {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < 20_000 && sendDocument(30); i++) {
            if (i % 100 == 0) {
                batch.clear();
                for (int k = 0; k < 7; k++) {
                    batch.add(message(sent + k, 20 + k));
                }
                assertThat(log.writer().append(new Body.OfBatch().of(batch))).isTrue();
                sent += batch.size();
            }
        }
        assertThat(log.control().currentSegment()).isGreaterThan(3);
        while (read < sent) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(log.end().messages - reader.messagesBefore()).isEqualTo(sent - read);
            if (read % 1_000 == 0) {
                assertThat(LogPeek.at(folder, cursor).count()).isEqualTo(sent - read);
                assertThat(LogPeek.at(folder, cursor).nextSize()).hasValue(reader.size());
            }
            readOne();
        }
        assertThat(log.start().cursor()).isEqualTo(cursor);
    }

    @Test
    void shouldFindAnyMessageOfABatch() {
        MessageBatch batch = new MessageBatch();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MessageBatch.MAX_MESSAGES; i++) {
            messages.add(message(i, i % 200));
            batch.add(messages.get(i));
        }
        assertThat(log.writer().append(new Body.OfBatch().of(batch))).isTrue();
        for (int i : new int[] {0, 1, 4_000, 17, 4_095, 4_094, 0}) {
            assertThat(reader.find(cursor + i)).isTrue();
            byte[] found = new byte[reader.size()];
            reader.copyTo(found, 0);
            assertThat(found).isEqualTo(messages.get(i));
        }
        assertThat(reader.find(cursor + 4_095)).isTrue();
        assertThat(reader.following()).isEqualTo(cursor + Cursor.MAX_MESSAGES);
        assertThat(reader.find(reader.following())).isFalse();
    }

    @Test
    void shouldNotTakeForAMessageWhatLiesInItsPlace() throws IOException {
        assertThat(send(1_000)).isTrue();
        try (RandomAccessFile arena = new RandomAccessFile(Arena.file(folder), "rw")) {
            arena.writeLong(7);
        }

        assertThat(reader.find(cursor)).isTrue();
        assertThat(reader.isGarbled()).isTrue();
    }

    @Test
    void shouldTakeMessagesAsLargeAsTheCapacityAllows() {
        int largest = (int) LogSettings.largestPossible(CAPACITY);
        for (int i = 0; i < 5; i++) {
            assertThat(send(largest)).isTrue();
            assertThat(send(largest)).isFalse();
            readAll();
        }
        assertThat(read).isEqualTo(5);
    }

    @Test
    void shouldTakeThePagesOfALargeMessageForSmallOnes() throws IOException {
        for (int round = 0; round < 3; round++) {
            assertThat(send(700 << 10)).isTrue();
            readAll();
            long before = sent;
            while (send(60)) {}
            assertThat(sent - before).as("small messages").isGreaterThan(CAPACITY / 2 / 80);
            assertThat(allocated()).isLessThan(CAPACITY + OVERHEAD_BYTES);
            assertThat(send(700 << 10)).isFalse();
            readAll();
        }
        assertThat(read).isEqualTo(sent);
    }

    @Test
    void shouldHaveRoomForAsManySmallMessagesAsWereRead() {
        while (send(60)) {}
        long full = sent;
        for (int i = 0; i < 5_000; i++) {
            readSome(1);
            while (send(60)) {}
        }
        assertThat(sent - full).as("written while 5000 were read").isBetween(4_800L, 5_400L);
    }

    @Test
    void shouldUseWhatIsReadBeforeItJumpsOverIt() {
        for (int i = 0; i < 11; i++) {
            assertThat(send(60_000)).isTrue();
        }
        readSome(1);
        while (ArenaPosition.lap(log.arenaHead()) == 1) {
            assertThat(send(60_000)).isTrue();
        }
        readSome(sent - read - 1);
        assertThat(send(1_000)).isTrue();
        assertThat(send(60_000)).as("the arena is all but empty").isTrue();
    }

    @Test
    void shouldHaveRoomForAsManySmallMessagesAsWereReadInALargerLog() throws IOException {
        log.close();
        create("larger", 16 * CAPACITY);
        while (send(60)) {}
        long full = sent;
        for (int i = 0; i < 30_000; i++) {
            readSome(1);
            while (send(60)) {}
        }
        assertThat(sent - full).as("written while 30,000 were read").isBetween(28_800L, 32_400L);
    }

    @Test
    void shouldLetGoOfFilesThatNobodyNeeds() throws IOException {
        try (MessageLog idle = MessageLog.open(folder, receiver, PidProbe::alive)) {
            LogReader idleReader = idle.reader();
            assertThat(idle.writer().append(ByteBuffer.wrap(message(sent++, 40), 0, 40)))
                    .isTrue();
            assertThat(idleReader.find(cursor)).isTrue();
            idleReader.release();
            while (log.control().lowestSegment() < 5) {
                while (sendDocument(60)) {}
                readAll();
                log.reclaim();
            }
            assertThat(deletedButMapped()).isPositive();

            idleReader.letGo();
            idle.letGoWriter();
            idle.letGoScout();
            reader.letGo();
            log.letGoWriter();
            log.letGoScout();

            assertThat(deletedButMapped()).isZero();
            assertThat(idle.writer().append(ByteBuffer.wrap(message(sent++, 40), 0, 40)))
                    .isTrue();
            assertThat(idleReader.find(cursor)).isTrue();
            readAll();
            assertThat(read).isEqualTo(sent);
        }
    }

    private long deletedButMapped() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(folder.toString()) && line.contains(".cq4 (deleted)"))
                    .count();
        }
    }

    private boolean send(int size) {
        boolean done = log.writer().append(ByteBuffer.wrap(message(sent, size), 0, size));
        if (done) {
            sent++;
        }
        return done;
    }

    private boolean sendDocument(int size) {
        boolean done = Documents.append(log, message(sent, size));
        if (done) {
            sent++;
        }
        return done;
    }

    private void readAll() {
        readSome(Long.MAX_VALUE);
    }

    private void readSome(long most) {
        for (long i = 0; i < most && find(); i++) {
            readOne();
        }
    }

    private boolean find() {
        boolean found = reader.find(cursor);
        if (reader.behindRun() != 0) {
            cursor = reader.behindRun();
            receiver.moveTo(cursor, Math.max(reader.freedByRun(), receiver.arenaPosition()));
        }
        return found;
    }

    private void readOne() {
        received.clear();
        reader.copyTo(received);
        received.flip();
        int size = received.remaining();
        assertThat(received).isEqualTo(ByteBuffer.wrap(message(read, size)));
        long freed = reader.freedPlace();
        int before = Cursor.segment(cursor);
        cursor = reader.following();
        receiver.moveTo(cursor, Math.max(freed, receiver.arenaPosition()));
        reader.release();
        if (Cursor.segment(cursor) != before) {
            log.reclaim();
        }
        read++;
    }

    private static byte[] message(long number, int size) {
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) {
            message[i] = (byte) (number + i);
        }
        return message;
    }

    private long allocated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(AllocatedBytes::of).sum();
        }
    }
}
