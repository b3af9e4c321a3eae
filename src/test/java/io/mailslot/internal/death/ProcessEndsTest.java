package io.mailslot.internal.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.death.ProcessEnds.PickUp;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that name real processes, though not such as would ever attach. */
@Timeout(120)
class ProcessEndsTest {
    private static final int LONG_MS = 20_000;

    @TempDir
    private Path folder;

    private ProcessTable processes;
    private PidfdPoller poller;
    private ProcessEnds ends;
    private Process program;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(Pidfd.available());
        Path data = folder.resolve("kernel.dat");
        KernelFile.create(data, new UUID(1, 2));
        processes = new ProcessTable(KernelFile.open(data, false));
        poller = PidfdPoller.open().orElseThrow();
        ends = new ProcessEnds(processes, poller);
        program = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void end() {
        if (program != null) {
            ends.close();
            poller.close();
            program.destroyForcibly();
        }
    }

    @Test
    void shouldKnowWhetherAnybodyCanEndWithoutNotice() {
        ends.update(processes.inUse());
        assertThat(ends.allRun()).as("nobody is there").isTrue();
        ProcessRef known = record(ProcessRecord.LIVE, program, 0);
        ends.update(processes.inUse());
        assertThat(ends.allRun()).as("it is watched").isTrue();

        processes.record(known.index()).putLong(ProcessRecord.START_TICKS_OFFSET, 1);
        ends.update(processes.inUse());
        assertThat(ends.allRun()).as("the pid is another program's by now").isFalse();

        ProcessIdentity self = ProcessIdentity.self();
        processes.identify(known, self);
        ends.update(processes.inUse());
        assertThat(ends.allRun()).as("this JVM").isTrue();
        processes.identify(known, new ProcessIdentity(self.pid(), self.startTicks(), self.pidNamespace() + 1));
        ends.update(processes.inUse());
        assertThat(ends.allRun()).as("the same pid in another namespace").isFalse();
    }

    @Test
    void shouldTellAnEndAsLongAsThereIsARecord() {
        ProcessRef process = record(ProcessRecord.LIVE, program, 0);
        ends.update(processes.inUse());
        ends.await(0);
        assertThat(ends.seen()).isEmpty();

        program.destroyForcibly();
        ends.await(LONG_MS);

        assertThat(ends.seen()).containsOnlyKeys(process);
        assertThat(ends.seen().get(process).pid()).isEqualTo(program.pid());
        processes.setState(process, ProcessRecord.FREE);
        ends.update(processes.inUse());
        assertThat(ends.seen()).isEmpty();
    }

    @Test
    void shouldTellTheEndOfAProcessThatAnotherThreadHadPickedUp() throws Exception {
        ProcessRef process = record(ProcessRecord.LIVE, program, 0);
        assertThat(CompletableFuture.supplyAsync(() -> ends.pickUp(process)).get())
                .isEqualTo(PickUp.NEW);
        assertThat(ends.pickUp(process)).isEqualTo(PickUp.KNOWN);
        program.destroyForcibly().onExit().join();

        ends.update(processes.inUse());
        ends.await(LONG_MS);

        assertThat(ends.seen()).containsOnlyKeys(process);
    }

    @Test
    void shouldLeaveToTheUpdateWhoeverHasGotTheRecordOrThePidOfAnother() throws IOException {
        ProcessRef reused = record(ProcessRecord.LIVE, program, -1);
        assertThat(ends.pickUp(reused)).isEqualTo(PickUp.LEFT);
        identify(reused, program, 0);
        assertThat(ends.pickUp(reused)).isEqualTo(PickUp.NEW);
        identify(reused, program, 1);
        assertThat(ends.pickUp(reused)).isEqualTo(PickUp.LEFT);
        processes.setState(reused, ProcessRecord.FREE);
        assertThat(ends.pickUp(reused)).as("nobody any more").isEqualTo(PickUp.KNOWN);
    }

    @Test
    void shouldHoldNobodyOnceClosed() throws IOException {
        ProcessRef process = record(ProcessRecord.LIVE, program, 0);
        long before = pidfds();
        ends.close();
        ends.pickUp(process);
        assertThat(pidfds()).isEqualTo(before);
    }

    private static long pidfds() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(ProcessEndsTest::isPidfd).count();
        }
    }

    private static boolean isPidfd(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("pidfd");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void shouldNotStayAwakeForAnEndThatNobodyReaps() {
        ProcessRef process = record(ProcessRecord.STARTING, program, 0);
        ends.update(processes.inUse());
        program.destroyForcibly().onExit().join();
        ends.await(LONG_MS);
        assertThat(ends.seen()).containsKey(process);

        long before = System.nanoTime();
        ends.update(processes.inUse());
        ends.await(50);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(ends.seen().get(process).exitCode()).isNotNull();
    }

    @Test
    void shouldNotWatchAProcessThatHasGotThePidOfAnother() {
        record(ProcessRecord.LIVE, program, -1);
        ends.update(processes.inUse());
        program.destroyForcibly().onExit().join();
        ends.await(0);
        assertThat(ends.seen()).isEmpty();
    }

    @Test
    void shouldWatchWhoeverHasClaimedTheRecord() throws IOException {
        ProcessRef process = record(ProcessRecord.STARTING, program, 0);
        ends.update(processes.inUse());
        Process claimer = new ProcessBuilder("sleep", "60").start();
        identify(process, claimer, 0);
        processes.setState(process, ProcessRecord.LIVE);
        ends.update(processes.inUse());
        program.destroyForcibly().onExit().join();
        ends.await(0);
        assertThat(ends.seen()).isEmpty();

        claimer.destroyForcibly();
        ends.await(LONG_MS);

        assertThat(ends.seen().get(process).pid()).isEqualTo(claimer.pid());
    }

    @Test
    void shouldNeitherWatchThisJvmNorAnotherPidNamespace() {
        ProcessRef own = processes.allocate();
        processes.identify(own, ProcessIdentity.self());
        processes.setState(own, ProcessRecord.LIVE);
        ProcessRef foreign = record(ProcessRecord.LIVE, program, 0);
        processes.record(foreign.index()).putLong(ProcessRecord.PID_NAMESPACE_OFFSET, 1);
        ends.update(processes.inUse());
        program.destroyForcibly().onExit().join();
        ends.await(0);
        assertThat(ends.seen()).isEmpty();
    }

    private ProcessRef record(int state, Process of, long ticksOff) {
        ProcessRef process = processes.allocate();
        identify(process, of, ticksOff);
        var record = processes.record(process.index());
        record.putLong(ProcessRecord.CHILD_PID_OFFSET, of.pid());
        record.putLong(ProcessRecord.CHILD_START_TICKS_OFFSET, ticks(of) + ticksOff);
        processes.setState(process, state);
        return process;
    }

    private void identify(ProcessRef process, Process of, long ticksOff) {
        processes.identify(
                process,
                new ProcessIdentity(
                        of.pid(), ticks(of) + ticksOff, ProcessIdentity.self().pidNamespace()));
    }

    private static long ticks(Process process) {
        return ProcessIdentity.startTicks(process.pid()).orElseThrow();
    }
}
