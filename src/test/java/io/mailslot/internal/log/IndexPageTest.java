package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.LogControlPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page of a segment's index comes with the first document that it tells of, as a rule; room for it is had before. */
@Timeout(120)
class IndexPageTest {
    private static final int PER_PAGE = LogSettings.INDEX_COUNT * LogSettings.INDEX_SPACING;
    private static final byte[] SMALL = new byte[4];

    /** Where the head of a segment has the place of the second page, and where the first document is at the earliest. */
    private static final int SECOND_PAGE = 248;

    private static final int DOCUMENTS_OFFSET = 2 << 10;

    @TempDir
    private Path folder;

    @Test
    void shouldReserveRoomForEachPage() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = open()) {
            append(log, PER_PAGE);
            assertThat(secondPage()).isZero();
            append(log, 1);
            assertThat(secondPage()).isNotZero();
            assertThat(mayHaveOpenedPage(log)).isTrue();
        }
    }

    /** Its writer has died right after the store that completes the document. */
    @Test
    void shouldReserveRoomForAPageThatComesLater() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        byte[] before;
        long committedBefore;
        try (MessageLog log = open()) {
            append(log, PER_PAGE);
            before = Files.readAllBytes(segment());
            committedBefore = log.control().states().committed();
            append(log, 1);
        }
        dieOverTheLastDocument(before, committedBefore);

        try (MessageLog log = open()) {
            append(log, LogSettings.INDEX_SPACING - 1);
            assertThat(secondPage()).isZero();
            append(log, 1);
            assertThat(secondPage()).isNotZero();
            assertThat(mayHaveOpenedPage(log)).isTrue();
            assertThat(log.messages()).isEqualTo(PER_PAGE + LogSettings.INDEX_SPACING + 1);
        }
    }

    private boolean mayHaveOpenedPage(MessageLog log) {
        return SegmentCycle.mayOpenIndexPage(log.control().states().committed());
    }

    /** Nothing of what follows the completion is there: neither the head's words, nor the page behind the document. */
    private void dieOverTheLastDocument(byte[] before, long committedBefore) throws IOException {
        byte[] left = Files.readAllBytes(segment());
        System.arraycopy(before, 0, left, 0, DOCUMENTS_OFFSET);
        int at = end(before);
        int length = ByteBuffer.wrap(left).order(ByteOrder.nativeOrder()).getInt(at);
        Arrays.fill(left, at + Integer.BYTES + length, left.length, (byte) 0);
        Files.write(segment(), left);
        Path control = folder.resolve(LogControl.FILE);
        byte[] page = Files.readAllBytes(control);
        ByteBuffer.wrap(page).order(ByteOrder.nativeOrder()).putLong(LogControlPage.COMMITTED_OFFSET, committedBefore);
        Files.write(control, page);
    }

    /** Where the next document begins: behind the last word that is not 0, which the messages have none of. */
    private static int end(byte[] segment) {
        ByteBuffer words = ByteBuffer.wrap(segment).order(ByteOrder.nativeOrder());
        int last = (int) words.getLong(64);
        return last + Integer.BYTES + words.getInt(last);
    }

    private long secondPage() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(segment()))
                .order(ByteOrder.nativeOrder())
                .getLong(SECOND_PAGE);
    }

    private static void append(MessageLog log, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(Documents.append(log, SMALL)).isTrue();
        }
    }

    private MessageLog open() {
        return MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
    }

    private Path segment() {
        return LogFiles.segment(folder, SegmentCycle.FIRST_SEGMENT).toPath();
    }
}
