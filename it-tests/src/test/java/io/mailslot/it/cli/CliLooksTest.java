package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the commands tell that look at processes, handles and objects. */
@HomeTest
class CliLooksTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final String NEWS = "\\\\*\\mailslot\\news";

    /** A parent with objects of all kinds, and a child that has inherited some of them. */
    private static Child fill(Jvms jvms) {
        Kernel kernel = jvms.kernel();
        kernel.createMailslot("orders", MailslotOptions.defaults());
        kernel.openMailslot("orders").write("two coffees");
        kernel.synchronization()
                .createMutex(MutexOptions.defaults()
                        .withName("ledger")
                        .withInitiallyOwned(true)
                        .withInheritable(true))
                .await(Duration.ZERO);
        kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("ready").withManualReset(true));
        kernel.synchronization().createSemaphore(SemaphoreOptions.of(3, 8).withName("permits"));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        child.run(c -> c.kernel());
        return child;
    }

    private static String text(TestHome home, String... words) {
        Outcome outcome = Cli.in(home).run(words);
        assertThat(outcome.exit()).as(List.of(words) + ": " + outcome).isZero();
        assertThat(outcome.errors()).isEmpty();
        return outcome.text();
    }

    @Test
    void shouldListProcessesWithParentsAndWhatTheyAre(TestHome home, Jvms jvms) {
        Child child = fill(jvms);
        child.stop();

        assertThat(text(home, "ps"))
                .containsPattern("(?m)^ *PID +PARENT +STATE +UP +HANDLES +WAITS-ON +COMMAND$")
                .containsPattern("(?m)^ *" + SELF + " +- +live +\\S+ +\\d+ +- +\\S+")
                .containsPattern(
                        "(?m)^ *" + child.pid() + " +" + SELF + " +STOPPED +\\S+ +1 +- +\\S*ChildMain \\S+ 1 jvm ");
        assertThat(text(home, "ps", "--json"))
                .contains(
                        "{\"schema\":1,", "\"pid\":" + child.pid() + ",\"parent\":" + SELF, "\"osState\":\"stopped\"");
        child.resume();
    }

    @Test
    @Tag("long")
    void shouldKeepAnEndedProcessWithItsExitCode(TestHome home, Jvms jvms) {
        Child child = fill(jvms);
        child.kill();
        child.object().waitForEnd(Deadline.DEATH_NOTICED);

        assertThat(text(home, "ps"))
                .containsPattern("(?m)^ *" + child.pid() + " +- +ended +- +0 +- +exit 137 \\(SIGKILL\\), kept by "
                        + SELF + ":\\d+$");
        assertThat(text(home, "tree")).contains("[" + child.pid() + " †137]");
    }

    @Test
    void shouldListHandlesByWhatPeopleHaveInHand(TestHome home, Jvms jvms) {
        Child child = fill(jvms);

        String ledger = text(home, "handles", "LEDG", "--no-header");
        assertThat(ledger.lines())
                .hasSize(2)
                .allMatch(line -> line.matches(" *\\d+ +\\d+ +mutex +0x\\p{XDigit}+ +2 +\\S+ +inherit +ledger"));
        String handle = ledger.lines().findFirst().orElseThrow().trim().split(" +")[1];
        String object = ledger.lines().findFirst().orElseThrow().trim().split(" +")[3];
        assertThat(text(home, "handles", SELF + ":" + handle, "--no-header").lines())
                .hasSize(1);
        assertThat(text(home, "handles", object, "--no-header")).isEqualTo(ledger);
        assertThat(text(home, "handles", "-p", String.valueOf(child.pid()), "--no-header")
                        .lines())
                .hasSize(1);
        assertThat(text(home, "handles", "--type", "semaphore", "--no-header")).contains("permits");
        assertThat(text(home, "handles", "--summary"))
                .containsPattern("PID +HANDLES +PROCESSES +RECEIVERS")
                .containsPattern(child.pid() + " +1 +0 +0 +0 +0 +0 +1 +0");
        Outcome none = Cli.in(home).run("handles", "nothing of that name");
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.errors()).contains("nothing of that name", "mailslot handles");
    }

    @Test
    void shouldListObjectsWithTheirState(TestHome home, Jvms jvms) {
        Child child = fill(jvms);

        assertThat(text(home, "objects"))
                .containsPattern("receiver +1 +1 unread +orders +" + SELF + ":4")
                .containsPattern("mutex +2 +owned by " + SELF + ", thread \\d+, 2 deep +ledger +" + SELF + ":\\d+ "
                        + child.pid() + ":\\d+")
                .containsPattern("event +1 +not set, manual reset +ready")
                .containsPattern("semaphore +1 +3 of 8 +permits")
                .containsPattern("process +2 +running +" + child.pid() + " +" + SELF + ":\\d+ itself");
        assertThat(text(home, "objects", "--type", "mutex", "--json"))
                .contains("\"ownerPid\":" + SELF, "\"depth\":2")
                .doesNotContain("permits");
    }

    @Test
    void shouldDrawWhoHasStartedWhom(TestHome home, Jvms jvms) {
        Child child = fill(jvms);

        assertThat(text(home, "tree").lines())
                .anySatisfy(line -> assertThat(line).startsWith(SELF + " "))
                .anySatisfy(line -> assertThat(line).contains("4r[orders]", "m*[ledger owned by " + SELF + "]"))
                .anySatisfy(line -> assertThat(line).startsWith("└─ " + child.pid() + " "));
    }

    @Test
    void shouldShowTheSameOfASnapshotAsOfTheHome(TestHome home, Jvms jvms) throws IOException {
        fill(jvms);
        Path file = home.scratch().resolve("before.json");
        Files.writeString(file, text(home, "snapshot"));
        List<List<String>> looks =
                List.of(List.of("handles"), List.of("objects"), List.of("tree"), List.of("why", "ledger"));
        List<String> shown = looks.stream()
                .map(look -> text(home, look.toArray(String[]::new)))
                .toList();

        for (int i = 0; i < looks.size(); i++) {
            String[] words = append(looks.get(i), "--from", file.toString(), "--home", "/nonexistent");
            assertThat(text(home, words)).isEqualTo(shown.get(i));
        }
        Path other = Files.writeString(home.scratch().resolve("other.json"), "{\"schema\":2}");
        Outcome later = Cli.in(home).run("ps", "--from", other.toString());
        assertThat(later.exit()).isEqualTo(1);
        assertThat(later.errors()).contains("schema 2", "up to 1");
        assertThat(Cli.in(home).run("ps", "--from", file + ".missing").exit()).isEqualTo(3);
    }

    private static String[] append(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void shouldTellWhatHasChangedSince(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        fill(jvms);
        Path file = home.scratch().resolve("before.json");
        Files.writeString(file, text(home, "snapshot"));
        assertThat(text(home, "diff", file.toString())).isEmpty();

        kernel.openMailslot("orders").write("more");
        kernel.synchronization().openEvent("ready", ObjectOpenOptions.defaults());

        assertThat(text(home, "diff", file.toString()))
                .containsPattern("\\+ handle " + SELF + ":\\d+ sender 0x\\p{XDigit}+ orders")
                .containsPattern("\\+ handle " + SELF + ":\\d+ event 0x\\p{XDigit}+ ready")
                .containsPattern("~ object event 0x\\p{XDigit}+ ready used by 2 +\\(was: 1\\)")
                .containsPattern("~ mailslot orders 2 unread, 2 sent ever")
                .doesNotContain("- ");
    }

    @Test
    void shouldTellWhyAMailslotIsFullAndWhoseMutexIsKept(TestHome home, Jvms jvms) {
        Child owner = jvms.start();
        owner.run(c -> {
            c.kernel().createMailslot("small");
            own(c, "ledger");
        });
        owner.stop();

        assertThat(text(home, "why", "ledger"))
                .contains(
                        "mutex ledger: owned by " + owner.pid(),
                        "process " + owner.pid(),
                        "STOPPED",
                        "-> continue it:               kill -CONT " + owner.pid());
        assertThat(text(home, "why", "small")).contains("its only receiver is " + owner.pid() + ":4", "kill -CONT");
        assertThat(text(home, "why", String.valueOf(owner.pid()))).contains("STOPPED", "it owns mutex ledger");
        assertThat(Cli.in(home).run("why", "nobody").exit()).isEqualTo(3);
        owner.resume();
        owner.kill();
        assertThat(text(home, "why", "small")).contains("is dead, and nobody has cleared away");
    }

    /** Waits of both are seen, and followed to where they come back. */
    @Test
    void shouldFindACircleOfTwoMutexes(TestHome home, Jvms jvms) {
        Child one = jvms.start().begin(c -> ownAndWaitFor(c, "first", "second"));
        Child other = jvms.start().begin(c -> ownAndWaitFor(c, "second", "first"));
        for (Child each : List.of(one, other)) {
            each.awaitPoint("owns");
        }
        for (Child each : List.of(one, other)) {
            each.release("owns");
            awaitAsleep(home, each);
        }

        String expected = "thread \\d+ of process " + one.pid() + ".*\n +its thread \\d+ waits for mutex second\n"
                + " +mutex second: owned by " + other.pid() + ".*\n +thread \\d+ of process " + other.pid()
                + ".*\n +its thread \\d+ waits for mutex first\n +that is mutex first, which closes the circle";
        assertThat(text(home, "why", "first")).containsPattern(expected);
        assertThat(text(home, "ps")).containsPattern(one.pid() + " .* mutex second ");
        one.kill();
        other.kill();
    }

    private static Mutex own(ChildContext c, String name) {
        return c.kernel()
                .synchronization()
                .createMutex(MutexOptions.defaults().withName(name).withInitiallyOwned(true));
    }

    /** In one thread: that which owns the one is the one that waits for the other. */
    private static void ownAndWaitFor(ChildContext c, String own, String others) throws InterruptedException {
        own(c, own);
        c.hold("owns");
        c.kernel()
                .synchronization()
                .openMutex(others, ObjectOpenOptions.defaults())
                .await(Timeouts.FOREVER);
    }

    private static void awaitAsleep(TestHome home, Child child) {
        Deadline.await("it sleeps")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .anyMatch(process -> process.processId() == child.pid()
                                && !process.waits().isEmpty()));
    }

    @Test
    void shouldTellWhatASenderWaitsForAndThatNobodyCanSetAnEvent(TestHome home, Jvms jvms) {
        Child user = jvms.start();
        user.begin(c -> c.kernel()
                .synchronization()
                .createEvent(EventOptions.defaults().withName("never").withManualReset(true))
                .await(Timeouts.FOREVER));
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("event never"));

        assertThat(text(home, "why", String.valueOf(user.pid())))
                .contains("waits for event never", "event never: not set", "only " + user.pid() + ":4")
                .contains("that is process " + user.pid() + ", as told above")
                .doesNotContain("closes the circle");
        user.kill();
    }

    @Test
    @Tag("long")
    void shouldSeeThatASenderIsBoundToTheName(TestHome home, Jvms jvms) {
        Child user = jvms.start();
        int receiver = user.call(c -> c.kernel().createMailslot(NEWS).handle());
        int sender = user.call(c -> c.kernel().openMailslot(NEWS).handle());

        assertThat(text(home, "why", "news"))
                .contains("no receiver sleeps for messages; " + user.pid() + ":" + sender, " can send")
                .doesNotContain("nobody has it open");
        user.begin(c -> c.kernel().receiver(receiver).read());
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("receiver news"));
        assertThat(text(home, "why", "news")).contains("its receivers wait for messages; " + user.pid() + ":" + sender);
        user.kill();
    }

    /** A process that may send to its own mailslot, and reads; its parent waits for its end. */
    @Test
    void shouldNotTakeIdlenessForADeadlock(TestHome home, Jvms jvms, Kernel kernel) {
        Child idle = jvms.start();
        idle.begin(c -> {
            Receiver orders = c.kernel().createMailslot("orders");
            c.kernel().openMailslot("orders");
            c.kernel().waitFor(Timeouts.FOREVER, orders.handle());
        });
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("receiver orders"));

        assertThat(text(home, "why", "orders"))
                .contains("its thread", "waits for the next message")
                .doesNotContain("closes the circle");
        idle.kill();
    }
}
