package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MessageLogTest {
    private static final LogSettings SETTINGS = new LogSettings(1 << 29, 70_000, false);

    @TempDir
    private Path home;

    private Path folder;
    private MessageLog log;

    @BeforeEach
    void createLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, SETTINGS);
        log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
    }

    @AfterEach
    void closeLog() {
        log.close();
        Thread.interrupted();
    }

    @Test
    void shouldStartEmpty() {
        assertThat(cursor(0)).isPositive();
        assertThat(log.start().cursor()).isEqualTo(cursor(0));
        assertThat(count(cursor(0))).isZero();
        assertThat(log.reader().find(cursor(0))).isFalse();
    }

    @Test
    void shouldDeliverMessagesOfAllSizesInOrder() {
        int[] sizes = {0, 1, 3, 4, 5, 64, 4095, 4096, 0, 65_536, 70_000, 2};
        for (int i = 0; i < sizes.length; i++) {
            append(pattern(i, sizes[i]));
        }
        LogReader reader = log.reader();
        long cursor = cursor(0);
        for (int i = 0; i < sizes.length; i++) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(reader.size()).isEqualTo(sizes[i]);
            assertThat(read(reader)).isEqualTo(pattern(i, sizes[i]));
            cursor = reader.following();
            reader.release();
        }
        assertThat(reader.find(cursor)).isFalse();
        assertThat(cursor).isEqualTo(log.start().cursor());
    }

    @Test
    void shouldCrossBlocksOfTheFile() {
        int count = 100;
        for (int i = 0; i < count; i++) {
            append(pattern(i, 69_000 + i));
        }
        LogReader reader = log.reader();
        long cursor = cursor(0);
        for (int i = 0; i < count; i++) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(read(reader)).isEqualTo(pattern(i, 69_000 + i));
            cursor = reader.following();
        }
    }

    @Test
    void shouldTakeAndFillBuffersOfEveryKind() {
        byte[] message = pattern(1, 20_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(20_010).position(10);
        direct.put(message).position(10);
        ByteBuffer readOnly = ByteBuffer.wrap(message).asReadOnlyBuffer();
        log.writer().append(direct);
        log.writer().append(readOnly);
        log.writer().append(ByteBuffer.wrap(message));
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(readOnly.hasRemaining()).isFalse();

        LogReader reader = log.reader();
        long cursor = cursor(0);
        for (int i = 0; i < 3; i++) {
            assertThat(reader.find(cursor)).isTrue();
            ByteBuffer into = i == 0 ? ByteBuffer.allocateDirect(20_000) : ByteBuffer.allocate(20_000);
            reader.copyTo(into);
            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(message));
            cursor = reader.following();
        }
    }

    @Test
    void shouldFindAgainWhatWasNotConsumed() {
        append("first");
        append("second");
        LogReader reader = log.reader();
        for (int i = 0; i < 3; i++) {
            assertThat(reader.find(cursor(0))).isTrue();
            assertThat(text(reader)).isEqualTo("first");
            reader.release();
        }
        assertThat(reader.find(cursor(1))).isTrue();
        assertThat(text(reader)).isEqualTo("second");
        assertThat(reader.find(cursor(0))).isTrue();
        assertThat(text(reader)).isEqualTo("first");
    }

    @Test
    void shouldFollowACursorThatOthersMoved() {
        for (int i = 0; i < 1_000; i++) {
            append("message " + i);
        }
        LogReader reader = log.reader();
        for (int i : new int[] {0, 1, 2, 500, 501, 63, 64, 999, 0}) {
            assertThat(reader.find(cursor(i))).isTrue();
            assertThat(text(reader)).isEqualTo("message " + i);
        }
        assertThat(reader.find(log.start().cursor())).isFalse();
        append("late");
        assertThat(reader.find(cursor(1_000))).isTrue();
        assertThat(text(reader)).isEqualTo("late");
    }

    @Test
    void shouldLeaveTheMessageWhereItIsIfTheBufferIsTooSmall() {
        append("hello");
        LogReader reader = log.reader();
        reader.find(cursor(0));

        assertThatThrownBy(() -> reader.copyTo(new byte[5], 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.copyTo(ByteBuffer.allocate(4))).isInstanceOf(BufferOverflowException.class);
        assertThat(text(reader)).isEqualTo("hello");
    }

    @Test
    void shouldRefuseAMessageOverTheMaximum() {
        assertThatThrownBy(() -> log.writer().append(ByteBuffer.wrap(new byte[70_001], 0, 70_001)))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("70001")
                .hasMessageContaining("70000");
        append("still works");
        assertThat(count(cursor(0))).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsAtOrAfterACursor() {
        for (int i = 0; i < 200; i++) {
            append("x");
        }
        assertThat(count(cursor(0))).isEqualTo(200);
        assertThat(count(cursor(150))).isEqualTo(50);
        assertThat(count(log.start().cursor())).isZero();
    }

    @Test
    void shouldFindMessagesBeyondTheFirstPageOfTheIndex() {
        int count = LogSettings.INDEX_COUNT * LogSettings.INDEX_SPACING + 1_000;
        ByteBuffer message = ByteBuffer.allocate(4);
        for (int i = 0; i < count; i++) {
            Documents.append(log, message.putInt(0, i).array());
        }
        LogReader reader = log.reader();
        for (int i : new int[] {count - 1, count - 1_000, 32_768, count - 1_001, 0}) {
            assertThat(reader.find(cursor(i))).isTrue();
            reader.copyTo(message.clear());
            assertThat(message.getInt(0)).isEqualTo(i);
        }
        assertThat(count(cursor(0))).isEqualTo(count);
    }

    @Test
    void shouldShareOneLogBetweenInstances() {
        try (MessageLog other = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            append("mine");
            other.writer().append(ByteBuffer.wrap("theirs".getBytes(StandardCharsets.UTF_8), 0, 6));
            LogReader reader = other.reader();
            assertThat(reader.find(cursor(0))).isTrue();
            assertThat(text(reader)).isEqualTo("mine");
            assertThat(log.start().cursor()).isEqualTo(other.start().cursor());
        }
        assertThat(count(cursor(0))).isEqualTo(2);
    }

    @Test
    void shouldKeepTheOrderOfEachOfManyWriters() {
        int each = 5_000;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] writers = new Thread[2];
        for (int id = 0; id < writers.length; id++) {
            int writerId = id;
            writers[id] = new Thread(() -> appendNumbers(writerId, each));
            writers[id].setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writers[id].start();
        }
        int[] last = new int[writers.length];
        LogReader reader = log.reader();
        ByteBuffer message = ByteBuffer.allocate(8);
        long cursor = cursor(0);
        while (last[0] + last[1] < 2 * each && failure.get() == null) {
            if (reader.find(cursor)) {
                reader.copyTo(message.clear());
                assertThat(message.getInt(4)).isEqualTo(++last[message.getInt(0)]);
                cursor = reader.following();
            }
        }
        assertThat(failure).hasNullValue();
    }

    @Test
    void shouldTellWhatWaitsWithoutChangingAnything() throws IOException {
        append("seen");
        append("later");
        append(pattern(3, 20_000));

        assertThat(LogPeek.at(folder, cursor(0)))
                .usingRecursiveComparison()
                .ignoringFields("taken")
                .isEqualTo(new LogPeek(3, OptionalInt.of(4), 1 << 29, false, 0, 3, 20_009, 0));
        assertThat(LogPeek.at(folder, cursor(1)))
                .usingRecursiveComparison()
                .ignoringFields("taken")
                .isEqualTo(new LogPeek(2, OptionalInt.of(5), 1 << 29, false, 0, 3, 20_009, 0));
        assertThat(LogPeek.at(folder, cursor(2)))
                .usingRecursiveComparison()
                .ignoringFields("taken")
                .isEqualTo(new LogPeek(1, OptionalInt.of(20_000), 1 << 29, false, 0, 3, 20_009, 0));
        assertThat(LogPeek.at(folder, cursor(3)))
                .usingRecursiveComparison()
                .ignoringFields("taken")
                .isEqualTo(new LogPeek(0, OptionalInt.empty(), 1 << 29, false, 0, 3, 20_009, 0));
        assertThat(LogPeek.at(folder, cursor(0)).taken()).isBetween(20_009L, 60_000L);
        assertThat(LogPeek.at(folder, cursor(3)).taken()).isZero();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("0000000001.cq4", "control.dat", "arena.dat");
    }

    @Test
    void shouldUnmapAndCloseAllFiles() throws IOException {
        append(pattern(1, 70_000));
        LogReader reader = log.reader();
        reader.find(cursor(0));
        assertThat(mappings()).isPositive();

        log.close();

        assertThat(mappings()).isZero();
        assertThatThrownBy(reader::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.find(cursor(0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::writer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGoOnWithoutBringingADeletedFolderBack() throws IOException {
        append("before");
        LogReader reader = log.reader();
        MessageLog idle = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
        deleteFolder();

        for (int i = 0; i < 20; i++) {
            append(pattern(i, 60));
        }
        assertThat(reader.find(cursor(20))).isTrue();
        assertThatThrownBy(() -> append(pattern(0, 70_000)))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("deleted while in use");
        assertThatThrownBy(idle::writer)
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining(folder.toString());
        idle.close();
        log.close();

        assertThat(folder).doesNotExist();
        assertThat(mappings()).isZero();
    }

    @Test
    @Timeout(120)
    void shouldSurviveInterrupts() throws InterruptedException {
        Thread victim = new Thread(() -> {
            for (int i = 0; i < 300; i++) {
                append(pattern(i, 60_000));
                try (MessageLog other = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
                    assertThat(other.writer()).isNotNull();
                }
            }
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        victim.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        victim.start();
        for (int i = 0; victim.isAlive(); i++) {
            victim.interrupt();
            victim.join(1 + i % 10); // what is interrupted each time it is tried never ends on a busy machine
        }
        assertThat(failure).hasNullValue();
        assertThat(count(cursor(0))).isEqualTo(300);
    }

    @Test
    void shouldLeaveTheInterruptFlagSet() {
        Thread.currentThread().interrupt();
        append("x");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive).close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRefuseToCreateOverFiles() {
        assertThatThrownBy(() -> MessageLog.create(folder, SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> MessageLog.create(home.resolve("none"), SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void shouldRefuseForeignFiles() throws IOException {
        log.close();
        Path file = folder.resolve(SegmentCycle.fileName(1));
        byte[] good = Files.readAllBytes(file);
        byte[] foreign = good.clone();
        byte[] zeros = new byte[foreign.length];
        new Random(1).nextBytes(foreign);
        for (byte[] content : new byte[][] {{}, zeros, foreign}) {
            Files.write(file, content);
            assertThatThrownBy(() -> MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining(SegmentCycle.fileName(1));
        }
        Files.write(file, good);
        log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
        append("whole again");
    }

    @Test
    void shouldNameARecordOfANewerVersion() throws IOException {
        append("ABCDEFGH");
        Path segment = LogFiles.segment(folder, 1).toPath();
        long position = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).indexOf("ABCDEFGH");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(position - Sizes.RECORD_HEADER + 3);
            file.write(0x50);
        }
        append("next");
        LogReader reader = log.reader();

        assertThat(reader.find(cursor(0))).isTrue();
        assertThat(reader.isGarbled()).isTrue();
        assertThat(reader.damage()).hasMessageContaining("unknown record kind 5");
        assertThat(reader.find(reader.following())).isTrue();
        assertThat(reader.isGarbled()).isFalse();
        assertThat(reader.size()).isEqualTo("next".length());
    }

    private static long cursor(long message) {
        return MessageLog.firstCursor() + message * Cursor.MAX_MESSAGES;
    }

    /** Messages at or after a cursor. */
    private long count(long cursor) {
        try (LogReader reader = log.reader()) {
            return reader.find(cursor) ? log.end().messages - reader.messagesBefore() : 0;
        }
    }

    private void append(String message) {
        append(message.getBytes(StandardCharsets.UTF_8));
    }

    private void append(byte[] message) {
        assertThat(Documents.append(log, message)).isTrue();
    }

    private void appendNumbers(int writerId, int count) {
        try (MessageLog own = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            ByteBuffer message = ByteBuffer.allocate(8);
            for (int i = 1; i <= count; i++) {
                message.clear().putInt(writerId).putInt(i).flip();
                own.writer().append(message);
            }
        }
    }

    private static byte[] pattern(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(LogReader reader) {
        byte[] bytes = new byte[reader.size()];
        reader.copyTo(bytes, 0);
        return bytes;
    }

    private static String text(LogReader reader) {
        return new String(read(reader), StandardCharsets.UTF_8);
    }

    private long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(folder.toString())).count();
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
