package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child finds in its handle table. */
@ExtendWith(TestHomeExtension.class)
class InheritanceTest {
    private static final MailslotOptions INHERITABLE =
            MailslotOptions.defaults().withInheritable(true).withReadTimeout(Duration.ofSeconds(20));
    private static final OpenOptions INHERITABLE_SENDER = OpenOptions.defaults().withInheritable(true);

    @Test
    void shouldGiveAChildEveryInheritableHandleUnderItsNumber(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("shared", INHERITABLE);
        parent.createMailslot("private");
        Sender sender = parent.openMailslot("shared", INHERITABLE_SENDER);

        ChildJvm child = home.child(parent, Inheritance.all());

        assertThat(child.must("handles").handles()).containsExactly(receiver.handle(), sender.handle());
        assertThat(child.must("handles").text("types")).isEqualTo("RECEIVER,SENDER");
        child.must("write", sender.handle(), "through the inherited sender");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("through the inherited sender");
        sender.write("to the inherited receiver".getBytes(UTF_8));
        assertThat(child.must("read", receiver.handle(), "default").text("text"))
                .isEqualTo("to the inherited receiver");
    }

    @Test
    void shouldGiveAChildTheSameObjectRightsAndFlags(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("shared", INHERITABLE);
        receiver.setFlags(Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of(HandleFlag.PROTECT_FROM_CLOSE));

        ChildJvm child = home.child(parent, Inheritance.all());

        HandleInfo mine = receiver.describe();
        Reply theirs = child.must("describe", receiver.handle());
        assertThat(theirs.number("object")).isEqualTo(mine.objectId());
        assertThat(theirs.text("type")).isEqualTo("RECEIVER");
        assertThat(theirs.text("name")).isEqualTo("shared");
        assertThat(theirs.text("access")).isEqualTo("READ,SYNCHRONIZE");
        assertThat(theirs.text("flags")).isEqualTo("INHERIT,PROTECT_FROM_CLOSE");
        assertThat(child.ask("close", receiver.handle()).code()).isEqualTo(6);
        receiver.setFlags(Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of());
        assertThat(child.must("describe", receiver.handle()).text("flags"))
                .as("flags belong to the handle, not to the object")
                .isEqualTo("INHERIT,PROTECT_FROM_CLOSE");
    }

    @Test
    void shouldCountEachProcessThatHoldsTheObject(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("counted", INHERITABLE);
        assertThat(receiver.describe().usageCount()).isOne();

        ChildJvm child = home.child(parent, Inheritance.all());
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        long grandchild = child.must("spawn", "all").number("child");
        assertThat(receiver.describe().usageCount()).isEqualTo(3);
        child.mustTell(grandchild, "attach");
        assertThat(child.mustTell(grandchild, "describe", receiver.handle()).number("usage"))
                .isEqualTo(3);

        assertThat(child.must("leave", grandchild).number("exit")).isZero();
        Deadline.await("the grandchild gave its handle back", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isEqualTo(2));
        child.must("close", receiver.handle());
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldReachAGrandchildThroughAChildThatAlsoUsesTheHandle(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("generations", INHERITABLE);
        Sender sender = parent.openMailslot("generations", INHERITABLE_SENDER);
        ChildJvm child = home.child(parent, Inheritance.all());

        long grandchild = child.must("spawn", "all").number("child");
        child.mustTell(grandchild, "attach");

        assertThat(child.mustTell(grandchild, "handles").handles()).containsExactly(receiver.handle(), sender.handle());
        child.mustTell(grandchild, "write", sender.handle(), "from the grandchild");
        child.must("write", sender.handle(), "from the child");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("from the grandchild");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("from the child");
        child.must("leave", grandchild);
    }

    @Test
    void shouldGiveAChildOnlyTheListedHandles(TestHome home) {
        Kernel parent = home.attach();
        for (String name : List.of("one", "two", "three")) {
            parent.createMailslot(name, INHERITABLE);
        }

        ChildJvm child = home.child(parent, Inheritance.only(4, 12));

        assertThat(child.must("handles").handles()).containsExactly(4, 12);
        assertThat(parent.describe(8).usageCount()).isOne();
        assertThat(parent.describe(12).usageCount()).isEqualTo(2);
        assertThat(child.ask("describe", 8).code()).isEqualTo(6);
        assertThat(child.ask("read", 8, "0").code()).isEqualTo(6);
    }

    @Test
    void shouldGiveAChildNothingWithNoneOrAnEmptyList(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("kept", INHERITABLE);

        ChildJvm none = home.child(parent, Inheritance.none());
        ChildJvm empty = home.child(parent, Inheritance.only());

        assertThat(none.must("handles").handles()).isEmpty();
        assertThat(empty.must("handles").handles()).isEmpty();
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldTakeTheSnapshotWhenTheChildIsCreated(TestHome home) {
        Kernel parent = home.attach();
        Receiver before = parent.createMailslot("before", INHERITABLE);
        Receiver flagged = parent.createMailslot("flagged later");
        ChildJvm child = home.create(parent, agent(), Inheritance.all());

        parent.createMailslot("after", INHERITABLE);
        flagged.setFlags(Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT));
        before.setFlags(Set.of(HandleFlag.INHERIT), Set.of());
        child.must("attach");

        assertThat(child.must("handles").handles()).containsExactly(before.handle());
        assertThat(child.must("describe", before.handle()).text("flags")).isEqualTo("INHERIT");
    }

    @Test
    void shouldLetAHandleOutliveTheParentsClose(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("handed over", INHERITABLE);
        ChildJvm child = home.create(parent, agent(), Inheritance.all());
        Sender sender = parent.openMailslot("handed over");

        receiver.close();
        sender.write("nobody has attached yet".getBytes(UTF_8));
        child.must("attach");

        assertThat(child.must("read", 4, "default").text("text")).isEqualTo("nobody has attached yet");
        assertThat(child.ask("create", "Handed Over", "0", "0", "false").code()).isEqualTo(183);
    }

    @Test
    void shouldFreeTheNumbersTheChildDidNotInherit(TestHome home) {
        Kernel parent = home.attach();
        parent.createMailslot("4");
        parent.createMailslot("8", INHERITABLE);

        ChildJvm child = home.child(parent, Inheritance.all());

        assertThat(child.must("create", "mine", "0", "0", "false").handle()).isEqualTo(4);
        assertThat(child.must("create", "also mine", "0", "0", "false").handle())
                .isEqualTo(12);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"flood", "trickle", "trickle"})
    void shouldGiveEachMessageToExactlyOneHolderOfASharedReceiver(String pace, TestHome home) {
        int count = 3_000;
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("one cursor", INHERITABLE);
        ChildJvm one = home.child(parent, Inheritance.all());
        ChildJvm two = home.child(parent, Inheritance.all());
        ChildJvm sender = home.agent();
        int sending = sender.must("open", "one cursor", "false").handle();

        one.tell("drain", receiver.handle(), count);
        two.tell("drain", receiver.handle(), count);
        sender.tell(pace, sending, 0, count);
        List<List<Integer>> taken = List.of(drain(receiver), sequences(one.reply()), sequences(two.reply()));

        assertThat(taken).allSatisfy(part -> assertThat(part).isSorted());
        assertThat(taken.stream().flatMap(List::stream).toList())
                .hasSize(count)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        assertThat(sender.reply().number("sent")).isEqualTo(count);
    }

    private static List<Integer> drain(Receiver receiver) {
        List<Integer> taken = new ArrayList<>();
        Optional<byte[]> message = receiver.read(Duration.ofSeconds(20));
        while (message.isPresent()) {
            taken.add(NumberedMessage.parse(message.get()).sequence());
            message = receiver.read(Duration.ofMillis(500));
        }
        return taken;
    }

    private static List<Integer> sequences(Reply drained) {
        String list = drained.text("sequences");
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }

    @Test
    void shouldShareTheReadTimeoutWithEveryHolder(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("timeouts", INHERITABLE);
        ChildJvm child = home.child(parent, Inheritance.all());

        child.must("timeout", receiver.handle(), "1234");

        assertThat(receiver.info().readTimeout()).isEqualTo(Duration.ofMillis(1_234));
    }

    @Test
    void shouldGiveAPlainlyStartedGrandchildAnEmptyTable(TestHome home) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("not for everyone", INHERITABLE);
        ChildJvm child = home.child(parent, Inheritance.all());

        long grandchild = child.must("plainspawn").number("child");
        String usedHome = child.mustTell(grandchild, "attach").text("home");

        assertThat(usedHome).isEqualTo(home.path().toString());
        assertThat(child.mustTell(grandchild, "handles").handles()).isEmpty();
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        child.must("leave", grandchild);
    }

    @Test
    void shouldLetAnExplicitOtherHomeBeatTheInheritedOne(TestHome home, TestHome other) {
        Kernel parent = home.attach();
        Receiver receiver = parent.createMailslot("here", INHERITABLE);
        ChildJvm child = home.create(parent, agent(), Inheritance.all());

        child.must("attach", other.path());

        assertThat(child.must("handles").handles()).isEmpty();
        child.end();
        Deadline.await("the unclaimed handle came back", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isOne());
    }

    @Test
    void shouldKeepTheProcessObjectOfAChildWithItsExitCode(TestHome home) {
        Kernel parent = home.attach();
        ChildJvm child = home.child(parent, Inheritance.none()).expectExit(7);
        HandleInfo object = child.kernelObject().describe();

        assertThat(object.type()).isEqualTo(ObjectType.PROCESS);
        assertThat(object.name()).contains(String.valueOf(child.pid()));
        assertThat(child.kernelObject().processId()).isEqualTo(child.pid());
        assertThat(child.kernelObject().exitCode()).isEmpty();
        child.tell("exit", 7);

        assertThat(child.kernelObject().waitFor()).isEqualTo(7);
        assertThat(child.kernelObject().exitCode()).hasValue(7);
        assertThat(parent.process(object.handle()).exitCode()).hasValue(7);
        parent.closeHandle(object.handle());
        assertThat(parent.handles()).isEmpty();
    }

    private static ProcessBuilder agent() {
        return TestHome.agentCommand().toProcessBuilder();
    }
}
