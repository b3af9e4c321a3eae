package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
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
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Processes that are killed the hard way, and those who go on. Most are started plainly, as children are that come before the
 * kernel: so nobody has a process object that would tell of their end.
 */
@HomeTest
class CrashTest {
    private static final MailslotOptions PATIENT = MailslotOptions.defaults().withReadTimeout(Duration.ofSeconds(20));

    @Test
    void shouldLetThisProcessTakeTheNameOfAKilledReceiverAtOnce(@Named("first") Child first, Kernel kernel) {
        first.run(c -> c.kernel().createMailslot("service"));
        kernel.openMailslot("service").write("lost with its receiver".getBytes(UTF_8));

        first.kill();
        Receiver second = kernel.createMailslot("service", PATIENT);

        assertThat(second.info().messageCount()).isZero();
        kernel.openMailslot("service").write("a new start".getBytes(UTF_8));
        assertThat(new String(second.read(), UTF_8)).isEqualTo("a new start");
    }

    @Test
    void shouldLetAnotherProcessTakeTheNameOfAKilledReceiverAtOnce(
            @Named("first") Child first, @Named("second") Child second) {
        first.run(c -> c.kernel().createMailslot("service"));
        assertThat(refusal(second, c -> c.kernel().createMailslot("service"))).isEqualTo(ErrorCode.ALREADY_EXISTS);

        first.kill();

        long unread =
                second.call(c -> c.kernel().createMailslot("SERVICE").info().messageCount());
        assertThat(unread).isZero();
    }

    @Test
    void shouldTellBoundSendersThatTheKilledReceiverIsGone(@Named("receiver") Child receiver, Kernel kernel) {
        receiver.run(c -> c.kernel().createMailslot("service"));
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
    void shouldNotFindTheNameOfAKilledReceiver(@Named("receiver") Child receiver, @Named("sender") Child sender) {
        receiver.run(c -> c.kernel().createMailslot("service"));
        sender.run(c -> c.kernel());
        receiver.kill();

        Deadline.await("opening fails with 2", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(refusal(sender, c -> c.kernel().openMailslot("service")))
                        .isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @Test
    void shouldKeepTheMessagesOfAKilledSenderAndNothingElseOfIt(@Named("sender") Child sender, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("letters", PATIENT);
        sender.run(c -> NumberedMessage.send(c.kernel().openMailslot("letters"), 1, 200));
        assertThat(mailslot(kernel, "letters").senders()).isOne();

        sender.kill();

        for (int i = 0; i < 200; i++) {
            assertThat(NumberedMessage.parse(receiver.read())).isEqualTo(new NumberedMessage(1, i));
        }
        assertThat(receiver.poll()).isEmpty();
        Deadline.await("the killed sender is forgotten", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(mailslot(kernel, "letters").senders()).isZero();
            assertThat(inspect(kernel).processes())
                    .extracting(ProcessStatus::processId)
                    .doesNotContain(sender.pid());
        });
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldLoseAndTearNothingWhenASenderIsKilledWhileItWrites(
            @Named("survivor") Child survivor, Jvms jvms, Kernel kernel) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Receiver receiver = kernel.createMailslot("storm", PATIENT.withMaxMessageSize(256));
        int surviving = survivor.call(c -> c.kernel().openMailslot("storm").handle());

        for (int round = 0; round < 3; round++) {
            int number = round;
            String last = "end of round " + round;
            Child victim = jvms.jvm()
                    .startedPlainly()
                    .start(c -> NumberedMessage.send(c.kernel().openMailslot("storm"), number, 10_000_000));
            int killAfter = 50 + random.nextInt(3_000);
            readInOrder(receiver, round, 0, killAfter, seed);
            victim.killNow();
            survivor.run(c -> c.kernel().sender(surviving).write(last));
            readRestUntil(receiver, last, round, killAfter, seed);
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
    void shouldLetAChildGoOnWithInheritedHandlesWhenItsParentIsKilled(
            @Named("parent") Child parent, Jvms jvms, Kernel kernel) {
        Receiver results = kernel.createMailslot("results", PATIENT);
        int work = parent.call(c ->
                c.kernel().createMailslot("work", PATIENT.withInheritable(true)).handle());
        int answers = openInheritable(parent, "results");
        Child orphan = jvms.jvm()
                .startedBy(parent)
                .withInheritance(Inheritance.all())
                .start(c -> relay(c.kernel().receiver(work), c.kernel().sender(answers)));
        Sender worker = kernel.openMailslot("work");
        worker.write("first");
        assertThat(results.readText()).isEqualTo("got first");

        parent.kill();

        worker.write("second");
        assertThat(results.readText()).isEqualTo("got second");
        Deadline.await("only the orphan receives", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(mailslot(kernel, "work").receiverProcessIds())
                        .containsExactly(orphan.pid()));
        worker.write("stop");
        Deadline.await("the mailslot ends with the orphan")
                .untilAsserted(() -> assertThatThrownBy(worker::info).isInstanceOf(ReceiverGoneException.class));
    }

    /** Answers what it reads, until it is told to stop. */
    private static void relay(Receiver from, Sender to) {
        String message = from.readText();
        while (!message.equals("stop")) {
            to.write("got " + message);
            message = from.readText();
        }
    }

    @Test
    void shouldTakeBackTheHandlesOfAnUnattachedChildWhoseParentIsKilled(
            @Named("parent") Child parent, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("kept", PATIENT);
        int sender = openInheritable(parent, "kept");
        Child unattached =
                jvms.jvm().startedBy(parent).withInheritance(Inheritance.all()).start();
        int users = parent.call(c -> c.kernel().describe(sender).usageCount());
        assertThat(users).isEqualTo(2);

        parent.kill();
        jvms.all(unattached);

        Deadline.await("both senders are gone", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(mailslot(kernel, "kept").senders()).isZero());
        assertThat(receiver.describe().usageCount()).isOne();
    }

    @Test
    void shouldWakeNobodyForNothingWhenAnotherReaderOfTheCursorIsKilled(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("shared", PATIENT.withInheritable(true));
        Sender sender = kernel.openMailslot("shared");
        int shared = receiver.handle();
        Child blocked = jvms.jvm().withInheritance(Inheritance.all()).start();
        CompletableFuture<String> read = blocked.submit(c -> {
            c.reached("read");
            return c.kernel().receiver(shared).readText();
        });
        blocked.awaitPoint("read");
        Deadline.await("the read stays blocked").during(Duration.ofMillis(200)).until(() -> !read.isDone());

        blocked.kill();
        sender.write("for whoever is left".getBytes(UTF_8));

        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("for whoever is left");
        Deadline.await("the killed reader's handle is closed", Deadline.DEATH_NOTICED)
                .untilAsserted(
                        () -> assertThat(receiver.describe().usageCount()).isOne());
    }

    @Test
    void shouldReportTheKillAsTheChildsExitCode(Jvms jvms) {
        Child child = jvms.jvm().withInheritance(Inheritance.none()).start();
        child.run(c -> c.kernel());

        child.kill();

        ChildProcess object = (ChildProcess) child.object();
        assertThat(object.waitFor()).isEqualTo(137);
        assertThat(object.exitCode()).hasValue(137);
    }

    @Test
    void shouldFreeTheWriteReservationOfAKilledSender(@Named("child") Child child, Kernel kernel) {
        kernel.createMailslot("exclusive");
        OpenOptions exclusive = OpenOptions.defaults().withShareWrite(false);
        child.run(
                c -> c.kernel().openMailslot("exclusive", OpenOptions.defaults().withShareWrite(false)));
        assertThatThrownBy(() -> kernel.openMailslot("exclusive", exclusive)).hasMessageContaining("exclusive");

        child.kill();

        Deadline.await("the reservation is free", Deadline.DEATH_NOTICED)
                .ignoreExceptions()
                .until(() -> kernel.openMailslot("exclusive", exclusive).handle() > 0);
    }

    @Test
    void shouldReapTheDeadWhenItComesBackToAHomeItLeft(
            TestHome home, @Named("holder") Child holder, @Named("victim") Child victim) {
        Kernel first = home.attach();
        holder.run(c -> c.kernel());
        int there = first.openProcess(holder.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
                .handle();
        // With a handle to it about, this process keeps its record when it leaves.
        first.duplicate(Kernel.CURRENT_PROCESS, Kernel.CURRENT_PROCESS, there, DuplicateOptions.defaults());
        first.close();
        victim.run(c -> c.kernel());
        victim.kill();

        Kernel again = home.attach();

        assertThat(inspect(again).processes())
                .extracting(ProcessStatus::processId)
                .doesNotContain(victim.pid());
    }

    @Test
    void shouldInspectADeadHome(TestHome home, @Named("only") Child only) {
        only.run(c -> c.kernel().createMailslot("left behind"));
        only.kill();

        Optional<HomeSnapshot> snapshot = HomeInspector.inspect(home.path());

        assertThat(snapshot).isPresent();
        assertThat(snapshot.get().processes()).filteredOn(ProcessStatus::alive).isEmpty();
        Kernel kernel = home.attach();
        assertThat(inspect(kernel).mailslots()).isEmpty();
    }

    /** The handle of a sender of the child's own. */
    private static int openInheritable(Child child, String name) {
        return child.call(c -> c.kernel()
                .openMailslot(name, OpenOptions.defaults().withInheritable(true))
                .handle());
    }

    private static HomeSnapshot inspect(Kernel kernel) {
        return HomeInspector.inspect(kernel.home()).orElseThrow();
    }

    private static MailslotStatus mailslot(Kernel kernel, String name) {
        return inspect(kernel).mailslots().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mailslot " + name));
    }
}
