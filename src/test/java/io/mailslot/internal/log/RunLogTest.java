package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class RunLogTest {
    private static final LogSettings SETTINGS = new LogSettings(1 << 26, 0, false);
    private static final int LARGE = RunSizes.LARGEST_MESSAGE_BYTES + 1;

    @TempDir
    private Path home;

    private Path folder;
    private MessageLog log;
    private volatile boolean othersLive = true;

    @BeforeEach
    void createLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, SETTINGS);
        log = MessageLog.open(folder, StillNeededStub.ALL, pid -> othersLive);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldPutMessagesThatFollowEachOtherIntoRuns() {
        append(10_000, 16);
        assertThat(Cursor.document(Cursor.at(log.control().states().committed())))
                .isLessThan(100);
        assertThat(readAll(MessageLog.firstCursor())).hasSize(10_000);
    }

    @Test
    void shouldOpenNoRunForTheFirstMessages() {
        append(2, 16);
        assertThat(log.control().states().openRun()).isZero();
        assertThat(log.control().arenaExtent()).isZero();
        append(1, 16);
        assertThat(log.control().states().openRun()).isNotZero();
    }

    @Test
    void shouldKeepOrderAndCountsWhateverTheSizes() {
        Random random = new Random(7);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            sizes.add(random.nextInt(300) == 0 ? LARGE + random.nextInt(5_000) : random.nextInt(200));
        }
        long bytes = 0;
        for (int size : sizes) {
            append(1, size);
            bytes += size;
        }
        LogReader reader = log.reader();
        long cursor = MessageLog.firstCursor();
        int before = 0;
        for (int i = 0; i < sizes.size(); i++) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(reader.size()).isEqualTo(sizes.get(i));
            assertThat(reader.messagesBefore()).isEqualTo(i);
            assertThat(reader.bytesBefore()).isEqualTo(before);
            before += reader.size();
            cursor = reader.following();
            reader.release();
        }
        assertThat(reader.find(cursor)).isFalse();
        assertThat(log.end().messages).isEqualTo(sizes.size());
        assertThat(log.end().bytes).isEqualTo(bytes);
    }

    @Test
    void shouldBeginInTheMiddleOfARun() {
        append(10, 16);
        ReceiverStart start = log.start();
        assertThat(start.passed()).isEqualTo(10);
        assertThat(log.reader().find(start.cursor())).isFalse();
        append(3, 16);
        assertThat(readAll(start.cursor())).hasSize(3);
        assertThat(start.released())
                .isEqualTo(
                        log.control().states().runPlace(log.control().states().openRun()));
    }

    @Test
    void shouldTellWhereARunEnds() {
        append(5, 16);
        LogReader reader = log.reader();
        long cursor = MessageLog.firstCursor();
        while (reader.find(cursor)) {
            cursor = reader.following();
        }
        assertThat(reader.behindRun()).isZero();
        append(1, LARGE);
        assertThat(reader.find(cursor)).isTrue();
        assertThat(reader.size()).isEqualTo(LARGE);
        assertThat(reader.behindRun()).isEqualTo(Cursor.documentStart(cursor) + Cursor.MAX_MESSAGES);
        assertThat(reader.freedByRun()).isPositive();
    }

    @Test
    void shouldTellWithTheFirstMessageOfARunThatNothingBeforeItIsNeeded() {
        append(5, 16);
        LogStates states = log.control().states();
        LogReader reader = log.reader();
        assertThat(reader.find(cursorBehind(2))).isTrue();
        assertThat(reader.freedPlace()).isEqualTo(states.runPlace(states.openRun()));
        assertThat(reader.find(reader.following())).isTrue();
        assertThat(reader.freedPlace()).isZero();
        assertThat(reader.foundPlace()).isEqualTo(states.runPlace(states.openRun()));
    }

    @Test
    void shouldWriteToTheRunThatAnotherWriterHasOpened() {
        append(4, 16);
        int slot = log.control().states().openRun();
        try (MessageLog other = MessageLog.open(folder, StillNeededStub.ALL, pid -> true)) {
            other.writer().append(ByteBuffer.wrap(new byte[16]));
        }
        append(1, 16);
        assertThat(log.control().states().openRun()).isEqualTo(slot);
        assertThat(RunTail.messages(log.control().states().runTail(slot))).isEqualTo(4);
        assertThat(readAll(MessageLog.firstCursor())).hasSize(6);
    }

    @Test
    void shouldCountWhatADeadWriterHasWrittenAndSealItsRun() {
        append(5, 16);
        LogStates control = log.control().states();
        int slot = control.openRun();
        long before = control.runTail(slot);
        append(1, 24);
        control.runTail(slot, before); // as if it had died before it counted
        assertThat(log.end().messages).as("while nobody writes").isEqualTo(6);
        assertThat(log.start().cursor()).isEqualTo(cursorBehind(6));
        log.control().changeWriteLock(0, 4_711);
        othersLive = false;
        append(1, 16);
        assertThat(log.end().messages).isEqualTo(7);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 16, 16, 24, 16);
        assertThat(RunTail.isOpen(control.runTail(slot))).isFalse();
    }

    @Test
    void shouldStayWholeWhenAMessageCannotBeCopied() {
        append(5, 16);
        Body failing = new Body() {
            @Override
            public int length() {
                return 16;
            }

            @Override
            void copy(long address) {
                throw new StackOverflowError("in the middle");
            }

            @Override
            void copy(ByteBuffer target, int at, int from, int length) {
                throw new StackOverflowError("in the middle");
            }
        };
        assertThatThrownBy(() -> log.writer().append(failing)).isInstanceOf(StackOverflowError.class);
        append(2, 32);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 16, 16, 32, 32);
        assertThat(log.end().messages).isEqualTo(7);
    }

    @Test
    void shouldOpenRunsSeldomWhereAnotherWriterLeavesThem() {
        int opened = 0;
        try (MessageLog other = MessageLog.open(folder, StillNeededStub.ALL, pid -> true)) {
            for (int i = 0; i < 60; i++) {
                append(1, 16);
                opened += log.control().states().openRun() == 0 ? 0 : 1;
                other.writer().append(ByteBuffer.wrap(new byte[LARGE]));
            }
        }
        assertThat(opened).isBetween(1, 5);
    }

    @Test
    void shouldCountNothingThatCannotBeAMessage() throws IOException {
        append(5, 16);
        LogStates states = log.control().states();
        writeHeader(RunTail.offset(states.runTail(states.openRun())), Integer.MAX_VALUE);
        assertThat(log.end().messages).isEqualTo(5);
        assertThat(LogPeek.at(folder, MessageLog.firstCursor()).count()).isEqualTo(5);
        log.control().changeWriteLock(0, 4_711);
        othersLive = false;
        append(1, 24);
        assertThat(log.end().messages).isEqualTo(6);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 16, 16, 24);
    }

    @Test
    void shouldPassOverARunThatIsDamaged() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), Integer.MAX_VALUE); // of the second message in the run
        append(1, LARGE);
        assertThat(LogPeek.at(folder, MessageLog.firstCursor()).count()).isEqualTo(6);
        LogReader reader = log.reader();
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE);
        assertThat(reader.find(Cursor.of(SegmentCycle.FIRST_SEGMENT, 2) + 1)).isTrue();
        assertThat(reader.isGarbled()).isTrue();
    }

    @Test
    void shouldReadWhatIsWrittenOnceADamagedRunWasPassedOver() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), Integer.MAX_VALUE); // of the second message in the run
        long cursor = passOverDamage();
        append(2, 24);
        assertThat(readAll(cursor)).as("by another reader").containsExactly(0);
        append(1, LARGE);
        assertThat(readAll(cursor)).as("by another reader").containsExactly(0, LARGE);
    }

    @Test
    void shouldReadOnWhereADamagedRunIsWrittenTo() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), Integer.MAX_VALUE);
        LogReader reader = log.reader();
        long cursor = cursorBehind(3);
        assertThat(reader.find(cursor)).isTrue();
        assertThat(reader.isGarbled()).isTrue();
        cursor = reader.following();
        append(2, 24);
        for (int i = 5; i < 7; i++) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(reader.size()).isEqualTo(24);
            assertThat(reader.messagesBefore()).isEqualTo(i);
            assertThat(reader.bytesBefore()).isEqualTo(5 * 16 + (i - 5) * 24);
            cursor = reader.following();
        }
        assertThat(reader.find(cursor)).isFalse();
        append(1, LARGE);
        assertThat(reader.find(cursor)).isTrue();
        assertThat(reader.size()).isEqualTo(LARGE);
        assertThat(reader.behindRun()).isPositive();
    }

    @Test
    void shouldLeaveADamagedRunOfWhichAllIsPassedOver() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), Integer.MAX_VALUE);
        long cursor = passOverDamage();
        try (LogReader other = log.reader()) {
            assertThat(other.find(cursor)).isFalse();
            append(1, LARGE);
            assertThat(other.find(cursor)).isTrue();
            assertThat(other.size()).isEqualTo(LARGE);
        }
    }

    @Test
    void shouldWriteNoMoreToARunWithoutItsName() throws IOException {
        append(5, 16);
        writeHeader(-Long.BYTES, 7); // half of the position before the first header
        long cursor = passOverDamage();
        assertThat(cursor).isLessThan(Cursor.of(SegmentCycle.FIRST_SEGMENT, 3));
        assertThat(readAll(cursor)).isEmpty();
        append(3, 24);
        assertThat(readAll(cursor)).containsExactly(24, 24, 24);
        assertThat(log.end().messages).isEqualTo(8);
    }

    @Test
    void shouldTakeGarbageBehindTheTailForNothing() throws IOException {
        append(5, 16);
        long cursor = cursorBehind(5);
        writeHeader(3 * RunRecord.bytes(16), Integer.MAX_VALUE);
        assertThat(readAll(cursor)).isEmpty();
        append(2, 24);
        assertThat(readAll(cursor)).containsExactly(24, 24);
    }

    @Test
    void shouldTellOfAMessageThatIsNotThereAnyMore() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), RunRecord.NOTHING);
        long cursor = cursorBehind(3);
        try (LogReader reader = log.reader()) {
            for (int looks = 0; looks < 300 && !reader.find(cursor); looks++) {}
            assertThat(reader.isGarbled()).isTrue();
            assertThat(reader.find(cursor)).as("once more").isTrue();
            assertThat(reader.find(reader.following())).isFalse();
            append(1, 24);
            assertThat(reader.find(Cursor.documentStart(cursor) + 3)).isTrue();
            assertThat(reader.size()).isEqualTo(24);
        }
        append(1, LARGE);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE);
        append(2, LARGE); // nobody knows the run's tail any more
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE, LARGE, LARGE);
    }

    @Test
    void shouldTellOfMessagesBehindWhatLooksLikeTheEnd() throws IOException {
        append(5, 16);
        writeHeader(RunRecord.bytes(16), RunRecord.SEALED);
        long cursor = cursorBehind(3);
        try (LogReader reader = log.reader()) {
            assertThat(reader.find(cursor)).isTrue();
            assertThat(reader.isGarbled()).isTrue();
            assertThat(reader.behindRun()).isZero();
        }
        append(1, LARGE);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE);
        append(2, LARGE); // nobody knows the run's tail any more
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE, LARGE, LARGE);
    }

    @Test
    void shouldGiveTheLockBackWhereverTheStackEnds() throws InterruptedException {
        append(5, 16);
        for (int size : new int[] {16, LARGE}) {
            Thread shallow = new Thread(null, () -> appendAtEachDepth(size), "shallow", 256 << 10);
            shallow.start();
            shallow.join();
            log.freeLeftLock();
            assertThat(log.control().writeLock()).isZero();
        }
        long messages = log.end().messages;
        append(3, 16);
        assertThat(log.end().messages).isEqualTo(messages + 3);
        assertThat(readAll(MessageLog.firstCursor())).hasSize((int) log.end().messages);
    }

    private void appendAtEachDepth(int size) {
        try {
            appendAtEachDepth(size);
        } catch (StackOverflowError e) {
            log.writer().append(ByteBuffer.wrap(new byte[size])); // fails, too, as long as there is too little left
        }
    }

    /** The cursor behind the first message that cannot be read, as who takes it gets it. */
    private long passOverDamage() {
        try (LogReader reader = log.reader()) {
            for (long cursor = MessageLog.firstCursor(); reader.find(cursor); cursor = reader.following()) {
                if (reader.isGarbled()) {
                    return reader.following();
                }
            }
        }
        throw new AssertionError("nothing is damaged");
    }

    @Test
    void shouldFindTheEndWhereTwoRunsSeemToBeOpen() {
        append(5, 16);
        append(1, LARGE);
        append(20, 16);
        LogStates states = log.control().states();
        int open = states.openRun();
        for (int place :
                new int[] {LogControlPage.STATES_OFFSET, LogControlPage.STATES_OFFSET + LogControlPage.STATE_LENGTH}) {
            states.runTail(place, states.runTail(place) | RunTail.OPEN);
        }
        assertThat(open).isNotZero();
        assertThat(log.end().messages).isEqualTo(26);
    }

    @Test
    void shouldKeepTheLockUntilWhatThisProcessLeftCanBeReached() throws IOException {
        append(5, 16);
        LogStates states = log.control().states();
        int slot = states.openRun();
        long before = states.runTail(slot);
        append(1, 24);
        states.runTail(slot, before); // as if that had failed before it was counted
        LogWriters alone = new LogWriters.OfPids(pid -> true);
        log.control().changeWriteLock(0, alone.self());
        log.close();
        Path arena = Arena.file(folder).toPath();
        log = MessageLog.open(folder, StillNeededStub.ALL, alone);
        log.writer();
        Files.move(arena, home.resolve("aside"));
        assertThatThrownBy(() -> append(1, 16)).isInstanceOf(LogDamagedException.class);
        Files.move(home.resolve("aside"), arena);
        append(1, 16);
        assertThat(log.end().messages).isEqualTo(7);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 16, 16, 24, 16);
    }

    /** Writes a header into the open run, so many bytes behind its first one. */
    private void writeHeader(int offset, int header) throws IOException {
        LogStates states = log.control().states();
        long place = ArenaPosition.offset(states.runPlace(states.openRun()));
        try (FileChannel arena = FileChannel.open(Arena.file(folder).toPath(), StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
            arena.write(word.putInt(header).flip(), place + Long.BYTES + offset);
        }
    }

    @Test
    void shouldBeCountedFromOutside() throws IOException {
        append(9, 16);
        assertThat(LogPeek.at(folder, MessageLog.firstCursor()).count()).isEqualTo(9);
        append(1, LARGE);
        append(1, 30);
        assertThat(LogPeek.at(folder, MessageLog.firstCursor()).count()).isEqualTo(11);
        long inRun = Cursor.of(SegmentCycle.FIRST_SEGMENT, 2) + 7;
        assertThat(LogPeek.at(folder, inRun).count()).isEqualTo(2);
        assertThat(LogPeek.at(folder, inRun).nextSize()).hasValue(LARGE);
    }

    @Test
    void shouldTakeMessagesOfManyWriters() throws InterruptedException {
        int writers = 3;
        int each = 20_000;
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < writers; i++) {
            int id = i;
            Thread thread = new Thread(() -> {
                try (MessageLog own = MessageLog.open(folder, StillNeededStub.ALL, pid -> true)) {
                    ByteBuffer message = ByteBuffer.allocate(16);
                    for (int n = 0; n < each; n++) {
                        message.clear().putInt(id).putInt(n).clear();
                        own.writer().append(message);
                    }
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        int[] next = new int[writers];
        LogReader reader = log.reader();
        long cursor = MessageLog.firstCursor();
        byte[] message = new byte[16];
        for (int got = 0; got < writers * each && failure.get() == null; ) {
            if (reader.find(cursor)) {
                reader.copyTo(message, 0);
                ByteBuffer view = ByteBuffer.wrap(message);
                int id = view.getInt();
                assertThat(view.getInt()).isEqualTo(next[id]++);
                cursor = reader.following();
                got++;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(log.end().messages).isEqualTo(writers * each);
    }

    private void append(int count, int size) {
        for (int i = 0; i < count; i++) {
            assertThat(log.writer().append(ByteBuffer.wrap(new byte[size]))).isTrue();
        }
    }

    private long cursorBehind(int messages) {
        long cursor = MessageLog.firstCursor();
        try (LogReader reader = log.reader()) {
            for (int i = 0; i < messages; i++) {
                assertThat(reader.find(cursor)).isTrue();
                cursor = reader.following();
            }
        }
        return cursor;
    }

    private List<Integer> readAll(long from) {
        List<Integer> sizes = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            for (long cursor = from; reader.find(cursor); cursor = reader.following()) {
                sizes.add(reader.size());
            }
        }
        return sizes;
    }
}
