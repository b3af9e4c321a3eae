package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handle tables of the dead are let go of: when no thread of this JVM is at them, and whatever other processes do. */
class StaleTablesTest {
    @TempDir
    private Path folder;

    private HomePaths home;
    private SharedKernel kernel;

    @BeforeEach
    void makeHomeWithTheTableOfADeadProcess() throws IOException {
        home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        ProcessRef process = kernel.processes().allocate();
        Files.createDirectories(home.process(process.index(), process.generation()));
        HandleTable.create(home.handles(process.index(), process.generation()));
        kernel.processes().setState(process, ProcessRecord.LIVE);
        kernel.tables().learn(List.of(process));
        kernel.processes().setState(process, ProcessRecord.FREE);
        assertThat(kernel.tables().hasStale()).isTrue();
    }

    @Test
    void shouldLetGoWhileAnotherProcessHasTheLock() throws IOException {
        try (FileChannel channel = FileChannel.open(home.kernelLock(), StandardOpenOption.WRITE)) {
            channel.lock();
            kernel.dropStaleTables();
        }

        assertThat(kernel.tables().hasStale()).isFalse();
    }

    @Test
    void shouldKeepWhatAThreadOfThisJvmMayBeAt() {
        kernel.change(section -> {
            CompletableFuture.runAsync(kernel::dropStaleTables).join();
            assertThat(kernel.tables().hasStale()).isTrue();
            return null;
        });

        kernel.dropStaleTables();

        assertThat(kernel.tables().hasStale()).isFalse();
    }
}
