package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose records, or what is kept of them, somebody has written over. */
@Timeout(120)
class DamagedRunTest extends RunLog {
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
        assertPassedOverOnceTheRunIsLeft();
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
        assertPassedOverOnceTheRunIsLeft();
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

    /** What cannot be read of a run counts as one message, and what is in documents behind it is read. */
    private void assertPassedOverOnceTheRunIsLeft() {
        append(1, LARGE);
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE);
        append(2, LARGE); // nobody knows the run's tail any more
        assertThat(readAll(MessageLog.firstCursor())).containsExactly(16, 16, 16, 0, LARGE, LARGE, LARGE);
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

    /** Writes a header into the open run, so many bytes behind its first one. */
    private void writeHeader(int offset, int header) throws IOException {
        LogStates states = log.control().states();
        long place = ArenaPosition.offset(states.runPlace(states.openRun()));
        try (FileChannel arena = FileChannel.open(Arena.file(folder).toPath(), StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
            arena.write(word.putInt(header).flip(), place + Long.BYTES + offset);
        }
    }
}
