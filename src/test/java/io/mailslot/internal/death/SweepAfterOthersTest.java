package io.mailslot.internal.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All processes of a home come for the lock when one has died. */
class SweepAfterOthersTest {
    @TempDir
    private Path folder;

    @Test
    void shouldLeaveTheFilesToWhoeverReapedAndLookForThemLater() throws IOException, InterruptedException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        KernelFile file = KernelFile.open(home.kernelData(), false);
        SharedKernel kernel = new SharedKernel(home, KernelLock.open(home), file);
        Reaper reaper = new Reaper(kernel, Aliveness.once(home, kernel.processes()));
        ProcessRef dead = kernel.processes().allocate();
        kernel.processes().setState(dead, ProcessRecord.LIVE); // without a life lock
        Path ownerless = Files.createDirectories(home.process(dead.index() + 1, 1));
        Thread late = new Thread(reaper::reapDead, "late");
        try (FileChannel other = FileChannel.open(home.kernelLock(), StandardOpenOption.WRITE)) {
            other.lock();
            late.start();
            Awaitility.await("it waits for the lock")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> late.getState() == Thread.State.TIMED_WAITING);
            kernel.processes().setState(dead, ProcessRecord.FREE);
            file.head().putLongVolatile(KernelHeader.CHANGES_OFFSET, file.changes() + 1);
        }
        late.join();
        assertThat(ownerless).as("whoever reaped may be at it").exists();

        reaper.reapDead();

        assertThat(ownerless).as("it did not live to see to it").doesNotExist();
    }
}
