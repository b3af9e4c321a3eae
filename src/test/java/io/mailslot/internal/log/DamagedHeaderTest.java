package io.mailslot.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle believes what the head of a segment tells of places, and makes lists as long as the way to them. */
class DamagedHeaderTest {
    private static final int HEAD_BYTES = 1264;
    private static final long FAR = 1L << 43;

    private static final int PAGES_OFFSET = HEAD_BYTES - LogSettings.INDEX_COUNT * Long.BYTES;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;

    /** No document of Chronicle's is longer. */
    private static final long LONGEST = 1L << 30;

    @TempDir
    private Path home;

    @Test
    void shouldNotFollowAPlaceFarBehindTheEnd() throws IOException {
        Path folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(1 << 20, 0, false));
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            for (int i = 0; i < 5; i++) {
                log.writer().append(ByteBuffer.wrap(("message " + i).getBytes(UTF_8)));
            }
        }
        Path segment = folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT));
        byte[] sound = Files.readAllBytes(segment);
        List<String> grown = new ArrayList<>();

        for (int at = 0; at < HEAD_BYTES; at += Long.BYTES) {
            if (ByteBuffer.wrap(sound).getLong(at) == 0) {
                continue;
            }
            Files.write(segment, sound);
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(at);
                file.writeLong(Long.reverseBytes(FAR));
            }
            useAll(folder);
            if (Files.size(segment) > sound.length + LONGEST) {
                grown.add("word at " + at + ": " + Files.size(segment) + " bytes");
            }
        }
        assertThat(grown).isEmpty();
    }

    /** Of a segment that is not the current one, too: a reader looks when it gets there. */
    @Test
    void shouldNotFollowAPageOfTheIndexThatLeadsAstray() throws IOException {
        Path folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(1 << 20, 0, false));
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            while (log.control().currentSegment() == SegmentCycle.FIRST_SEGMENT) {
                log.writer().append(ByteBuffer.wrap(new byte[20]));
            }
        }
        Path segment = folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT));
        ByteBuffer sound = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        int page = (int) sound.getLong(PAGES_OFFSET);
        int end = page + Integer.BYTES + (sound.getInt(page) & LENGTH_MASK);
        int entry = end - LogSettings.INDEX_COUNT * Long.BYTES + Long.BYTES;
        assertThat(sound.getLong(entry)).as("place of a document").isBetween((long) end, (long) sound.limit());
        sound.putLong(entry, FAR);
        Files.write(segment, sound.array());

        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
                LogReader reader = log.reader()) {
            long later = Cursor.of(SegmentCycle.FIRST_SEGMENT, LogSettings.INDEX_SPACING + 1);
            assertThatThrownBy(() -> reader.find(later))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining("index");
        }
        assertThat(segment).hasSize(sound.limit());
    }

    /** What fails does so with an exception; an error such as that of an exhausted heap goes on to the test. */
    private static void useAll(Path folder) {
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            quietly(() -> log.writer().append(ByteBuffer.wrap(new byte[10])));
            quietly(() -> {
                LogReader reader = log.reader();
                long cursor = MessageLog.firstCursor();
                for (int i = 0; i < 10 && reader.find(cursor); i++) {
                    cursor = reader.following();
                }
            });
            quietly(log::start);
        } catch (RuntimeException damaged) {
            // as it should be
        }
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException damaged) {
            // as it should be
        }
    }
}
