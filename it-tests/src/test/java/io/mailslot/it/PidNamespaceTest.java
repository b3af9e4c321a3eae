package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Namespaces;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.Relay;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Processes of one home in different pid namespaces, as in containers: a pid of one means nothing in the other. */
@HomeTest
class PidNamespaceTest {
    private static final List<String> AS_ROOT = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final List<String> AS_USER =
            List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final ObjectOpenOptions ASK =
            ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE);

    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);

    private static List<String> unshare;

    @BeforeAll
    static void findAWay() throws Exception {
        unshare = Namespaces.allowed(List.of(AS_ROOT, AS_USER));
    }

    @Test
    void shouldLetProcessesOfTwoNamespacesTalk(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        Child inside = inNamespace(jvms).start();
        long pid = inside.call(c -> c.kernel().processId());
        assertThat(pid).isLessThan(inside.pid());
        int theirs = createInside(inside);
        Receiver mine = kernel.createMailslot("outside", SMALL);

        kernel.openMailslot("inside").write("in".getBytes(UTF_8));
        inside.run(c -> c.kernel().openMailslot("outside").write("out"));

        assertThat(inside.<String>call(c -> c.kernel().receiver(theirs).readText()))
                .isEqualTo("in");
        assertThat(new String(mine.poll().orElseThrow(), UTF_8)).isEqualTo("out");
        assertThat(refusal(inside, c -> c.kernel().createMailslot("outside")))
                .as("whose receiver lives, as those inside can tell")
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
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
    void shouldNoticeADeathInAnotherNamespace(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        Child inside = inNamespace(jvms).start();
        createInside(inside);
        Sender sender = kernel.openMailslot("inside");

        inside.killNow();

        Deadline.await("the mailslot has gone with its receiver", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThatExceptionOfType(ReceiverGoneException.class)
                        .isThrownBy(() -> sender.write(new byte[1])));
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes()).hasSize(1);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldNotTakeAQueueFromAWriterInAnotherNamespace(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slow");
        Sender sender = kernel.openMailslot("slow");
        sender.write("before".getBytes(UTF_8));
        Child inside = inNamespace(jvms)
                .stopAtFaultPoint(FaultPoint.APPEND_COPIED.name(), 1)
                .start();
        inside.begin(c -> c.kernel().openMailslot("slow").write("never complete"))
                .awaitStopped(); // in the middle of its append

        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> sender.write("too early".getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.LOCK_VIOLATION));
        inside.killNow();
        sender.write("after".getBytes(UTF_8));

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("before");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("after");
        assertThat(receiver.poll()).isEmpty();
    }

    /** Receiver, dead writer and new sender all have pid 1, each in a namespace of its own. */
    @Test
    void shouldFreeTheWriteLockOfAWriterThatDiedInAnotherNamespace(TestHome home, Jvms jvms) {
        Child receiver = inNamespace(jvms).start();
        int unread = createInside(receiver);
        Child dead = inNamespace(jvms)
                .withSystemProperty(FaultPoint.PROPERTY, FaultPoint.APPEND_COPIED.name())
                .start();
        dead.begin(c -> c.kernel().openMailslot("inside").write("never"));
        assertThat(dead.awaitEnd().code()).isEqualTo(FaultPoint.HALT_STATUS);
        Child sender = inNamespace(jvms).start();

        sender.run(c -> c.kernel().openMailslot("inside").write("at once"));
        home.attach().openMailslot("inside").write("from outside".getBytes(UTF_8));

        assertThat(receiver.<String>call(c -> c.kernel().receiver(unread).readText()))
                .isEqualTo("at once");
        assertThat(receiver.<String>call(c -> c.kernel().receiver(unread).readText()))
                .isEqualTo("from outside");
        jvms.all(sender, receiver);
    }

    /** The child is the program that was started, which lives in this namespace: with it ends what it has begun. */
    @Test
    void shouldEndAChildThatHasBegunANamespace(TestHome home, Jvms jvms, Kernel kernel) {
        kernel.createMailslot("outside", MailslotOptions.defaults().withInheritable(true));
        Child inside = inNamespace(jvms).withInheritance(Inheritance.all()).start();
        assertThat(Handles.of(inside)).containsExactly(4);
        ProcessObject object = inside.object();
        assertThat(object.processId()).isEqualTo(inside.pid());
        assertThat(object.waitForEnd(Duration.ofMillis(100))).isFalse();

        object.terminate(3);

        assertThat(object.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(object.exitCode()).hasValue(3);
        assertThat(inside.awaitEnd().code()).isEqualTo(128 + 9);
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
    void shouldNotTakeAChildForDeadThatStartsInAnotherNamespace(TestHome home, Jvms jvms) throws IOException {
        Kernel kernel = home.attach();
        Receiver results = kernel.createMailslot("results");
        Path begin = home.scratch().resolve("begin");
        Child parent = besideTheFirst(jvms).start();
        long object = parent.call(c -> c.kernel().processId());
        int work = parent.call(c -> c.kernel()
                .createMailslot("work", MailslotOptions.defaults().withInheritable(true))
                .handle());
        int answers = parent.call(c -> c.kernel()
                .openMailslot("results", OpenOptions.defaults().withInheritable(true))
                .handle());
        String beginning = begin.toString();
        parent.run(c -> startAside(c, beginning, work, answers));
        parent.begin(c -> Runtime.getRuntime().halt(0));
        Deadline.await("the parent is reaped")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .noneMatch(process -> process.processId() == object));

        kernel.openMailslot("work").write("stop".getBytes(UTF_8));
        Files.createFile(begin);

        assertThat(new String(results.read(Deadline.PATIENCE).orElseThrow(), UTF_8))
                .startsWith("ready ");
        parent.killNow();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** A relay that another program starts, which ends itself at once; the relay begins when a file is there. */
    private static void startAside(ChildContext c, String beginning, int work, int answers)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "file=$1; shift; (until [ -e \"$file\" ]; do sleep 0.05; done; exec \"$@\") & exit 0",
                "sh",
                beginning));
        command.addAll(QuickJvm.of(JavaCommand.of(Relay.class)
                        .withArguments(String.valueOf(work), String.valueOf(answers), "late"))
                .toProcessBuilder()
                .command());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
        c.kernel().createProcess(builder, Inheritance.all()).process().waitFor();
    }

    private static int createInside(Child child) {
        return child.call(c -> c.kernel().createMailslot("inside", SMALL).handle());
    }

    /** A child that is the first process of a namespace. */
    private static ChildSpec inNamespace(Jvms jvms) {
        return within(jvms, List.of());
    }

    /** One whose first process stays when the child has ended. */
    private static ChildSpec besideTheFirst(Jvms jvms) {
        return within(jvms, List.of("sh", "-c", "\"$0\" \"$@\" & wait; exec sleep 97"));
    }

    private static ChildSpec within(Jvms jvms, List<String> first) {
        // else a JVM warns that another one with pid 1 has the file of its figures
        return jvms.jvm()
                .withJvmOptions("-XX:-UsePerfData")
                .startedBy(Stream.concat(unshare.stream(), first.stream()).toArray(String[]::new));
    }
}
