package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
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
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.Relay;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parents that die before, while and after their children attach, and children that die before they do. */
@HomeTest
class OrphanTest {
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    @Test
    void shouldTakeEverythingBackWhenTheParentDiesBeforeTheStart(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver results = kernel.createMailslot("results", PATIENT);
        Child parent = parentDyingAt(jvms, FaultPoint.SPAWN_BEFORE_START);
        int sender = openResults(parent);

        parent.begin(c -> startRelay(c, sender, sender, "never"));
        assertThat(parent.awaitEnd().code()).isEqualTo(FaultPoint.HALT_STATUS);

        awaitSenders(home, "results", 0);
        assertThat(results.describe().usageCount()).isOne();
        assertProcesses(home, ProcessHandle.current().pid());
        verify(home);
    }

    @Test
    void shouldLetAChildAttachWhoseParentDiedRightAfterTheStart(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver results = kernel.createMailslot("results", PATIENT);
        Child parent = parentDyingAt(jvms, FaultPoint.SPAWN_STARTED);
        int work = createWork(parent);
        int answers = openResults(parent);

        parent.begin(c -> startRelay(c, work, answers, "orphan"));
        assertThat(parent.awaitEnd().code()).isEqualTo(FaultPoint.HALT_STATUS);

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
    void shouldTakeEverythingBackWhenParentAndChildDieInTheMiddleOfTheClaim(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot("results", PATIENT);
        Child parent = jvms.jvm().startedPlainly().start();
        openResults(parent);
        Child child = jvms.jvm()
                .startedBy(parent)
                .withInheritance(Inheritance.all())
                .stopAtFaultPoint(FaultPoint.CLAIM_LOCKED.name(), 1)
                .start();
        child.begin(c -> c.kernel()).awaitStopped();

        parent.killNow();
        child.killNow();

        awaitSenders(home, "results", 0);
        assertProcesses(home, ProcessHandle.current().pid());
        verify(home);
    }

    @Test
    void shouldTellHowAChildEndedThatNeverAttached(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("kept", PATIENT.withInheritable(true));
        kernel.openMailslot("kept", OpenOptions.defaults().withInheritable(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        assertThat(receiver.describe().usageCount()).isEqualTo(2);

        child.killNow();

        assertThat(child.object().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(child.object().exitCode()).hasValue(128 + 9);
        assertThat(child.object().describe().usageCount()).isOne();
        assertThat(receiver.describe().usageCount()).isOne();
        assertThat(mailslot(home, "kept").senders()).isOne();
        verify(home);
    }

    @Test
    void shouldLetAGrandchildOutliveParentAndChild(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver results = kernel.createMailslot("results", PATIENT);
        Child parent = jvms.jvm().startedPlainly().start();
        int work = createWork(parent);
        int answers = openResults(parent);
        Child child =
                jvms.jvm().startedBy(parent).withInheritance(Inheritance.all()).start();
        Child grandchild = jvms.jvm(Relay.class)
                .startedBy(child)
                .withInheritance(Inheritance.all())
                .withArguments(String.valueOf(work), String.valueOf(answers), "grandchild")
                .start();
        assertThat(text(results)).startsWith("ready ");
        ProcessObject object = kernel.openProcess(
                child.pid(), ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE));
        assertThat(mailslot(home, "work").receiverProcessIds()).hasSize(3);

        parent.killNow();
        child.killNow();

        assertThat(object.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(object.exitCode().orElseThrow())
                .as("killed, or unknown where nobody reaps orphans")
                .isIn(128 + 9, -1);
        Sender worker = kernel.openMailslot("work");
        worker.write("alone".getBytes(UTF_8));
        assertThat(text(results)).isEqualTo("grandchild got alone");
        Deadline.await("only the grandchild receives", Deadline.DEATH_NOTICED)
                .untilAsserted(() ->
                        assertThat(mailslot(home, "work").receiverProcessIds()).hasSize(1));
        verify(home);
        worker.write("stop".getBytes(UTF_8));
        jvms.all(grandchild);
        awaitSenders(home, "results", 0);
        verify(home);
    }

    private static Child parentDyingAt(Jvms jvms, FaultPoint point) {
        return jvms.jvm()
                .startedPlainly()
                .withSystemProperty(FaultPoint.PROPERTY, point.name())
                .start();
    }

    private static int createWork(Child parent) {
        return parent.call(c -> c.kernel()
                .createMailslot("work", MailslotOptions.defaults().withInheritable(true))
                .handle());
    }

    private static int openResults(Child parent) {
        return parent.call(c -> c.kernel()
                .openMailslot("results", OpenOptions.defaults().withInheritable(true))
                .handle());
    }

    /** A child that needs nobody to talk to it: who starts it will not live to do so. */
    private static void startRelay(ChildContext c, int work, int answers, String name) {
        JavaCommand relay = JavaCommand.of(Relay.class)
                .withArguments(String.valueOf(work), String.valueOf(answers), name)
                .withErrors(Redirect.INHERIT);
        c.kernel().createProcess(QuickJvm.of(relay), Inheritance.all());
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
