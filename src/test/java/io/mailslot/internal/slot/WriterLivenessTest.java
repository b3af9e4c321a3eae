package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLivenessTest {
    @TempDir
    private Path folder;

    private SharedKernel kernel;
    private WriterLiveness writers;
    private ProcessRef other;

    @BeforeEach
    void makeHomeWithAnotherProcess() throws IOException {
        HomePaths home = new HomePaths(Files.createDirectory(folder.resolve("home")));
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        other = kernel.processes().allocate();
        kernel.processes().identify(other, new ProcessIdentity(1, 2, 3));
        kernel.processes().setState(other, ProcessRecord.LIVE);
        writers = new WriterLiveness(kernel, new ProcessRef(other.index() + 1, 1));
    }

    @AfterEach
    void close() {
        kernel.lock().close();
    }

    @Test
    void shouldTakeAWriterForDeadWhoseLifeLockIsFree() throws IOException {
        Path own = kernel.home().process(other.index(), other.generation());
        Files.createDirectories(own);
        assertThat(writers.isAlive(Receivers.owner(other))).as("there is none").isFalse();
        Files.createFile(own.resolve("life.lock"));
        assertThat(writers.isAlive(Receivers.owner(other))).isFalse();
    }

    /** What lies elsewhere says nothing about it. */
    @Test
    void shouldNotTakeAWriterForDeadToWhoseLifeLockALinkLeads() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("life.lock"));
        Path own = kernel.home().process(other.index(), other.generation());
        Files.createDirectories(own.getParent());
        Files.createSymbolicLink(own, elsewhere);

        assertThat(writers.isAlive(Receivers.owner(other))).isTrue();
    }
}
