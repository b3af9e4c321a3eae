package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.ChildOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.internal.command.ChildCommand;
import io.mailslot.internal.death.ExitCodes;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ProcessRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose end it tells, with what exit code, and what it leaves of them. */
class DeathWatchTest extends WatchFixture {
    @Test
    void shouldTellThatAStrangerWasKilled() throws IOException {
        assumeTrue(Pidfd.available());
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            stranger.kill();
            assertThat(awaitExitCode(process)).isEqualTo(137);
        }
    }

    @Test
    void shouldTellTheExitCodeOfAStranger() throws IOException {
        assumeTrue(Pidfd.available());
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            stranger.tell("7");
            assertThat(awaitExitCode(process)).isEqualTo(7);
        }
    }

    @Test
    void shouldTellTheExitCodeOfAStrangersStranger() throws IOException {
        assumeTrue(Pidfd.available());
        List<String> shell = List.of("sh", "-c", "exec 3<&0; \"$@\" <&3 & wait $!; exit 3", "sh");
        try (JavaChild stranger = JavaChild.start(shell, Stranger.class, home.toString())) {
            ProcessObject process = open(stranger.pid());
            stranger.tell("9");
            assertThat(awaitExitCode(process)).isEqualTo(9);
        }
    }

    @Test
    void shouldCloseTheHandlesBeforeItSignalsTheEnd() throws IOException {
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            HandleTable handles = table(find(stranger.pid()));
            assertThat(countOf(handles)).isOne();
            stranger.kill();
            while (process.exitCode().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(countOf(handles)).isZero();
        }
    }

    @Test
    void shouldCloseTheHandlesAtOnceAndWaitForTheExitCodeWithoutPidfds() throws IOException {
        share.giveBack();
        attach(Optional::empty);
        try (JavaChild stranger = stranger()) {
            ProcessObject process = open(stranger.pid());
            HandleTable handles = table(find(stranger.pid()));
            long start = System.nanoTime();
            stranger.kill();
            await().atMost(PATIENCE).until(() -> countOf(handles) == 0);
            assertThat(awaitExitCode(process)).isEqualTo(ExitCodes.UNKNOWN);
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
        }
    }

    @Test
    void shouldForgetADeadStrangerThatNobodyHasAHandleTo() throws IOException {
        share.session().start();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    /** The shell has ended; a JVM that it left running may still get what it has inherited, for a moment. */
    @Test
    void shouldTellTheEndOfAChildAndKeepWhatItInheritedWhileItsTicketIsCarriedOn() throws IOException {
        Children children = new Children(self, waits(), () -> {});
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!; exit 5");
        share.session().refresh();
        var child = children.create(ChildCommand.of(shell), ChildOptions.defaults());
        ProcessRef record = find(child.processId(), ProcessRecord.CHILD_PID_OFFSET);
        long sleeper = Long.parseLong(child.process().inputReader().readLine());
        share.session().refresh();
        assertThat(child.waitFor()).isEqualTo(5);
        assertThat(child.exitCode()).hasValue(5);
        assertThat(self.kernel().processes().state(record)).isEqualTo(ProcessRecord.STARTING);
        ProcessHandle.of(sleeper).orElseThrow().destroyForcibly();
        await().atMost(PATIENCE).until(() -> self.kernel().processes().state(record) == ProcessRecord.FREE);
    }

    @Test
    void shouldEndItsThreadAndLeaveNoDescriptorOpenWhenClosed() throws IOException {
        try (JavaChild stranger = stranger()) {
            List<String> before = descriptors();
            open(stranger.pid());
            await().atMost(PATIENCE)
                    .until(() -> !Pidfd.available() || descriptors().size() > before.size());
            assertThat(watchers()).hasSize(1);
            share.session().close();
            assertThat(watchers()).isEmpty();
            assertThat(descriptors()).isEqualTo(before);
            share.session().refresh();
            assertThat(watchers()).as("begun after close").isEmpty();
        }
    }

    @Test
    void shouldBeginByItselfAWhileLater() throws IOException {
        share.session().startLater();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    /** Calls that open processes wait for the look; to clean up may take long. */
    @Test
    void shouldLookBeforeItCleansUp() throws IOException {
        share.giveBack();
        List<String> done = new CopyOnWriteArrayList<>();
        attach(() -> done.add("clean up"), () -> {
            done.add("look");
            return PidfdPoller.open();
        });
        try (JavaChild stranger = stranger()) {
            assertThat(stranger.pid()).isPositive();
            share.session().start();
            await().atMost(PATIENCE).until(() -> done.contains("clean up") && done.contains("look"));
        }
        assertThat(done.get(0)).isEqualTo("look");
    }

    /** A mapping of the test's own, which outlives the process. */
    private HandleTable table(ProcessRef process) throws IOException {
        return HandleTable.open(self.kernel().home().handles(process.index(), process.generation()), true);
    }

    private static int countOf(HandleTable handles) {
        int[] count = new int[1];
        handles.forEach((index, entry) -> count[0]++);
        return count[0];
    }

    private static int awaitExitCode(ProcessObject process) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(process::exitCode, OptionalInt::isPresent)
                .getAsInt();
    }
}
