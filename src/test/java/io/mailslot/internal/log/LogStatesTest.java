package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.RunTail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a log, as it is seen between any two stores of a writer, who may go no further. */
class LogStatesTest {
    private static final long FIRST = SegmentCycle.position(1, 0);
    private static final long SECOND = FIRST + 1;
    private static final long THIRD = SECOND + 1;
    private static final long NEXT_SEGMENT = SegmentCycle.position(2, 0);

    @TempDir
    private Path folder;

    private LogControl control;
    private LogStates states;

    /** Chronicle's word for which documents are complete. */
    private long complete;

    @BeforeEach
    void createPage() throws IOException {
        LogControl.create(folder, LogSettings.defaults());
        control = LogControl.open(folder, false);
        states = control.states();
    }

    @AfterEach
    void closePage() {
        control.close();
    }

    @Test
    void shouldBeginWithNoDocument() {
        assertThat(end().document).isZero();
        assertThat(end().arenaHead).isEqualTo(ArenaPosition.FIRST);
        assertThat(resume(FIRST).arenaHead).isEqualTo(ArenaPosition.FIRST);
    }

    @Test
    void shouldEndWithTheLastCompleteDocument() {
        append(FIRST, 1);
        begin(SECOND, 2);
        assertThat(end().messages).as("begun").isEqualTo(1);

        complete = SECOND;
        assertThat(end().messages).as("complete, and not told").isEqualTo(2);

        states.complete(SECOND);
        assertThat(end().messages).as("told").isEqualTo(2);
    }

    @Test
    void shouldEndBeforeADocumentWhoseStateIsHalfWritten() throws IOException {
        append(FIRST, 1);
        append(SECOND, 2);
        putVersion(1, 7); // that of the first one, where the third one's is to come

        assertThat(end().document).isEqualTo(SECOND);
        assertThat(resume(THIRD).document).isEqualTo(SECOND);
    }

    @Test
    void shouldNeverEndBehindTheLastCompleteDocumentThoughWritersGoOnMeanwhile() {
        append(FIRST, 1);
        begin(SECOND, 2);
        LogState end = new LogState();

        boolean found = states.end(end, asked -> {
            boolean then = complete >= asked;
            complete = SECOND;
            states.complete(SECOND);
            begin(THIRD, 3);
            return then;
        });

        assertThat(found).isTrue();
        assertThat(end.document).isLessThanOrEqualTo(SECOND);
        assertThat(end.messages).isEqualTo(end.document - FIRST + 1);
    }

    @Test
    void shouldTellTheStateOfWhoCompletedADocumentNotOfWhoBeganItBefore() {
        append(FIRST, 1);
        begin(SECOND, 100);
        LogState end = new LogState();

        boolean found = states.end(end, asked -> {
            begin(SECOND, 2);
            complete = SECOND;
            return true;
        });

        assertThat(found).isTrue();
        assertThat(end.messages).isEqualTo(2);
    }

    @Test
    void shouldTellWhatADeadWriterHasCompleted() {
        append(FIRST, 1);
        begin(SECOND, 2);
        complete = SECOND;

        assertThat(resume(THIRD).messages).isEqualTo(2);
        assertThat(states.committed()).isEqualTo(SECOND);
    }

    @Test
    void shouldForgetWhatADeadWriterHasBegunAlsoInTheNextSegment() {
        append(FIRST, 1);
        begin(SECOND, 2);

        assertThat(resume(SECOND).messages).isEqualTo(1);
        assertThat(resume(NEXT_SEGMENT).messages)
                .as("the document was never written")
                .isEqualTo(1);
        begin(NEXT_SEGMENT, 2);
        complete = NEXT_SEGMENT;
        assertThat(end().document).isEqualTo(NEXT_SEGMENT);
    }

    @Test
    void shouldGoOnCountingWhereChronicleHasLostDocuments() {
        append(FIRST, 1);
        append(SECOND, 2);
        complete = 0;

        assertThat(resume(FIRST).messages).isEqualTo(2);
        append(FIRST, 3);
        assertThat(end().messages).isEqualTo(3);
        append(SECOND, 4);
        assertThat(end().messages).isEqualTo(4);
    }

    @Test
    void shouldTakeForDamageWhatNoWriterLeaves() throws IOException {
        append(FIRST, 1);
        putVersion(0, 7);
        putVersion(1, 7);

        assertThat(states.end(new LogState(), asked -> false)).isFalse();
        assertThat(states.resume(SECOND, new LogState())).isFalse();
    }

    @Test
    void shouldOpenARunWhereItsStateIsThoughItsDocumentIsBegunAnew() {
        append(FIRST, 1);
        LogState state = resume(SECOND);
        state.runPlace = 77;

        int place = states.begin(FIRST, state);
        states.runTail(place, RunTail.OPEN);

        assertThat(states.openRun()).isEqualTo(place);
        assertThat(states.runPlace(place)).isEqualTo(77);
    }

    private void append(long document, long messages) {
        begin(document, messages);
        complete = document;
        states.complete(document);
    }

    /** As a writer does that another one was before. */
    private void begin(long document, long messages) {
        LogState state = resume(document);
        state.messages = messages;
        states.begin(document, state);
    }

    private LogState resume(long document) {
        LogState state = new LogState();
        assertThat(states.resume(document, state)).isTrue();
        return state;
    }

    private LogState end() {
        LogState end = new LogState();
        assertThat(states.end(end, asked -> complete >= asked)).isTrue();
        return end;
    }

    private void putVersion(int place, long version) throws IOException {
        byte[] word = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(0, version)
                .array();
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(LogControl.FILE).toFile(), "rw")) {
            file.seek(LogControlPage.STATES_OFFSET
                    + (long) place * LogControlPage.STATE_LENGTH
                    + LogControlPage.STATE_VERSION);
            file.write(word);
        }
    }
}
