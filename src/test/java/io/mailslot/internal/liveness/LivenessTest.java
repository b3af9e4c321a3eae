package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {
    @Test
    void shouldIdentifyThisProcess() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(ProcessIdentity.runs(self.pid(), self.startTicks())).isTrue();
    }

    @Test
    void shouldNotTakeAReusedPidForTheSameProcess() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(ProcessIdentity.runs(self.pid(), self.startTicks() - 1)).isFalse();
    }

    @Test
    void shouldTakeTheClocksForTheMachinesOnlyIfNothingSaysOtherwise(@TempDir Path folder) throws IOException {
        Path offsets = folder.resolve("timens_offsets");
        assertThat(ProcessIdentity.readAheadTicks(offsets)).as("missing").isZero();
        Files.createDirectory(offsets);
        assertThatThrownBy(() -> ProcessIdentity.readAheadTicks(offsets))
                .as("cannot be read")
                .isInstanceOf(MailslotException.class);
        Files.delete(offsets);
        Files.writeString(offsets, "monotonic 5 0\nboottime 100 20000000\n");
        assertThat(ProcessIdentity.readAheadTicks(offsets)).isEqualTo(10_002);
        Files.writeString(offsets, "boottime much\n");
        assertThatThrownBy(() -> ProcessIdentity.readAheadTicks(offsets)).isInstanceOf(MailslotException.class);
    }

    /** As a strict security module does it, for good: there is no owner or mode to change. */
    @Test
    void shouldTellWhoMayAllowToLookAtWhatIsDenied() {
        String file = "/proc/self/ns/pid";

        MailslotException denied = ProcessIdentity.untold("tell it", Path.of(file), new AccessDeniedException(file));

        assertThat(denied.errorCode()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(denied).hasMessageContainingAll(file, "security module").hasMessageNotContaining("owner and mode");
    }

    @Test
    void shouldKnowThatAnEndedProcessRunsNoMore() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        long startTicks = ProcessIdentity.startTicks(child.pid()).orElseThrow();
        assertThat(ProcessIdentity.runs(child.pid(), startTicks)).isTrue();
        child.destroyForcibly().waitFor();
        assertThat(ProcessIdentity.runs(child.pid(), startTicks)).isFalse();
    }

    @Test
    void shouldHoldTheLifeLockOnce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("life.lock");
        assertThat(LifeLock.isHeld(file)).as("missing").isFalse();
        try (LifeLock held = LifeLock.hold(file)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> LifeLock.hold(file)).isInstanceOf(IOException.class);
        }
        assertThat(LifeLock.isHeld(file)).as("released").isFalse();
        assertThat(LifeLock.isHeldSeenReadOnly(file)).as("released").isFalse();
    }
}
