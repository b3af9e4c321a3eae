package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.layout.LogControlPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody overwrites which segments a log has, while it is in use: nothing is deleted on the strength of that. */
@Timeout(120)
class DamagedSegmentsTest {
    private static final int ELSEWHERE = 1 << 20;
    private static final int SEGMENTS = 4;
    private static final int MORE_THAN_ALL = 100_000;

    @TempDir
    private Path home;

    private Path folder;
    private MessageLog log;

    @BeforeEach
    void fillSegments() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, true));
        log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
        while (log.control().currentSegment() < SEGMENTS) {
            append();
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void append() {
        log.writer().append(ByteBuffer.allocate(60));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                LogControlPage.CURRENT_SEGMENT_OFFSET,
                LogControlPage.LOWEST_SEGMENT_OFFSET,
                LogControlPage.SEGMENTS_OFFSET
                        + SEGMENTS * LogControlPage.SEGMENT_LENGTH
                        + LogControlPage.SEGMENT_NUMBER
            })
    void shouldTellOfItAndKeepWhatIsThere(int offset) throws IOException {
        List<String> before = segments();
        set(offset);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < MORE_THAN_ALL; i++) {
                        append();
                    }
                })
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("contradicts itself");
        log.reclaim();

        assertThat(segments()).containsAll(before);
    }

    private List<String> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cq4"))
                    .toList();
        }
    }

    private void set(int offset) throws IOException {
        byte[] word = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(0, ELSEWHERE)
                .array();
        try (RandomAccessFile page =
                new RandomAccessFile(folder.resolve(LogControl.FILE).toFile(), "rw")) {
            page.seek(offset);
            page.write(word);
        }
    }
}
