package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about the log of a durable mailslot that nobody uses. */
class LogCheckTest {
    @TempDir
    private Path home;

    private Path folder;
    private Path arena;

    @BeforeEach
    void makeLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        arena = Arena.file(folder).toPath();
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            log.writer().append(ByteBuffer.allocate(1_000));
        }
        LogCheck.open(folder).close();
    }

    /** It was looked at, and is none; whether what it leads to is as long as an arena says nothing. */
    @Test
    void shouldTakeALinkInPlaceOfTheArenaForDamage() throws IOException {
        Path elsewhere = Files.move(arena, home.resolve("elsewhere"));
        Files.createSymbolicLink(arena, elsewhere);

        assertThatExceptionOfType(LogDamagedException.class)
                .isThrownBy(() -> LogCheck.open(folder))
                .satisfies(damaged -> assertThat(damaged.unseen()).isNull());
    }

    @Test
    void shouldTakeAMissingArenaForDamage() throws IOException {
        Files.delete(arena);

        assertThatExceptionOfType(LogDamagedException.class)
                .isThrownBy(() -> LogCheck.open(folder))
                .satisfies(damaged -> assertThat(damaged.unseen()).isNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {RunRecord.NOTHING, RunRecord.SEALED, Integer.MAX_VALUE, 9})
    void shouldTellOfDamageInTheLastRun(int header) throws IOException {
        ReceiverStart start;
        ReceiverStart end;
        long second;
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            start = new ReceiverStart(MessageLog.firstCursor(), 0, 0);
            for (int i = 0; i < 9; i++) {
                log.writer().append(ByteBuffer.allocate(16));
            }
            LogStates states = log.control().states();
            second = ArenaPosition.offset(states.runPlace(states.openRun())) + Long.BYTES + RunRecord.bytes(16);
            end = log.start();
        }
        try (LogCheck sound = LogCheck.open(folder)) {
            assertThat(sound.problem(start)).isNull();
            assertThat(sound.problem(end)).isNull();
        }

        try (FileChannel file = FileChannel.open(arena, StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
            file.write(word.putInt(header).flip(), second);
        }

        try (LogCheck damaged = LogCheck.open(folder)) {
            assertThat(damaged.problem(start)).contains("run");
            assertThat(damaged.problem(end)).contains("run");
            ReceiverStart behind =
                    new ReceiverStart(Cursor.documentStart(end.cursor()) + Cursor.MAX_MESSAGES, 0, end.passed());
            assertThat(damaged.problem(behind)).as("of who needs nothing of it").isNull();
        }
    }

    /** What the thread has read of a file that was cut, before it came to the log, is no damage of the log. */
    @Test
    void shouldNotTakeAnotherFilesFaultForDamage() throws IOException {
        Path other = home.resolve("other");
        Files.write(other, new byte[4096]);
        Region region = MappedFiles.map(other, 0, 4096);
        Files.write(other, new byte[0]);

        assertThatExceptionOfType(InternalError.class).isThrownBy(() -> {
            region.getLong(0);
            LogCheck.open(folder);
        });
        region.unmap();
    }
}
