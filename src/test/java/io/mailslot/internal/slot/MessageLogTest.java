package io.mailslot.internal.slot;

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
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class MessageLogTest {
    private static final LogSettings SETTINGS = new LogSettings(70_000);

    @TempDir
    private Path home;

    private Path folder;
    private MessageLog log;

    @BeforeEach
    void createLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, SETTINGS);
        log = MessageLog.open(folder, SETTINGS);
    }

    @AfterEach
    void closeLog() {
        log.close();
        Thread.interrupted();
    }

    @Test
    void shouldStartEmpty() {
        assertThat(log.firstCursor()).isPositive();
        assertThat(log.endCursor()).isEqualTo(log.firstCursor());
        assertThat(log.count(log.firstCursor())).isZero();
        assertThat(log.reader().find(log.firstCursor())).isFalse();
    }

    @Test
    void shouldDeliverMessagesOfAllSizesInOrder() {
        int[] sizes = {0, 1, 3, 4, 5, 64, 4095, 4096, 0, 65_536, 70_000, 2};
        for (int i = 0; i < sizes.length; i++) {
            append(pattern(i, sizes[i]));
        }
        LogReader reader = log.reader();
        long cursor = log.firstCursor();
        for (int i = 0; i < sizes.length; i++) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(reader.size()).isEqualTo(sizes[i]);
            assertThat(read(reader)).isEqualTo(pattern(i, sizes[i]));
            cursor = reader.following();
            reader.release();
        }
        assertThat(reader.find(cursor)).isFalse();
        assertThat(cursor).isEqualTo(log.endCursor());
    }

    @Test
    void shouldCrossBlocksOfTheFile() {
        int count = 100;
        for (int i = 0; i < count; i++) {
            append(pattern(i, 69_000 + i));
        }
        LogReader reader = log.reader();
        long cursor = log.firstCursor();
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
        long cursor = log.firstCursor();
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
            assertThat(reader.find(log.firstCursor())).isTrue();
            assertThat(text(reader)).isEqualTo("first");
            reader.release();
        }
        assertThat(reader.find(log.firstCursor() + 1)).isTrue();
        assertThat(text(reader)).isEqualTo("second");
        assertThat(reader.find(log.firstCursor())).isTrue();
        assertThat(text(reader)).isEqualTo("first");
    }

    @Test
    void shouldFollowACursorThatOthersMoved() {
        for (int i = 0; i < 1_000; i++) {
            append("message " + i);
        }
        LogReader reader = log.reader();
        for (int i : new int[] {0, 1, 2, 500, 501, 63, 64, 999, 0}) {
            assertThat(reader.find(log.firstCursor() + i)).isTrue();
            assertThat(text(reader)).isEqualTo("message " + i);
        }
        assertThat(reader.find(log.endCursor())).isFalse();
        append("late");
        assertThat(reader.find(log.firstCursor() + 1_000)).isTrue();
        assertThat(text(reader)).isEqualTo("late");
    }

    @Test
    void shouldLeaveTheMessageWhereItIsIfTheBufferIsTooSmall() {
        append("hello");
        LogReader reader = log.reader();
        reader.find(log.firstCursor());

        assertThatThrownBy(() -> reader.copyTo(new byte[5], 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.copyTo(ByteBuffer.allocate(4))).isInstanceOf(BufferOverflowException.class);
        assertThat(text(reader)).isEqualTo("hello");
    }

    @Test
    void shouldRefuseAMessageOverTheMaximum() {
        assertThatThrownBy(() -> log.writer().append(new byte[70_001], 0, 70_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70001")
                .hasMessageContaining("70000");
        append("still works");
        assertThat(log.count(log.firstCursor())).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsAtOrAfterACursor() {
        for (int i = 0; i < 200; i++) {
            append("x");
        }
        assertThat(log.count(log.firstCursor())).isEqualTo(200);
        assertThat(log.count(log.firstCursor() + 150)).isEqualTo(50);
        assertThat(log.count(log.endCursor())).isZero();
    }

    @Test
    void shouldFindMessagesBeyondTheFirstPageOfTheIndex() {
        int count = LogSettings.INDEX_COUNT * LogSettings.INDEX_SPACING + 1_000;
        ByteBuffer message = ByteBuffer.allocate(4);
        for (int i = 0; i < count; i++) {
            log.writer().append(message.clear().putInt(i).flip());
        }
        LogReader reader = log.reader();
        for (int i : new int[] {count - 1, count - 1_000, 32_768, count - 1_001, 0}) {
            assertThat(reader.find(log.firstCursor() + i)).isTrue();
            reader.copyTo(message.clear());
            assertThat(message.getInt(0)).isEqualTo(i);
        }
        assertThat(log.count(log.firstCursor())).isEqualTo(count);
    }

    @Test
    void shouldShareOneLogBetweenInstances() {
        try (MessageLog other = MessageLog.open(folder, SETTINGS)) {
            append("mine");
            other.writer().append("theirs".getBytes(StandardCharsets.UTF_8), 0, 6);
            LogReader reader = other.reader();
            assertThat(reader.find(other.firstCursor())).isTrue();
            assertThat(text(reader)).isEqualTo("mine");
            assertThat(log.endCursor()).isEqualTo(other.endCursor());
        }
        assertThat(log.count(log.firstCursor())).isEqualTo(2);
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
        long cursor = log.firstCursor();
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
    void shouldTellWhatWaitsWithoutChangingAnythingNorTheTable() throws IOException {
        append("seen");
        append("later");
        append(pattern(3, 20_000));
        Files.delete(folder.resolve(LogFiles.METADATA));
        long first = log.firstCursor();

        assertThat(LogPeek.at(folder, first)).isEqualTo(new LogPeek(3, OptionalInt.of(4)));
        assertThat(LogPeek.at(folder, first + 1)).isEqualTo(new LogPeek(2, OptionalInt.of(5)));
        assertThat(LogPeek.at(folder, first + 2)).isEqualTo(new LogPeek(1, OptionalInt.of(20_000)));
        assertThat(LogPeek.at(folder, first + 3)).isEqualTo(new LogPeek(0, OptionalInt.empty()));
        assertThat(folder.toFile().list()).containsExactly("00000001.cq4");
    }

    @Test
    void shouldUnmapAndCloseAllFiles() throws IOException {
        append(pattern(1, 70_000));
        LogReader reader = log.reader();
        reader.find(log.firstCursor());
        assertThat(mappings()).isPositive();

        log.close();

        assertThat(mappings()).isZero();
        assertThatThrownBy(reader::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.find(log.firstCursor())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(log::writer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGoOnWithoutBringingADeletedFolderBack() throws IOException {
        append("before");
        LogReader reader = log.reader();
        MessageLog idle = MessageLog.open(folder, SETTINGS);
        deleteFolder();

        for (int i = 0; i < 20; i++) {
            append(pattern(i, 70_000));
        }
        assertThat(reader.find(log.firstCursor() + 20)).isTrue();
        assertThatThrownBy(idle::writer)
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining(folder.toString());
        idle.close();
        log.close();

        assertThat(folder).doesNotExist();
        assertThat(mappings()).isZero();
    }

    @Test
    void shouldSurviveInterrupts() {
        Thread victim = new Thread(() -> {
            for (int i = 0; i < 300; i++) {
                append(pattern(i, 60_000));
                try (MessageLog other = MessageLog.open(folder, SETTINGS)) {
                    assertThat(other.writer()).isNotNull();
                }
            }
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        victim.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        victim.start();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            victim.interrupt();
            return !victim.isAlive();
        });
        assertThat(failure).hasNullValue();
        assertThat(log.count(log.firstCursor())).isEqualTo(300);
    }

    @Test
    void shouldLeaveTheInterruptFlagSet() {
        Thread.currentThread().interrupt();
        append("x");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        MessageLog.open(folder, SETTINGS).close();
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
        for (String name : new String[] {LogFiles.METADATA, SegmentCycle.fileName(1)}) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            byte[] foreign = good.clone();
            new Random(1).nextBytes(foreign);
            for (byte[] content : new byte[][] {{}, new byte[good.length], foreign}) {
                Files.write(file, content);
                assertThatThrownBy(() -> MessageLog.open(folder, SETTINGS))
                        .isInstanceOf(LogDamagedException.class)
                        .hasMessageContaining(name);
            }
            Files.write(file, good);
        }
        log = MessageLog.open(folder, SETTINGS);
        append("whole again");
    }

    @Test
    void shouldNameARecordOfANewerVersion() throws IOException {
        append("ABCDEFGH");
        Path segment = LogFiles.firstSegment(folder).toPath();
        long position = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).indexOf("ABCDEFGH");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(position - 1);
            file.write(0x50);
        }
        LogReader reader = log.reader();
        assertThatThrownBy(() -> reader.find(log.firstCursor()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unknown record kind 5");
    }

    private void append(String message) {
        append(message.getBytes(StandardCharsets.UTF_8));
    }

    private void append(byte[] message) {
        log.writer().append(message, 0, message.length);
    }

    private void appendNumbers(int writerId, int count) {
        try (MessageLog own = MessageLog.open(folder, SETTINGS)) {
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
