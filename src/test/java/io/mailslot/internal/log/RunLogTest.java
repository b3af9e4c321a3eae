package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RunLogTest extends RunLog {
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

    /** As processes do that send one message and end. */
    @Test
    void shouldOpenNoQueueForAMessageThatAnOpenRunTakes() throws IOException {
        for (int i = 0; i < 3; i++) {
            appendByAnother(16);
        }
        assertThat(log.control().states().openRun()).isNotZero();

        appendByAnother(1_000);

        assertThat(RunTail.messages(
                        log.control().states().runTail(log.control().states().openRun())))
                .isEqualTo(2);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 1_000);
    }

    @Test
    void shouldOpenNoRunInVainWhereOthersSendBatchesOrLargeMessagesInBetween() throws IOException {
        for (int i = 0; i < 4; i++) {
            appendByAnother(16);
        }
        append(1, LARGE); // leaves a run of two
        for (int i = 0; i < 10; i++) {
            appendByAnother(16);
            assertThat(log.control().states().openRun()).isZero();
            append(1, LARGE);
        }
    }

    @AfterEach
    void openQueuesAtOnceAgain() {
        Appenders.openLate(false);
    }

    private void appendByAnother(int size) throws IOException {
        Appenders.openLate(true);
        Path maps = Path.of("/proc/self/maps");
        String segment = folder + "/" + SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT);
        long mapped = count(maps, segment);
        boolean open = log.control().states().openRun() != 0;
        try (MessageLog another = MessageLog.open(folder, StillNeededStub.ALL, pid -> true)) {
            another.writer().append(ByteBuffer.wrap(new byte[size]));
            assertThat(count(maps, segment) > mapped).as("has a queue").isNotEqualTo(open);
        }
    }

    private static long count(Path maps, String file) throws IOException {
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.filter(line -> line.endsWith(file)).count();
        }
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
        log = MessageLog.open(folder, folder, StillNeededStub.ALL, alone);
        log.writer();
        Files.move(arena, home.resolve("aside"));
        assertThatThrownBy(() -> append(1, 16)).isInstanceOf(LogDamagedException.class);
        Files.move(home.resolve("aside"), arena);
        append(1, 16);
        assertThat(log.end().messages).isEqualTo(7);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 16, 16, 24, 16);
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
}
