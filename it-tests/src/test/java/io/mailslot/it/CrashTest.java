package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed the hard way, and those who go on. */
@ExtendWith(TestHomeExtension.class)
class CrashTest {
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    @Test
    void shouldLetThisProcessTakeTheNameOfAKilledReceiverAtOnce(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm first = home.agent();
        first.must("create", "service", "0", "0", "false");
        kernel.openMailslot("service").write("lost with its receiver".getBytes(UTF_8));

        first.kill();
        Receiver second = kernel.createMailslot("service", PATIENT);

        assertThat(second.info().messageCount()).isZero();
        kernel.openMailslot("service").write("a new start".getBytes(UTF_8));
        assertThat(new String(second.read(), UTF_8)).isEqualTo("a new start");
    }

    @Test
    void shouldLetAnotherProcessTakeTheNameOfAKilledReceiverAtOnce(TestHome home) {
        ChildJvm first = home.agent();
        first.must("create", "service", "0", "0", "false");
        ChildJvm second = home.agent();
        assertThat(second.ask("create", "service", "0", "0", "false").code()).isEqualTo(183);

        first.kill();

        int receiver = second.must("create", "SERVICE", "0", "0", "false").handle();
        assertThat(second.must("info", receiver).number("count")).isZero();
    }

    @Test
    void shouldTellBoundSendersThatTheKilledReceiverIsGone(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm receiver = home.agent();
        receiver.must("create", "service", "0", "0", "false");
        Sender bound = kernel.openMailslot("service");
        bound.write("while it lives".getBytes(UTF_8));

        receiver.kill();

        Deadline.await("writes fail with 38", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThatThrownBy(() -> bound.write("into the void".getBytes(UTF_8)))
                        .isInstanceOf(ReceiverGoneException.class)
                        .hasMessageContaining("service"));
        assertThatThrownBy(bound::info).isInstanceOf(ReceiverGoneException.class);
        Receiver successor = kernel.createMailslot("service", PATIENT);
        assertThatThrownBy(() -> bound.write(new byte[1]))
                .as("an old sender never reaches the new mailslot")
                .isInstanceOf(ReceiverGoneException.class);
        assertThat(successor.poll()).isEmpty();
        bound.close();
    }

    @Test
    void shouldNotFindTheNameOfAKilledReceiver(TestHome home) {
        ChildJvm receiver = home.agent();
        receiver.must("create", "service", "0", "0", "false");
        ChildJvm sender = home.agent();
        receiver.kill();

        Deadline.await("opening fails with 2", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(sender.ask("open", "service", "false").code())
                                .isEqualTo(2));
    }

    @Test
    void shouldKeepTheMessagesOfAKilledSenderAndNothingElseOfIt(TestHome home) {
        Receiver receiver = home.attach().createMailslot("letters", PATIENT);
        ChildJvm sender = home.agent();
        int handle = sender.must("open", "letters", "false").handle();
        sender.must("flood", handle, 1, 200);
        assertThat(mailslot(home, "letters").senders()).isOne();

        sender.kill();

        for (int i = 0; i < 200; i++) {
            assertThat(NumberedMessage.parse(receiver.read())).isEqualTo(new NumberedMessage(1, i));
        }
        assertThat(receiver.poll()).isEmpty();
        Deadline.await("the killed sender is forgotten", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(mailslot(home, "letters").senders()).isZero();
            assertThat(inspect(home).processes())
                    .extracting(ProcessStatus::processId)
                    .doesNotContain(sender.pid());
        });
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldLoseAndTearNothingWhenASenderIsKilledWhileItWrites(TestHome home) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Receiver receiver = home.attach().createMailslot("storm", PATIENT.withMaxMessageSize(256));
        ChildJvm survivor = home.agent();
        int surviving = survivor.must("open", "storm", "false").handle();

        for (int round = 0; round < 3; round++) {
            ChildJvm victim = home.agent();
            int handle = victim.must("open", "storm", "false").handle();
            victim.tell("flood", handle, round, 10_000_000);
            int killAfter = 50 + random.nextInt(3_000);
            readInOrder(receiver, round, 0, killAfter, seed);
            victim.kill();
            survivor.must("write", surviving, "end of round " + round);
            readRestUntil(receiver, "end of round " + round, round, killAfter, seed);
        }
        assertThat(receiver.poll()).as("seed %d", seed).isEmpty();
    }

    private static void readInOrder(Receiver receiver, int sender, int from, int to, long seed) {
        for (int i = from; i < to; i++) {
            assertThat(NumberedMessage.parse(receiver.read()))
                    .as("seed %d", seed)
                    .isEqualTo(new NumberedMessage(sender, i));
        }
    }

    private static void readRestUntil(Receiver receiver, String last, int sender, int from, long seed) {
        byte[] end = last.getBytes(UTF_8);
        int next = from;
        byte[] message = receiver.read();
        while (!Arrays.equals(message, end)) {
            assertThat(NumberedMessage.parse(message))
                    .as("seed %d", seed)
                    .isEqualTo(new NumberedMessage(sender, next++));
            message = receiver.read();
        }
    }

    @Test
    void shouldLetAChildGoOnWithInheritedHandlesWhenItsParentIsKilled(TestHome home) {
        Receiver results = home.attach().createMailslot("results", PATIENT);
        ChildJvm parent = home.agent();
        int work = parent.must("create", "work", 0, "forever", true).handle();
        int answers = parent.must("open", "results", true).handle();
        parent.must("relay", "all", work, answers, "orphan");
        assertThat(new String(results.read(), UTF_8)).startsWith("ready ");
        Sender worker = home.attach().openMailslot("work");
        worker.write("first".getBytes(UTF_8));
        assertThat(new String(results.read(), UTF_8)).isEqualTo("orphan got first");

        parent.kill();

        worker.write("second".getBytes(UTF_8));
        assertThat(new String(results.read(), UTF_8)).isEqualTo("orphan got second");
        Deadline.await("only the orphan receives", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(mailslot(home, "work").receiverProcessIds())
                        .hasSize(1)
                        .doesNotContain(parent.pid()));
        worker.write("stop".getBytes(UTF_8));
        Deadline.await("the mailslot ends with the orphan")
                .untilAsserted(() -> assertThatThrownBy(worker::info).isInstanceOf(ReceiverGoneException.class));
    }

    @Test
    void shouldTakeBackTheHandlesOfAnUnattachedChildWhoseParentIsKilled(TestHome home) {
        Receiver receiver = home.attach().createMailslot("kept", PATIENT);
        ChildJvm parent = home.agent();
        int sender = parent.must("open", "kept", true).handle();
        parent.must("spawn", "all"); // ends unattached as its input ends with its parent
        assertThat(parent.must("describe", sender).number("usage")).isEqualTo(2);

        parent.kill();

        Deadline.await("both senders are gone", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(mailslot(home, "kept").senders()).isZero());
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldWakeNobodyForNothingWhenAnotherReaderOfTheCursorIsKilled(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("shared", PATIENT.withInheritable(true));
        Sender sender = kernel.openMailslot("shared");
        ChildJvm blocked = home.child(kernel, Inheritance.all());
        blocked.tell("read", receiver.handle(), "forever");
        assertThat(blocked.saysNothingFor(Duration.ofMillis(200))).isTrue();

        blocked.kill();
        sender.write("for whoever is left".getBytes(UTF_8));

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("for whoever is left");
        Deadline.await("the killed reader's handle is closed", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isOne());
    }

    @Test
    void shouldReportTheKillAsTheChildsExitCode(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.child(kernel, Inheritance.none());

        child.kill();

        assertThat(child.kernelObject().waitFor()).isEqualTo(137);
        assertThat(child.kernelObject().exitCode()).hasValue(137);
    }

    @Test
    void shouldFreeTheWriteReservationOfAKilledSender(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("exclusive");
        ChildJvm child = home.agent();
        child.must("open", "exclusive", false, "WRITE", false);
        OpenOptions exclusive = OpenOptions.defaults().withShareWrite(false);
        assertThatThrownBy(() -> kernel.openMailslot("exclusive", exclusive)).hasMessageContaining("exclusive");

        child.kill();

        Deadline.await("the reservation is free", Deadline.DEATH_NOTICED)
                .ignoreExceptions()
                .until(() -> kernel.openMailslot("exclusive", exclusive).handle() > 0);
    }

    @Test
    void shouldReapTheDeadWhenItComesBackToAHomeItLeft(TestHome home) {
        Kernel first = home.attach();
        ChildJvm holder = home.agent();
        int there = first.openProcess(holder.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
                .handle();
        // With a handle to it about, this process keeps its record when it leaves.
        first.duplicate(Kernel.CURRENT_PROCESS, Kernel.CURRENT_PROCESS, there, DuplicateOptions.defaults());
        first.close();
        ChildJvm victim = home.agent();
        victim.kill();

        home.attach();

        assertThat(inspect(home).processes())
                .extracting(ProcessStatus::processId)
                .doesNotContain(victim.pid());
    }

    @Test
    void shouldInspectADeadHome(TestHome home) {
        ChildJvm only = home.agent();
        only.must("create", "left behind", 0, 0, false);
        only.kill();

        Optional<HomeSnapshot> snapshot = HomeInspector.inspect(home.path());

        assertThat(snapshot).isPresent();
        assertThat(snapshot.get().processes()).filteredOn(ProcessStatus::alive).isEmpty();
        home.attach();
        assertThat(inspect(home).mailslots()).isEmpty();
    }

    private static HomeSnapshot inspect(TestHome home) {
        return HomeInspector.inspect(home.path()).orElseThrow();
    }

    private static MailslotStatus mailslot(TestHome home, String name) {
        return inspect(home).mailslots().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mailslot " + name));
    }
}
