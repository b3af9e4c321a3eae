package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
