package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
