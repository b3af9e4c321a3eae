package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ProcessRecord;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableCacheTest {
    @TempDir
    private Path folder;

    private HomePaths home;
    private ProcessTable processes;
    private TableCache tables;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        processes = new ProcessTable(KernelFile.open(home.kernelData(), false));
        tables = new TableCache(home, processes);
    }

    /** Else an idle JVM would not try again, and have none of what it needs once it is out of descriptors. */
    @Test
    void shouldTellWhetherAllTablesAreMapped() throws IOException {
        ProcessRef first = make();
        ProcessRef second = make();
        makeTable(first);
        assertThat(tables.learn(List.of(first, second))).as("one is missing").isFalse();
        makeTable(second);
        assertThat(tables.learn(List.of(first, second))).isTrue();
        tables.lookQuickly();
        assertThat(tables.learn(List.of(first, second))).isTrue();
        Files.delete(home.handles(second.index(), second.generation()));
        assertThat(tables.learn(List.of(first, second))).as("mapped before").isTrue();
    }

    /** An entry in use is there, whatever else was cut off; one that seems to be free may not be. */
    @ParameterizedTest(name = "looked at quickly: {0}")
    @ValueSource(booleans = {false, true})
    void shouldFindWhatIsToBeClosedInATableThatWasCut(boolean quick) throws IOException {
        ProcessRef process = make();
        makeTable(process);
        if (quick) {
            tables.lookQuickly();
        }
        HandleTable table = tables.get(process);
        table.put(1, 42);
        assertThat(tables.toClose(process, 1)).isSameAs(table);
        assertThat(tables.toClose(process, 2)).as("free").isSameAs(table);
        assertThat(tables.toClose(process, -1)).as("no handle").isSameAs(table);

        cut(process, HandleTableHeader.HEADER_LENGTH + 100);
        assertThat(tables.toClose(process, 1)).isSameAs(table);
        assertCut(() -> tables.toClose(process, 2));
        assertCut(() -> tables.toClose(process, HandleTableHeader.ENTRIES_PER_CHUNK));

        cut(process, HandleTableHeader.HEADER_LENGTH);
        assertThatThrownBy(() -> tables.toClose(process, 1)).isInstanceOf(InternalError.class);
    }

    @Test
    void shouldRefuseToCloseInATableThatIsDamaged() throws IOException {
        ProcessRef process = make();
        makeTable(process);
        tables.get(process).put(1, 42);
        try (RandomAccessFile file = new RandomAccessFile(file(process), "rw")) {
            file.write(0);
        }
        assertCut(() -> tables.toClose(process, 1));
    }

    private static void assertCut(ThrowingCallable look) {
        assertThatThrownBy(look)
                .isInstanceOfSatisfying(
                        HomeException.class,
                        told -> assertThat(told.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }

    private void cut(ProcessRef process, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(process), "rw")) {
            file.setLength(length);
        }
    }

    private File file(ProcessRef process) {
        return home.handles(process.index(), process.generation()).toFile();
    }

    private ProcessRef make() {
        ProcessRef made = processes.allocate();
        processes.setState(made, ProcessRecord.LIVE);
        return made;
    }

    private void makeTable(ProcessRef process) throws IOException {
        Path file = home.handles(process.index(), process.generation());
        Files.createDirectories(file.getParent());
        HandleTable.create(file);
    }
}
