package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Processes as objects: opened by their id, waited for, ended, asked for their exit codes. */
@HomeTest
class ProcessObjectTest {
    private static final ObjectOpenOptions ASK =
            ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE);

    @Test
    void shouldTellTheExitCodeOfAStranger(@Named("stranger") Child stranger, Kernel kernel, TestHome home) {
        ProcessObject process = open(kernel, stranger);

        assertThat(process.describe().usageCount()).isEqualTo(2);
        assertThat(process.exitCode()).isEmpty();
        assertThat(process.waitForEnd(Duration.ofMillis(20))).isFalse();
        stranger.expectEnd(7).begin(c -> System.exit(7));

        assertThat(process.waitForEnd(Deadline.PATIENCE)).isTrue();
        assertThat(process.exitCode()).hasValue(7);
        assertThat(process.describe().usageCount())
                .as("the process itself is gone")
                .isEqualTo(1);
        verify(home);
    }

    @Test
    void shouldTellHowAKilledStrangerEnded(@Named("stranger") Child stranger, Kernel kernel, TestHome home) {
        ProcessObject process = open(kernel, stranger);

        stranger.killNow();

        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(process.exitCode()).hasValue(128 + 9);
        verify(home);
    }

    @Test
    void shouldCloseTheHandlesOfTheDeadBeforeItIsSignaled(Jvms jvms, Kernel kernel, TestHome home) {
        Child child = jvms.start();
        child.run(c -> c.kernel().createMailslot("slot"));

        child.killNow();

        assertThat(child.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(kernel.createMailslot("slot").handle()).isPositive();
        verify(home);
    }

    @Test
    void shouldTerminateAProcessWithTheCodeItIsTold(@Named("stranger") Child stranger, Kernel kernel, TestHome home) {
        ProcessObject asked = open(kernel, stranger);
        ProcessObject process = kernel.openProcess(
                stranger.pid(), ObjectOpenOptions.of(AccessRight.TERMINATE, AccessRight.SYNCHRONIZE));

        assertFails(5, () -> asked.terminate(1));
        process.terminate(300);

        assertThat(process.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(stranger.awaitEnd().code()).isEqualTo(128 + 9);
        assertThat(asked.exitCode())
                .as("more than the operating system can hold")
                .hasValue(300);
        assertFails(5, () -> process.terminate(301));
        assertThat(asked.exitCode()).hasValue(300);
        verify(home);
    }

    @Test
    void shouldOpenADeadProcessWhileSomebodyHoldsIt(@Named("stranger") Child stranger, Kernel kernel, TestHome home) {
        ProcessObject first = open(kernel, stranger);
        stranger.killNow();
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
    void shouldNotTakeAStoppedProcessForDead(@Named("stopped") Child stopped, Kernel kernel, TestHome home) {
        stopped.run(c -> c.kernel().createMailslot("slot"));
        ProcessObject process = kernel.openProcess(stopped.pid(), ASK);
        stopped.stop();

        assertThat(process.waitForEnd(Duration.ofSeconds(3))).isFalse();
        assertFails(183, () -> kernel.createMailslot("slot"));

        stopped.resume().run(c -> c.kernel().handles());
        verify(home);
    }

    @Test
    void shouldShowProcessesAndObjectsInASnapshot(Jvms jvms, Kernel kernel, TestHome home) {
        Receiver receiver = kernel.createMailslot("seen");
        Child child = jvms.start();
        child.run(c -> c.kernel());
        jvms.all(child);
        object(child).waitFor();

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
        assertThat(object(snapshot, child.object().describe().objectId()).exitCode())
                .hasValue(0);
    }

    @Test
    void shouldWaitForAChildAndTellTheCodeThatItsKillerGave(Jvms jvms, Kernel kernel) {
        Child child = jvms.start();
        child.run(c -> c.kernel());

        child.object().terminate(0xDEAD);

        assertThat(object(child).waitFor()).isEqualTo(0xDEAD);
        assertThat(child.awaitEnd().code()).isEqualTo(128 + 9);
    }

    private static ObjectStatus object(HomeSnapshot snapshot, long id) {
        return snapshot.objects().stream()
                .filter(object -> object.objectId() == id)
                .findFirst()
                .orElseThrow();
    }

    /** Of a process that has attached. */
    private static ProcessObject open(Kernel kernel, Child stranger) {
        stranger.run(c -> c.kernel());
        return kernel.openProcess(stranger.pid(), ASK);
    }

    private static ChildProcess object(Child child) {
        return (ChildProcess) child.object();
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
