package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.layout.HandleTableHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTableTest {
    @TempDir
    private Path folder;

    private HandleTable table() throws IOException {
        Path file = folder.resolve("handles.dat");
        HandleTable.create(file);
        return HandleTable.open(file, false);
    }

    @Test
    void shouldGiveTheLowestFreeIndex() throws IOException {
        HandleTable table = table();
        for (int i = 1; i <= 5; i++) {
            assertThat(table.firstFree()).isEqualTo(i);
            table.put(i, i);
        }
        table.clear(4);
        table.clear(2);
        assertThat(table.firstFree()).isEqualTo(2);
        table.put(2, 7);
        assertThat(table.firstFree()).isEqualTo(4);
    }

    @Test
    void shouldGrowUpToTheLimitAndSayWhenItIsReached() throws IOException {
        HandleTable table = table();
        for (int i = 1; i <= HandleTableHeader.MAX_HANDLES; i++) {
            assertThat(table.firstFree()).isEqualTo(i);
            table.put(i, i);
        }
        assertThatExceptionOfType(LimitReachedException.class)
                .isThrownBy(table::firstFree)
                .withMessageContaining("65536")
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.TOO_MANY_OPEN_FILES));
        table.clear(30_000);
        assertThat(table.firstFree()).isEqualTo(30_000);
        HandleTable seenByAnother = HandleTable.open(folder.resolve("handles.dat"), true);
        assertThat(seenByAnother.entry(HandleTableHeader.MAX_HANDLES)).isEqualTo(HandleTableHeader.MAX_HANDLES);
    }

    @ParameterizedTest(name = "hint {0}")
    @ValueSource(ints = {-1, 0, 900, 65_536, 65_537, Integer.MAX_VALUE})
    void shouldNotTrustTheHint(int hint) throws IOException {
        HandleTable table = table();
        table.put(1, 1);
        for (int i = 3; i <= HandleTableHeader.MAX_HANDLES; i++) {
            table.reserve(i);
            table.put(i, i);
        }
        put(HandleTableHeader.LOWEST_FREE_OFFSET, hint);
        assertThat(table.firstFree()).isEqualTo(2);
    }

    @ParameterizedTest(name = "capacity {0}")
    @ValueSource(ints = {-1024, 0, 3, 1025, 67_584, Integer.MAX_VALUE})
    void shouldTellOfACapacityThatCannotBe(int capacity) throws IOException {
        HandleTable table = table();
        put(HandleTableHeader.CAPACITY_OFFSET, capacity);
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> table.reserve(2000))
                .withMessageContaining(String.valueOf(capacity));
        assertThat(folder.resolve("handles.dat")).hasSize(HandleTableHeader.INITIAL_LENGTH);
    }

    private void put(int offset, int value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("handles.dat").toFile(), "rw")) {
            file.seek(offset);
            file.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(value)
                    .array());
        }
    }

    @Test
    void shouldSeeEntriesOfAnotherMapping() throws IOException {
        HandleTable table = table();
        HandleTable other = HandleTable.open(folder.resolve("handles.dat"), false);
        table.reserve(3000);
        table.put(3000, 42);
        assertThat(other.entry(3000)).isEqualTo(42);
        assertThat(other.names(42)).isTrue();
        assertThat(other.entry(1_000_000)).isZero();
    }

    @ParameterizedTest(name = "looked at quickly: {0}")
    @ValueSource(booleans = {false, true})
    void shouldMapWhatOthersHaveAddedAndTellWhenItWasCut(boolean quick) throws IOException {
        HandleTable table = table();
        Path file = folder.resolve("handles.dat");
        if (quick) {
            table.lookQuickly();
        }
        table.mapWhole();
        HandleTable.open(file, false).reserve(3000);
        table.mapWhole();
        table.requireWhole();
        assertThat(table.entry(3000)).isZero();

        Path aside = Files.move(file, folder.resolve("aside"));
        table.mapWhole(); // what is gone stays mapped
        table.requireWhole();
        Files.move(aside, file);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(HandleTableHeader.INITIAL_LENGTH);
        }
        assertThatExceptionOfType(HomeException.class).isThrownBy(table::mapWhole);
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(table::requireWhole)
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }

    @Test
    void shouldRefuseDamagedFiles() throws IOException {
        Path file = folder.resolve("handles.dat");
        Files.write(file, new byte[10]);
        refused(file);
        Files.write(file, new byte[HandleTableHeader.INITIAL_LENGTH]);
        refused(file);
    }

    private static void refused(Path file) {
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> HandleTable.open(file, false))
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }
}
