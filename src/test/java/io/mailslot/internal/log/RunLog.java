package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log for tests of runs, to which small and large messages are appended by their sizes. */
abstract class RunLog {
    private static final LogSettings SETTINGS = new LogSettings(1 << 26, 0, false);
    /** The size of a message that lies in a document of its own. */
    static final int LARGE = RunSizes.LARGEST_MESSAGE_BYTES + 1;

    @TempDir
    Path home;

    Path folder;
    MessageLog log;
    volatile boolean othersLive = true;

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

    final void append(int count, int size) {
        for (int i = 0; i < count; i++) {
            assertThat(log.writer().append(ByteBuffer.wrap(new byte[size]))).isTrue();
        }
    }

    final long cursorBehind(int messages) {
        long cursor = MessageLog.firstCursor();
        try (LogReader reader = log.reader()) {
            for (int i = 0; i < messages; i++) {
                assertThat(reader.find(cursor)).isTrue();
                cursor = reader.following();
            }
        }
        return cursor;
    }

    final List<Integer> readAll(long from) {
        List<Integer> sizes = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            for (long cursor = from; reader.find(cursor); cursor = reader.following()) {
                sizes.add(reader.size());
            }
        }
        return sizes;
    }
}
