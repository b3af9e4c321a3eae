package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the commands tell that look at processes, handles and objects. */
@ExtendWith(TestHomeExtension.class)
class CliLooksTest {
    private static final long SELF = ProcessHandle.current().pid();

    /** A parent with objects of all kinds, and a child that has inherited some of them. */
    private static ChildJvm fill(TestHome home, Kernel kernel) {
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
        return home.child(kernel, Inheritance.all());
    }

    private static String text(TestHome home, String... words) {
        Outcome outcome = Cli.in(home).run(words);
        assertThat(outcome.exit()).as(List.of(words) + ": " + outcome).isZero();
        assertThat(outcome.errors()).isEmpty();
        return outcome.text();
    }

    @Test
    void shouldListProcessesWithParentsAndWhatTheyAre(TestHome home) {
        ChildJvm child = fill(home, home.attach());
        child.standStill();

        assertThat(text(home, "ps"))
                .containsPattern("(?m)^ *PID +PARENT +STATE +UP +HANDLES +WAITS ON +COMMAND$")
                .containsPattern("(?m)^ *" + SELF + " +- +live +\\S+ +\\d+ +- +\\S+")
                .containsPattern("(?m)^ *" + child.pid() + " +" + SELF + " +STOPPED +\\S+ +1 +- +\\S*Agent$");
        assertThat(text(home, "ps", "--json"))
                .contains(
                        "{\"schema\":1,", "\"pid\":" + child.pid() + ",\"parent\":" + SELF, "\"osState\":\"stopped\"");
        child.goOn();
    }

    @Test
    void shouldKeepAnEndedProcessWithItsExitCode(TestHome home) {
        ChildJvm child = fill(home, home.attach());
        child.kill();
        child.kernelObject().waitForEnd(Deadline.DEATH_NOTICED);

        assertThat(text(home, "ps"))
                .containsPattern("(?m)^ *" + child.pid() + " +- +ended +- +0 +- +exit 137 \\(SIGKILL\\), kept by "
                        + SELF + ":\\d+$");
        assertThat(text(home, "tree")).contains("[" + child.pid() + " †137]");
    }

    @Test
    void shouldListHandlesByWhatPeopleHaveInHand(TestHome home) {
        ChildJvm child = fill(home, home.attach());

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
    void shouldListObjectsWithTheirState(TestHome home) {
        ChildJvm child = fill(home, home.attach());

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
    void shouldDrawWhoHasStartedWhom(TestHome home) {
        ChildJvm child = fill(home, home.attach());

        assertThat(text(home, "tree").lines())
                .anySatisfy(line -> assertThat(line).startsWith(SELF + " "))
                .anySatisfy(line -> assertThat(line).contains("4r[orders]", "m*[ledger owned by " + SELF + "]"))
                .anySatisfy(line -> assertThat(line).startsWith("└─ " + child.pid() + " "));
    }

    @Test
    void shouldShowTheSameOfASnapshotAsOfTheHome(TestHome home) throws IOException {
        fill(home, home.attach());
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
    void shouldTellWhatHasChangedSince(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        fill(home, kernel);
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
    void shouldTellWhyAMailslotIsFullAndWhoseMutexIsKept(TestHome home) {
        ChildJvm owner = home.agent();
        owner.must("create", "small", 0, 0, "false");
        owner.must("mutex", "ledger", "true", "false");
        owner.standStill();

        assertThat(text(home, "why", "ledger"))
                .contains(
                        "mutex ledger: owned by " + owner.pid(),
                        "process " + owner.pid(),
                        "STOPPED",
                        "-> continue it:               kill -CONT " + owner.pid());
        assertThat(text(home, "why", "small")).contains("its only receiver is " + owner.pid() + ":4", "kill -CONT");
        assertThat(text(home, "why", String.valueOf(owner.pid()))).contains("STOPPED", "it owns mutex ledger");
        assertThat(Cli.in(home).run("why", "nobody").exit()).isEqualTo(3);
        owner.goOn();
        owner.kill();
        assertThat(text(home, "why", "small")).contains("is dead, and nobody has cleared away");
    }

    /** Waits of both are seen, and followed to where they come back. */
    @Test
    void shouldFindACircleOfTwoMutexes(TestHome home) {
        ChildJvm one = home.agent();
        ChildJvm other = home.agent();
        one.must("mutex", "first", "true", "false");
        other.must("mutex", "second", "true", "false");
        waitFor(home, one, "second");
        waitFor(home, other, "first");

        String expected = "thread \\d+ of process " + one.pid() + ".*\n +its thread \\d+ waits for mutex second\n"
                + " +mutex second: owned by " + other.pid() + ".*\n +thread \\d+ of process " + other.pid()
                + ".*\n +its thread \\d+ waits for mutex first\n +that is mutex first, which closes the circle";
        assertThat(text(home, "why", "first")).containsPattern(expected);
        assertThat(text(home, "ps")).containsPattern(one.pid() + " .* mutex second ");
        one.kill();
        other.kill();
    }

    private static void waitFor(TestHome home, ChildJvm waiter, String mutex) {
        int handle = waiter.must("opensync", "mutex", mutex).handle();
        waiter.tell("any", "forever", handle);
        Deadline.await("it sleeps")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .anyMatch(process -> process.processId() == waiter.pid()
                                && !process.waits().isEmpty()));
    }

    @Test
    void shouldTellWhatASenderWaitsForAndThatNobodyCanSetAnEvent(TestHome home) {
        ChildJvm user = home.agent();
        int event = user.must("event", "never", "true", "false", "false").handle();
        user.tell("any", "forever", event);
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("event never"));

        assertThat(text(home, "why", String.valueOf(user.pid())))
                .contains("waits for event never", "event never: not set", "only " + user.pid() + ":4")
                .contains("that is process " + user.pid() + ", as told above")
                .doesNotContain("closes the circle");
        user.kill();
    }

    @Test
    void shouldSeeThatASenderIsBoundToTheName(TestHome home) {
        ChildJvm user = home.agent();
        int receiver = user.must("create", "\\\\*\\mailslot\\news", "0", "forever", "false")
                .handle();
        int sender = user.must("open", "\\\\*\\mailslot\\news", "false").handle();

        assertThat(text(home, "why", "news"))
                .contains("no receiver sleeps for messages; " + user.pid() + ":" + sender, " can send")
                .doesNotContain("nobody has it open");
        user.tell("read", receiver, "forever");
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("receiver news"));
        assertThat(text(home, "why", "news")).contains("its receivers wait for messages; " + user.pid() + ":" + sender);
        user.kill();
    }

    /** A process that may send to its own mailslot, and reads; its parent waits for its end. */
    @Test
    void shouldNotTakeIdlenessForADeadlock(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm idle = home.child(kernel, Inheritance.none());
        int orders = idle.must("create", "orders", 0, 0, "false").handle();
        idle.must("open", "orders", "false");
        idle.tell("any", "forever", orders);
        Deadline.await("it sleeps").until(() -> text(home, "ps").contains("receiver orders"));

        assertThat(text(home, "why", "orders"))
                .contains("its thread", "waits for receiver orders", "that is orders, as told above")
                .doesNotContain("closes the circle");
        idle.kill();
    }
}
