package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.Handles.Told;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child finds in its handle table. */
@HomeTest
class InheritanceTest {
    private static final MailslotOptions INHERITABLE =
            MailslotOptions.defaults().withInheritable(true).withReadTimeout(Duration.ofSeconds(20));
    private static final OpenOptions INHERITABLE_SENDER = OpenOptions.defaults().withInheritable(true);

    @Test
    void shouldGiveAChildEveryInheritableHandleUnderItsNumber(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("shared", INHERITABLE);
        parent.createMailslot("private");
        Sender sender = parent.openMailslot("shared", INHERITABLE_SENDER);

        Child child = inheritor(jvms);

        int receiving = receiver.handle();
        int sending = sender.handle();
        assertThat(Handles.of(child)).containsExactly(receiving, sending);
        assertThat(Handles.describe(child, receiving).type()).isEqualTo(ObjectType.RECEIVER);
        assertThat(Handles.describe(child, sending).type()).isEqualTo(ObjectType.SENDER);
        child.run(c -> c.kernel().sender(sending).write("through the inherited sender"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("through the inherited sender");
        sender.write("to the inherited receiver".getBytes(UTF_8));
        assertThat(child.<String>call(c -> c.kernel().receiver(receiving).readText()))
                .isEqualTo("to the inherited receiver");
    }

    @Test
    void shouldGiveAChildTheSameObjectRightsAndFlags(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("shared", INHERITABLE);
        receiver.setFlags(Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of(HandleFlag.PROTECT_FROM_CLOSE));

        Child child = inheritor(jvms);

        int number = receiver.handle();
        Told theirs = new Told(
                receiver.describe().objectId(),
                ObjectType.RECEIVER,
                "shared",
                2,
                Set.of(AccessRight.READ, AccessRight.SYNCHRONIZE),
                Set.of(HandleFlag.INHERIT, HandleFlag.PROTECT_FROM_CLOSE));
        assertThat(Handles.describe(child, number)).isEqualTo(theirs);
        assertThat(refusal(child, c -> c.kernel().closeHandle(number))).isEqualTo(ErrorCode.INVALID_HANDLE);
        receiver.setFlags(Set.of(HandleFlag.PROTECT_FROM_CLOSE), Set.of());
        assertThat(Handles.describe(child, number))
                .as("flags belong to the handle, not to the object")
                .isEqualTo(theirs);
    }

    @Test
    void shouldCountEachProcessThatHoldsTheObject(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("counted", INHERITABLE);
        assertThat(receiver.describe().usageCount()).isOne();

        Child child = inheritor(jvms);
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        int number = receiver.handle();
        child.run(c -> c.kernel());
        Child grandchild = inheritorOf(child, jvms);
        assertThat(receiver.describe().usageCount()).isEqualTo(3);
        assertThat(Handles.describe(grandchild, number).usage()).isEqualTo(3);

        jvms.all(grandchild);
        Deadline.await("the grandchild gave its handle back", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isEqualTo(2));
        child.run(c -> c.kernel().closeHandle(number));
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldReachAGrandchildThroughAChildThatAlsoUsesTheHandle(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("generations", INHERITABLE);
        Sender sender = parent.openMailslot("generations", INHERITABLE_SENDER);
        Child child = inheritor(jvms);

        Child grandchild = inheritorOf(child, jvms);

        int sending = sender.handle();
        assertThat(Handles.of(grandchild)).containsExactly(receiver.handle(), sending);
        grandchild.run(c -> c.kernel().sender(sending).write("from the grandchild"));
        child.run(c -> c.kernel().sender(sending).write("from the child"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("from the grandchild");
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("from the child");
        jvms.all(grandchild);
    }

    @Test
    void shouldGiveAChildOnlyTheListedHandles(Jvms jvms, Kernel parent) {
        for (String name : List.of("one", "two", "three")) {
            parent.createMailslot(name, INHERITABLE);
        }

        Child child = jvms.jvm().withInheritance(Inheritance.only(4, 12)).start();

        assertThat(Handles.of(child)).containsExactly(4, 12);
        assertThat(parent.describe(8).usageCount()).isOne();
        assertThat(parent.describe(12).usageCount()).isEqualTo(2);
        assertThat(refusal(child, c -> c.kernel().describe(8))).isEqualTo(ErrorCode.INVALID_HANDLE);
        assertThat(refusal(child, c -> c.kernel().receiver(8).read(Duration.ZERO)))
                .isEqualTo(ErrorCode.INVALID_HANDLE);
    }

    @Test
    void shouldGiveAChildNothingWithNoneOrAnEmptyList(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("kept", INHERITABLE);

        Child none = jvms.jvm().withInheritance(Inheritance.none()).start();
        Child empty = jvms.jvm().withInheritance(Inheritance.only()).start();

        assertThat(Handles.of(none)).isEmpty();
        assertThat(Handles.of(empty)).isEmpty();
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldTakeTheSnapshotWhenTheChildIsCreated(Jvms jvms, Kernel parent) {
        Receiver before = parent.createMailslot("before", INHERITABLE);
        Receiver flagged = parent.createMailslot("flagged later");
        Child child = inheritor(jvms);

        parent.createMailslot("after", INHERITABLE);
        flagged.setFlags(Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT));
        before.setFlags(Set.of(HandleFlag.INHERIT), Set.of());

        assertThat(Handles.of(child)).as("when it attaches").containsExactly(before.handle());
        assertThat(Handles.describe(child, before.handle()).flags()).containsExactly(HandleFlag.INHERIT);
    }

    @Test
    void shouldLetAHandleOutliveTheParentsClose(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("handed over", INHERITABLE);
        Child child = inheritor(jvms);
        Sender sender = parent.openMailslot("handed over");

        receiver.close();
        sender.write("nobody has attached yet".getBytes(UTF_8));

        assertThat(child.<String>call(c -> c.kernel().receiver(4).readText())).isEqualTo("nobody has attached yet");
        assertThat(refusal(child, c -> c.kernel().createMailslot("Handed Over")))
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void shouldFreeTheNumbersTheChildDidNotInherit(Jvms jvms, Kernel parent) {
        parent.createMailslot("4");
        parent.createMailslot("8", INHERITABLE);

        Child child = inheritor(jvms);

        int[] numbers = child.call(c -> Stream.of("mine", "also mine")
                .mapToInt(name -> c.kernel().createMailslot(name).handle())
                .toArray());
        assertThat(numbers).containsExactly(4, 12);
    }

    @ParameterizedTest(name = "with pauses: {0}")
    @ValueSource(booleans = {false, true, true})
    void shouldGiveEachMessageToExactlyOneHolderOfASharedReceiver(boolean pauses, Jvms jvms, Kernel parent) {
        int count = 3_000;
        Receiver receiver = parent.createMailslot("one cursor", INHERITABLE);
        int number = receiver.handle();
        List<Child> readers = List.of(inheritor(jvms), inheritor(jvms));
        Child sender = jvms.jvm().startedPlainly().start();
        int sending = sender.call(c -> c.kernel().openMailslot("one cursor").handle());
        readers.forEach(reader -> reader.run(c -> c.kernel()));

        Event all = parent.synchronization()
                .createEvent(EventOptions.defaults().withName("all is sent").withManualReset(true));
        List<CompletableFuture<ArrayList<Integer>>> drained = readers.stream()
                .map(reader -> reader.submit(c -> drain(c.kernel(), number)))
                .toList();
        sender.begin(c -> {
            if (pauses) {
                NumberedMessage.trickle(c.kernel().sender(sending), 0, count);
            } else {
                NumberedMessage.send(c.kernel().sender(sending), 0, count);
            }
            allIsSent(c.kernel()).set();
        });
        List<List<Integer>> taken = List.of(
                drain(parent, number), drained.get(0).join(), drained.get(1).join());
        all.close();

        assertThat(taken).allSatisfy(part -> assertThat(part).isSorted());
        assertThat(taken.stream().flatMap(List::stream).toList())
                .hasSize(count)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        jvms.all(sender);
    }

    /** The numbers of messages, until all is sent and there is none any more. */
    private static ArrayList<Integer> drain(Kernel kernel, int handle) {
        ArrayList<Integer> taken = new ArrayList<>();
        try (Event all = allIsSent(kernel)) {
            boolean over = false;
            while (!over) {
                boolean last = all.await(Duration.ZERO).signaled(); // before the look that finds nothing
                Optional<byte[]> message = kernel.receiver(handle).read(Duration.ofMillis(100));
                message.ifPresent(each -> taken.add(NumberedMessage.parse(each).sequence()));
                over = last && message.isEmpty();
            }
        }
        return taken;
    }

    private static Event allIsSent(Kernel kernel) {
        return kernel.synchronization().openEvent("all is sent", ObjectOpenOptions.defaults());
    }

    @Test
    void shouldShareTheReadTimeoutWithEveryHolder(Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("timeouts", INHERITABLE);
        Child child = inheritor(jvms);

        int number = receiver.handle();
        child.run(c -> c.kernel().receiver(number).setReadTimeout(Duration.ofMillis(1_234)));

        assertThat(receiver.info().readTimeout()).isEqualTo(Duration.ofMillis(1_234));
    }

    @Test
    void shouldGiveAPlainlyStartedGrandchildAnEmptyTable(TestHome home, Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("not for everyone", INHERITABLE);
        Child child = inheritor(jvms);

        child.run(c -> c.kernel());
        Child grandchild = jvms.jvm().startedBy(child).startedPlainly().start();

        assertThat(grandchild.<String>call(c -> c.kernel().home().toString()))
                .isEqualTo(home.path().toString());
        assertThat(Handles.of(grandchild)).isEmpty();
        assertThat(receiver.describe().usageCount()).isEqualTo(2);
        jvms.all(grandchild);
    }

    @Test
    void shouldLetAnExplicitOtherHomeBeatTheInheritedOne(TestHome home, TestHome other, Jvms jvms, Kernel parent) {
        Receiver receiver = parent.createMailslot("here", INHERITABLE);
        Child child = inheritor(jvms);

        String path = other.path().toString();
        int handles = child.call(c -> {
            try (Kernel there = Kernel.attach(KernelOptions.defaults().withHome(Path.of(path)))) {
                return there.handles().size();
            }
        });

        assertThat(handles).isZero();
        jvms.all(child);
        Deadline.await("the unclaimed handle came back", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isOne());
    }

    @Test
    void shouldKeepTheProcessObjectOfAChildWithItsExitCode(Jvms jvms, Kernel parent) {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        ChildProcess process = (ChildProcess) child.object();
        HandleInfo object = process.describe();

        assertThat(object.type()).isEqualTo(ObjectType.PROCESS);
        assertThat(object.name()).contains(String.valueOf(child.pid()));
        assertThat(process.processId()).isEqualTo(child.pid());
        assertThat(process.exitCode()).isEmpty();
        child.expectEnd(7).begin(c -> System.exit(7));

        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(process.exitCode()).hasValue(7);
        assertThat(parent.process(object.handle()).exitCode()).hasValue(7);
        parent.closeHandle(object.handle());
        assertThat(parent.handles()).isEmpty();
    }

    private static Child inheritor(Jvms jvms) {
        return jvms.jvm().withInheritance(Inheritance.all()).start();
    }

    private static Child inheritorOf(Child parent, Jvms jvms) {
        return jvms.jvm().startedBy(parent).withInheritance(Inheritance.all()).start();
    }
}
