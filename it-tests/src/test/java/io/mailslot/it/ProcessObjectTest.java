package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes as objects: opened by their id, waited for, ended, asked for their exit codes. */
@ExtendWith(TestHomeExtension.class)
class ProcessObjectTest {
    private static final ObjectOpenOptions ASK =
            ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE);

    @Test
    void shouldTellTheExitCodeOfAStranger(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm stranger = home.agent().expectExit(7);
        ProcessObject process = kernel.openProcess(stranger.pid(), ASK);

        assertThat(process.describe().usageCount()).isEqualTo(2);
        assertThat(process.exitCode()).isEmpty();
        assertThat(process.waitForEnd(Duration.ofMillis(20))).isFalse();
        stranger.tell("exit", "7");

        assertThat(process.waitForEnd(Deadline.PATIENCE)).isTrue();
        assertThat(process.exitCode()).hasValue(7);
        assertThat(process.describe().usageCount())
                .as("the process itself is gone")
                .isEqualTo(1);
        verify(home);
    }

    @Test
    void shouldTellHowAKilledStrangerEnded(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm stranger = home.agent();
        ProcessObject process = kernel.openProcess(stranger.pid(), ASK);

        stranger.kill();

        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(process.exitCode()).hasValue(128 + 9);
        verify(home);
    }

    @Test
    void shouldCloseTheHandlesOfTheDeadBeforeItIsSignaled(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.child(kernel, Inheritance.none());
        child.must("create", "slot", "0", "0", "false");

        child.kill();

        assertThat(child.kernelObject().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(kernel.createMailslot("slot").handle()).isPositive();
        verify(home);
    }

    @Test
    void shouldTerminateAProcessWithTheCodeItIsTold(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm stranger = home.agent().expectExit(128 + 9);
        ProcessObject process = kernel.openProcess(
                stranger.pid(), ObjectOpenOptions.of(AccessRight.TERMINATE, AccessRight.SYNCHRONIZE));
        ProcessObject asked = kernel.openProcess(stranger.pid(), ASK);

        assertFails(5, () -> asked.terminate(1));
        process.terminate(300);

        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(asked.exitCode())
                .as("more than the operating system can hold")
                .hasValue(300);
        assertFails(5, () -> process.terminate(301));
        assertThat(asked.exitCode()).hasValue(300);
        verify(home);
    }

    @Test
    void shouldOpenADeadProcessWhileSomebodyHoldsIt(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm stranger = home.agent();
        ProcessObject first = kernel.openProcess(stranger.pid(), ASK);
        stranger.kill();
        assertThat(first.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();

        ProcessObject second = kernel.openProcess(stranger.pid(), ASK);

        assertThat(second.exitCode()).isEqualTo(first.exitCode());
        first.close();
        second.close();
        assertFails(87, () -> kernel.openProcess(stranger.pid(), ASK));
        verify(home);
    }

    @Test
    void shouldRefuseIdsAndRightsThatNoProcessHas(TestHome home) {
        Kernel kernel = home.attach();

        assertFails(87, () -> kernel.openProcess(0, ASK));
        assertFails(87, () -> kernel.openProcess(1L << 40, ASK));
        assertFails(5, () -> kernel.openProcess(kernel.processId(), ObjectOpenOptions.of()));
        assertFails(5, () -> kernel.openProcess(kernel.processId(), ObjectOpenOptions.of(AccessRight.READ)));
    }

    @Test
    void shouldNotTakeAStoppedProcessForDead(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        ChildJvm stopped = home.agent();
        stopped.must("create", "slot", "0", "0", "false");
        ProcessObject process = kernel.openProcess(stopped.pid(), ASK);
        signal("STOP", stopped);

        assertThat(process.waitForEnd(Duration.ofSeconds(3))).isFalse();
        assertFails(183, () -> kernel.createMailslot("slot"));

        signal("CONT", stopped);
        stopped.must("handles");
        verify(home);
    }

    @Test
    void shouldShowProcessesAndObjectsInASnapshot(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("seen");
        ChildJvm child = home.child(kernel, Inheritance.none());
        child.end();
        child.kernelObject().waitFor();

        HomeSnapshot snapshot = HomeInspector.inspect(home.path()).orElseThrow();

        assertThat(snapshot.consistent()).isTrue();
        assertThat(snapshot.processes()).singleElement().satisfies(self -> {
            assertThat(self.processId()).isEqualTo(kernel.processId());
            assertThat(self.startTicks()).isPositive();
            assertThat(self.pidNamespace()).isPositive();
            assertThat(self.objectId()).isEqualTo(kernel.describe(-1).objectId());
        });
        assertThat(snapshot.objects()).extracting(ObjectStatus::name).contains("seen", String.valueOf(child.pid()));
        assertThat(snapshot.objects()).extracting(ObjectStatus::usageCount).containsOnly(1);
        assertThat(object(snapshot, receiver.describe().objectId()).cursor()).isPresent();
        assertThat(object(snapshot, child.kernelObject().describe().objectId()).exitCode())
                .hasValue(0);
    }

    @Test
    void shouldWaitForAChildAndTellTheCodeThatItsKillerGave(TestHome home) {
        ChildJvm child = home.child(home.attach(), Inheritance.none());

        child.expectExit(137).kernelObject().terminate(0xDEAD);

        assertThat(child.kernelObject().waitFor()).isEqualTo(0xDEAD);
    }

    private static ObjectStatus object(HomeSnapshot snapshot, long id) {
        return snapshot.objects().stream()
                .filter(object -> object.objectId() == id)
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String name, ChildJvm child) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static void verify(TestHome home) {
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void assertFails(int code, Runnable call) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(code));
    }
}
