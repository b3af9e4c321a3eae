package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogPeekTest {
    private static final int MESSAGE_BYTES = 60;
    private static final int LAST_SEGMENT = 150;

    @TempDir
    private Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final StillNeededStub receiver = new StillNeededStub();

    @AfterEach
    void endThread() throws InterruptedException {
        thread.shutdownNow();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Segments that are read, and deleted, while somebody is about to look at them. */
    @Test
    void shouldSeeALogWhoseSegmentsComeAndGo() throws IOException, ExecutionException, InterruptedException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        Future<?> pump = thread.submit(this::pump);

        for (int looks = 0; !pump.isDone(); looks++) {
            assertThat(LogPeek.at(folder, receiver.cursor()).count())
                    .as("look %d", looks)
                    .isNotNegative();
        }
        pump.get();
    }

    private void pump() {
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
            LogReader reader = log.reader();
            long cursor = MessageLog.firstCursor();
            while (Cursor.segment(cursor) < LAST_SEGMENT) {
                assertThat(log.writer().append(message.clear())).isTrue();
                assertThat(reader.find(cursor)).isTrue();
                long next = reader.following();
                reader.release();
                receiver.moveTo(next, 0);
                if (!MessageLog.areTogether(next, cursor)) {
                    log.reclaim();
                }
                cursor = next;
            }
        }
    }
}
