package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code mutex}, {@code wait}, {@code event} and {@code semaphore}, as scripts use them: each in a process of its own. */
@HomeTest
class CliSyncTest {
    /** Runs until its input ends. */
    private static final String UNTIL_END_OF_INPUT = "echo $$; exec cat";

    /** Starts a command that owns the mutex, and a program that has told its process id. */
    private static Running owner(Cli cli) {
        Running owner = cli.start("mutex", "ledger", "--", "sh", "-c", UNTIL_END_OF_INPUT);
        Deadline.await("the program runs")
                .untilAsserted(() -> assertThat(owner.output()).content().isNotBlank());
        return owner;
    }

    private static void awaitWaiting(TestHome home, Running running) {
        Deadline.await(running.command() + " sleeps")
                .until(() -> HomeInspector.inspect(home.path()).map(HomeSnapshot::processes).stream()
                        .flatMap(List::stream)
                        .filter(process ->
                                process.processId() == running.process().pid())
                        .anyMatch(process -> !process.waits().isEmpty()));
    }

    @Test
    void shouldRunOneProgramAfterTheOther(TestHome home) {
        Cli cli = Cli.in(home);
        Running owner = owner(cli);
        String pid = String.valueOf(owner.process().pid());

        Outcome late = cli.run("mutex", "ledger", "--timeout", "0", "--", "echo", "ran");
        owner.signal("STOP");
        Deadline.await("it is stopped")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .anyMatch(process -> process.osState() == ProcessStatus.OsState.STOPPED));
        Outcome stopped = cli.run("mutex", "ledger", "--timeout", "100ms", "--", "echo", "ran");
        Outcome told = cli.run("mutex", "ledger");
        owner.signal("CONT");
        Running next = cli.start("mutex", "ledger", "--no-create", "--", "sh", "-c", "echo next; exit 5");
        awaitWaiting(home, next);
        assertThat(next.output()).isEmptyFile();
        owner.write("end".getBytes(UTF_8));

        assertThat(owner.outcome().exit()).isZero();
        assertThat(next.outcome().exit()).isEqualTo(5);
        assertThat(next.outcome().text()).isEqualTo("next\n");
        assertThat(next.outcome().errors()).isEmpty();
        assertThat(late.exit()).as(late.toString()).isEqualTo(124);
        assertThat(late.output()).isEmpty();
        assertThat(late.errors())
                .startsWith("mailslot: mutex 'ledger' is not free: owned by process " + pid
                        + " (mailslot mutex ledger -- sh -c ")
                .endsWith("; see: mailslot why ledger\n")
                .doesNotContain("STOPPED");
        assertThat(stopped.exit()).as(stopped.toString()).isEqualTo(124);
        assertThat(stopped.errors()).contains("was not free within 100ms: owned by process " + pid, "which is STOPPED");
        assertThat(told.exit()).isZero();
        assertThat(told.text()).startsWith("owned by process " + pid).contains("which is STOPPED, thread ");
    }

    @Test
    void shouldTellOnceOfAKilledOwner(TestHome home) {
        Cli cli = Cli.in(home);
        Running owner = owner(cli);
        Running next = cli.start("mutex", "ledger", "--", "sh", "-c", UNTIL_END_OF_INPUT);
        awaitWaiting(home, next);

        owner.process().destroyForcibly();
        Deadline.await("the next one runs")
                .untilAsserted(() -> assertThat(next.output()).content().isNotBlank());
        assertThat(next.errors())
                .content()
                .startsWith("mailslot: mutex 'ledger' was abandoned: its owner has ended without giving it back")
                .hasLineCount(1);
        assertThat(next.process().isAlive()).isTrue();
        next.process().destroyForcibly();
        next.outcome();
        // Nobody has it open any more: it has gone with its owner, who is seen to be dead until somebody comes.
        Outcome careful = cli.run("mutex", "ledger", "--stop-if-abandoned", "--", "echo", "ran");
        Outcome again = cli.run("mutex", "ledger", "--stop-if-abandoned", "--", "echo", "ran");

        assertThat(careful.exit()).as(careful.toString()).isEqualTo(75);
        assertThat(careful.output()).isEmpty();
        assertThat(careful.errors())
                .contains("was abandoned", "; echo was not run")
                .hasLineCount(1);
        assertThat(again.exit()).as("it is told once: " + again).isZero();
        assertThat(again.text()).isEqualTo("ran\n");
    }

    /** What attaches below a program that ends with its parent would end with it, too. */
    @Test
    @Tag("long")
    void shouldLeaveWhatAProgramHasLeftInTheBackground(TestHome home) throws IOException {
        String server = "$0 event left --hold -- sh -c 'echo $PPID >told; exec sleep 97'";
        Outcome outcome = Cli.in(home)
                .run(
                        "mutex",
                        "ledger",
                        "--",
                        "sh",
                        "-c",
                        server + " & until [ -s told ]; do sleep 0.1; done",
                        Cli.script().toString());
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        long pid =
                Long.parseLong(Files.readString(home.scratch().resolve("told")).strip());

        try {
            assertThat(Cli.in(home).run("event", "left").text()).isEqualTo("not set, auto reset\n");
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    @Test
    void shouldTellWhichOfSeveralThingsEndedTheWait(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        Receiver orders = kernel.createMailslot("orders");
        kernel.synchronization().createEvent(EventOptions.defaults().withName("stop"));
        Child child = jvms.start();
        child.run(c -> c.kernel());
        Cli cli = Cli.in(home);
        String pid = String.valueOf(child.pid());
        String[] any = {"wait", "--event", "stop", "--process", pid, "--message", "orders"};
        Running first = cli.start(any);
        Running alone = cli.start("wait", "--process", pid, "--json");
        Running later = cli.start("wait", "--event", "later", "--timeout", "60s");
        List.of(first, alone).forEach(each -> awaitWaiting(home, each));

        CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(orders::read);
        kernel.openMailslot("orders").write("tea");
        assertThat(reader.join()).as("nobody sees it unread").isNotEmpty();
        assertEnd(first, 12, "message orders\n");
        child.kill();
        assertEnd(
                alone,
                0,
                "{\"outcome\":\"signaled\",\"by\":[{\"index\":0,\"type\":\"process\",\"name\":\"" + pid
                        + "\",\"exitCode\":137}]}\n");
        Running held = cli.start("event", "later", "--hold", "--initially-set", "--", "cat");
        assertEnd(later, 0, "event later\n");
        held.write(new byte[0]);
        assertEnd(held, 0, "");
    }

    private static void assertEnd(Running running, int exit, String text) {
        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(exit);
        assertThat(outcome.text()).isEqualTo(text);
        assertThat(outcome.errors()).isEmpty();
    }

    /** The command itself, within a program for which it holds what it looks at and changes there. */
    @Test
    void shouldHoldWhatAProgramUses(TestHome home) {
        String script = String.join(
                " && ",
                "$0 semaphore permits",
                "$0 wait --semaphore permits",
                "$0 semaphore permits",
                "$0 semaphore permits --release 1",
                "$0 semaphore permits");

        Outcome outcome = Cli.in(home)
                .run(
                        "semaphore",
                        "permits",
                        "--hold",
                        "--maximum",
                        "2",
                        "--",
                        "sh",
                        "-c",
                        script,
                        Cli.script().toString());

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo("2 of 2\nsemaphore permits\n1 of 2\n2 of 2\n");
        assertThat(outcome.errors()).isEmpty();
        assertThat(Cli.in(home).run("semaphore", "permits").exit())
                .as("it has gone with who held it")
                .isEqualTo(3);
    }

    @Test
    @Tag("long")
    void shouldTellAPersonWhoOwnsWhatIsWaitedFor(TestHome home) {
        Running owner = owner(Cli.in(home));

        Outcome seen = Cli.in(home).onTerminal(80).run("mutex", "ledger", "--timeout", "1500ms", "--", "echo", "ran");

        assertThat(seen.exit()).as(seen.toString()).isEqualTo(124);
        Stream<String> lines = seen.text().lines();
        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("mailslot: waiting for mutex 'ledger': owned by process "
                                        + owner.process().pid()),
                        line -> assertThat(line).startsWith("mailslot: mutex 'ledger' was not free within 1500ms"));
        owner.write(new byte[0]);
        assertThat(owner.outcome().exit()).isZero();
    }
}
