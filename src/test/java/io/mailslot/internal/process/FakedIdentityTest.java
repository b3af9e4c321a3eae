package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pid that is used again, by a process that has nothing to do with the home. */
class FakedIdentityTest {
    @TempDir
    private Path folder;

    private SharedKernel kernel;
    private Aliveness aliveness;
    private Process stranger;
    private long startTicks;
    private long namespace;

    @BeforeEach
    void begin() throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        aliveness = Aliveness.once(home, kernel.processes());
        stranger = new ProcessBuilder("sleep", "60").start();
        startTicks = ProcessIdentity.startTicks(stranger.pid()).orElseThrow();
        namespace = ProcessIdentity.self().pidNamespace();
    }

    @AfterEach
    void end() {
        stranger.destroyForcibly();
    }

    @Test
    void shouldNotKillAProcessThatHasGotThePidOfAnother() throws Exception {
        refused(new ProcessIdentity(stranger.pid(), startTicks - 1, namespace), "ended already");
        refused(new ProcessIdentity(stranger.pid(), startTicks, namespace + 1), "another pid namespace");

        assertThat(stranger.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        Ending.terminate(kernel, process(new ProcessIdentity(stranger.pid(), startTicks, namespace)), 9, () -> {});
        assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).as("the very same").isTrue();
    }

    private void refused(ProcessIdentity identity, String why) {
        long process = process(identity);
        assertThatExceptionOfType(InsufficientRightsException.class)
                .isThrownBy(() -> Ending.terminate(kernel, process, 9, () -> {}))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED));
    }

    private long process(ProcessIdentity identity) {
        return kernel.change(section -> {
            kernel.markDirty();
            ProcessRef record = kernel.processes().allocate();
            long object = new ObjectFactory(kernel).createProcess(record, identity);
            kernel.processes().record(record.index()).putLong(ProcessRecord.OBJECT_ID_OFFSET, object);
            kernel.processes().setState(record, ProcessRecord.LIVE);
            return object;
        });
    }

    @Test
    void shouldNotTakeAnAttachedProcessForAliveBecauseOfItsPid() {
        ProcessRef process = kernel.processes().allocate();
        kernel.processes().identify(process, new ProcessIdentity(stranger.pid(), startTicks, namespace));
        kernel.processes().setState(process, ProcessRecord.LIVE);
        assertThat(aliveness.isAlive(process)).as("nobody holds its life lock").isFalse();
    }

    @Test
    void shouldNotTakeAStartingProcessForAliveBecauseOfItsPid() {
        assertThat(aliveness.isAlive(starting(startTicks))).isTrue();
        // a new one each time: it would be taken for dead for another reason later
        await("another process of this machine may be just beginning")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !aliveness.isAlive(starting(startTicks - 1)));
    }

    private ProcessRef starting(long ticks) {
        ProcessRef process = kernel.processes().allocate();
        new ClaimTicket(process, ClaimTicket.newToken())
                .writeTo(kernel.processes().record(process.index()));
        Region record = kernel.processes().record(process.index());
        record.putLong(ProcessRecord.PID_NAMESPACE_OFFSET, namespace);
        record.putLong(ProcessRecord.CHILD_PID_OFFSET, stranger.pid());
        record.putLong(ProcessRecord.CHILD_START_TICKS_OFFSET, ticks);
        kernel.processes().setState(process, ProcessRecord.STARTING);
        return process;
    }
}
