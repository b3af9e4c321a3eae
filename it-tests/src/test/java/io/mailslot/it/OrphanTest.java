package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parents that die before, while and after their children attach, and children that die before they do. */
@ExtendWith(TestHomeExtension.class)
class OrphanTest {
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    @Test
    void shouldTakeEverythingBackWhenTheParentDiesBeforeTheStart(TestHome home) {
        Kernel kernel = home.attach();
        Receiver results = kernel.createMailslot("results", PATIENT);
        ChildJvm parent = parentDyingAt(home, FaultPoint.SPAWN_BEFORE_START);
        int sender = parent.must("open", "results", true).handle();

        parent.tell("relay", "all", sender, sender, "never");
        parent.awaitExit(Deadline.PATIENCE);

        awaitSenders(home, "results", 0);
        assertThat(results.describe().usageCount()).isOne();
        assertProcesses(home, ProcessHandle.current().pid());
        verify(home);
    }

    @Test
    void shouldLetAChildAttachWhoseParentDiedRightAfterTheStart(TestHome home) {
        Kernel kernel = home.attach();
        Receiver results = kernel.createMailslot("results", PATIENT);
        ChildJvm parent = parentDyingAt(home, FaultPoint.SPAWN_STARTED);
        int work = parent.must("create", "work", 0, "forever", true).handle();
        int answers = parent.must("open", "results", true).handle();

        parent.tell("relay", "all", work, answers, "orphan");
        parent.awaitExit(Deadline.PATIENCE);

        assertThat(text(results)).startsWith("ready ");
        Sender worker = kernel.openMailslot("work");
        worker.write("on its own".getBytes(UTF_8));
        assertThat(text(results)).isEqualTo("orphan got on its own");
        awaitSenders(home, "results", 1);
        assertThat(mailslot(home, "work").receiverProcessIds()).hasSize(1).doesNotContain(parent.pid());
        verify(home);
        worker.write("stop".getBytes(UTF_8));
        awaitSenders(home, "results", 0);
        assertProcesses(home, ProcessHandle.current().pid());
        verify(home);
    }

    @Test
    void shouldTakeEverythingBackWhenParentAndChildDieInTheMiddleOfTheClaim(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("results", PATIENT);
        Path reached = home.scratch().resolve("reached");
        ProcessBuilder builder = TestHome.agentCommand().toProcessBuilder();
        // The parent itself has nothing to claim; its child takes the option from the environment.
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-D" + FaultPoint.PROPERTY + "=" + FaultPoint.CLAIM_LOCKED + ":wait:" + reached);
        ChildJvm parent = home.start(builder);
        parent.must("attach");
        int sender = parent.must("open", "results", true).handle();
        long child = parent.must("relay", "all", sender, sender, "halfway").number("pid");
        Deadline.await("the child stands in its claim").until(() -> Files.exists(reached));

        parent.kill();
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);

        awaitSenders(home, "results", 0);
        assertProcesses(home, ProcessHandle.current().pid());
        verify(home);
    }

    @Test
    void shouldTellHowAChildEndedThatNeverAttached(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("kept", PATIENT.withInheritable(true));
        kernel.openMailslot("kept", OpenOptions.defaults().withInheritable(true));
        ChildJvm child = home.create(kernel, TestHome.agentCommand().toProcessBuilder(), Inheritance.all());
        assertThat(receiver.describe().usageCount()).isEqualTo(2);

        child.kill();

        assertThat(child.kernelObject().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(child.kernelObject().exitCode()).hasValue(128 + 9);
        assertThat(child.kernelObject().describe().usageCount()).isOne();
        assertThat(receiver.describe().usageCount()).isOne();
        assertThat(mailslot(home, "kept").senders()).isOne();
        verify(home);
    }

    @Test
    void shouldLetAGrandchildOutliveParentAndChild(TestHome home) {
        Kernel kernel = home.attach();
        Receiver results = kernel.createMailslot("results", PATIENT);
        ChildJvm parent = home.agent();
        int work = parent.must("create", "work", 0, "forever", true).handle();
        int answers = parent.must("open", "results", true).handle();
        long childPid = parent.must("spawn", "all").number("pid");
        parent.mustTell(0, "attach");
        parent.mustTell(0, "relay", "all", work, answers, "grandchild");
        assertThat(text(results)).startsWith("ready ");
        ProcessObject child = kernel.openProcess(
                childPid, ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE));
        assertThat(mailslot(home, "work").receiverProcessIds()).hasSize(3);

        parent.kill();
        ProcessHandle.of(childPid).ifPresent(ProcessHandle::destroyForcibly);

        assertThat(child.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(child.exitCode().orElseThrow())
                .as("killed, ended by itself as its input did, or unknown where nobody reaps orphans")
                .isIn(128 + 9, 0, -1);
        Sender worker = kernel.openMailslot("work");
        worker.write("alone".getBytes(UTF_8));
        assertThat(text(results)).isEqualTo("grandchild got alone");
        Deadline.await("only the grandchild receives", Deadline.DEATH_NOTICED)
                .untilAsserted(() ->
                        assertThat(mailslot(home, "work").receiverProcessIds()).hasSize(1));
        verify(home);
        worker.write("stop".getBytes(UTF_8));
        awaitSenders(home, "results", 0);
        verify(home);
    }

    private static ChildJvm parentDyingAt(TestHome home, FaultPoint point) {
        ChildJvm parent = home.start(TestHome.agentCommand()
                .withSystemProperty(FaultPoint.PROPERTY, point.name())
                .toProcessBuilder());
        parent.expectExit(FaultPoint.HALT_STATUS).must("attach");
        return parent;
    }

    private static String text(Receiver receiver) {
        return new String(receiver.read(), UTF_8);
    }

    private static void awaitSenders(TestHome home, String name, int senders) {
        Deadline.await(senders + " senders are left", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(mailslot(home, name).senders()).isEqualTo(senders));
    }

    private static void assertProcesses(TestHome home, Long... pids) {
        Deadline.await("nobody else is left", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            List<ProcessStatus> processes =
                    HomeInspector.inspect(home.path()).orElseThrow().processes();
            assertThat(processes).extracting(ProcessStatus::processId).containsExactlyInAnyOrder(pids);
        });
    }

    private static MailslotStatus mailslot(TestHome home, String name) {
        return HomeInspector.inspect(home.path()).orElseThrow().mailslots().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mailslot " + name));
    }

    private static void verify(TestHome home) {
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }
}
