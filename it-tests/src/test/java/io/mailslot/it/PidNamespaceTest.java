package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes of one home in different pid namespaces, as in containers: a pid of one means nothing in the other. */
@ExtendWith(TestHomeExtension.class)
class PidNamespaceTest {
    private static final List<String> AS_ROOT = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final List<String> AS_USER =
            List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final ObjectOpenOptions ASK =
            ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE);

    private static List<String> unshare;

    @BeforeAll
    static void findAWay() throws Exception {
        unshare = Namespaces.allowed(List.of(AS_ROOT, AS_USER));
    }

    @Test
    void shouldLetProcessesOfTwoNamespacesTalk(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm inside = home.start(inNamespace());
        long pid = inside.must("attach").number("pid");
        assertThat(pid).isLessThan(inside.pid());
        int theirs = inside.must("create", "inside", 424, 0, false).handle();
        Receiver mine =
                kernel.createMailslot("outside", MailslotOptions.defaults().withMaxMessageSize(424));

        kernel.openMailslot("inside").write("in".getBytes(UTF_8));
        inside.must("write", inside.must("open", "outside", false).handle(), "out");

        assertThat(inside.must("read", theirs, 0).text("text")).isEqualTo("in");
        assertThat(new String(mine.poll().orElseThrow(), UTF_8)).isEqualTo("out");
        assertThat(inside.ask("create", "outside", 424, 0, false).code())
                .as("whose receiver lives, as those inside can tell")
                .isEqualTo(183);
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes())
                .allMatch(ProcessStatus::alive)
                .extracting(ProcessStatus::processId)
                .containsExactlyInAnyOrder(ProcessHandle.current().pid(), pid);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.openProcess(pid, ASK))
                .withMessageContaining("no process with the id " + pid);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> kernel.openProcess(inside.pid(), ASK));
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldNoticeADeathInAnotherNamespace(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm inside = home.start(inNamespace());
        inside.must("attach");
        inside.must("create", "inside", 424, 0, false);
        Sender sender = kernel.openMailslot("inside");

        inside.kill();

        Deadline.await("the mailslot has gone with its receiver", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThatExceptionOfType(ReceiverGoneException.class)
                        .isThrownBy(() -> sender.write(new byte[1])));
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes()).hasSize(1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldNotTakeAQueueFromAWriterInAnotherNamespace(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slow");
        Sender sender = kernel.openMailslot("slow");
        sender.write("before".getBytes(UTF_8));
        Path reached = home.scratch().resolve("reached");
        ChildJvm inside = home.start(inNamespace(FaultPoint.APPEND_COPIED + "#1:wait:" + reached));
        inside.must("attach");
        int theirs = inside.must("open", "slow", false).handle();
        inside.tell("write", theirs, "never complete");
        Deadline.await("the writer inside stands in the middle of its append").until(() -> Files.exists(reached));

        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.write("too early".getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));
        inside.kill();
        sender.write("after".getBytes(UTF_8));

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("before");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("after");
        assertThat(receiver.poll()).isEmpty();
    }

    /** Receiver, dead writer and new sender all have pid 1, each in a namespace of its own. */
    @Test
    void shouldFreeTheWriteLockOfAWriterThatDiedInAnotherNamespace(TestHome home) {
        ChildJvm receiver = home.start(inNamespace());
        receiver.must("attach");
        int unread = receiver.must("create", "inside", 424, 0, false).handle();
        ChildJvm dead = home.start(inNamespace(FaultPoint.APPEND_COPIED.name()));
        dead.must("attach");
        dead.tell("write", dead.must("open", "inside", false).handle(), "never");
        dead.expectExit(FaultPoint.HALT_STATUS).awaitExit(Deadline.PATIENCE);
        ChildJvm sender = home.start(inNamespace());
        sender.must("attach");

        sender.must("write", sender.must("open", "inside", false).handle(), "at once");
        home.attach().openMailslot("inside").write("from outside".getBytes(UTF_8));

        assertThat(receiver.must("read", unread, "forever").text("text")).isEqualTo("at once");
        assertThat(receiver.must("read", unread, "forever").text("text")).isEqualTo("from outside");
        sender.end();
        receiver.end();
    }

    /** The child is the program that was started, which lives in this namespace: with it ends what it has begun. */
    @Test
    void shouldEndAChildThatHasBegunANamespace(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("outside", MailslotOptions.defaults().withInheritable(true));
        ChildJvm inside = home.create(kernel, inNamespace(), Inheritance.all());
        inside.must("attach");
        assertThat(inside.must("handles").handles()).containsExactly(4);
        assertThat(inside.kernelObject().processId()).isEqualTo(inside.pid());
        assertThat(inside.kernelObject().waitForEnd(Duration.ofMillis(100))).isFalse();

        inside.expectExit(128 + 9).kernelObject().terminate(3);

        assertThat(inside.kernelObject().waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(inside.kernelObject().exitCode()).hasValue(3);
        Deadline.await("what was inside is reaped", Deadline.DEATH_NOTICED)
                .until(() -> HomeInspector.inspect(home.path())
                                .orElseThrow()
                                .processes()
                                .size()
                        == 1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** Its parent has died there before it came to life; who lives is told by the ticket, not by its pid. */
    @Test
    void shouldNotTakeAChildForDeadThatStartsInAnotherNamespace(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Receiver results = kernel.createMailslot("results");
        Path begin = home.scratch().resolve("begin");
        ChildJvm parent = home.start(beside(inNamespace()));
        long object = parent.must("attach").number("pid");
        int work = parent.must("create", "work", 0, "forever", "true").handle();
        int answers = parent.must("open", "results", "true").handle();
        parent.must("relayaside", begin, "all", work, answers, "late");
        parent.tell("halt", "0");
        Deadline.await("the parent is reaped")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .noneMatch(process -> process.processId() == object));

        kernel.openMailslot("work").write("stop".getBytes(UTF_8));
        Files.createFile(begin);

        assertThat(new String(results.read(Deadline.PATIENCE).orElseThrow(), UTF_8))
                .startsWith("ready ");
        parent.kill();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** The same, started by a first process of the namespace that stays when it ends. */
    private static ProcessBuilder beside(ProcessBuilder builder) {
        List<String> command = new ArrayList<>(builder.command());
        command.addAll(unshare.size(), List.of("sh", "-c", "exec 3<&0; \"$0\" \"$@\" <&3 & wait; exec sleep 97"));
        return builder.command(command);
    }

    private static ProcessBuilder inNamespace() {
        return inNamespace("none");
    }

    private static ProcessBuilder inNamespace(String fault) {
        // else a JVM warns that another one with pid 1 has the file of its figures
        return Namespaces.within(
                unshare,
                TestHome.agentCommand()
                        .withJvmOptions("-XX:-UsePerfData")
                        .withSystemProperty(FaultPoint.PROPERTY, fault)
                        .toProcessBuilder());
    }
}
