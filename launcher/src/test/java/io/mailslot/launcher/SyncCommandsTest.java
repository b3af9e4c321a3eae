package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.Synchronization;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wait}, {@code event}, {@code semaphore} and {@code mutex} do at once, in this JVM, where others have the objects open. */
class SyncCommandsTest {
    @TempDir
    private Path directory;

    private Kernel kernel;
    private Synchronization objects;

    @BeforeEach
    void attach() {
        kernel = Kernel.attach(KernelOptions.defaults().withHome(home()));
        objects = kernel.synchronization();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private Path home() {
        return directory.resolve("home");
    }

    private CommandRun run(String line) {
        return runIn(home(), line);
    }

    private static CommandRun runIn(Path home, String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(1, List.of("--home", home.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private void assertPrints(String line, int exitCode, String out) {
        CommandRun run = run(line);
        assertThat(run.exitCode()).as(line + ": " + run).isEqualTo(exitCode);
        assertThat(run.out()).as(line).isEqualTo(out);
        assertThat(run.err()).as(line).isEmpty();
    }

    private void assertFails(String line, int exitCode, String... errors) {
        CommandRun run = run(line);
        assertThat(run.exitCode()).as(line + ": " + run).isEqualTo(exitCode);
        assertThat(run.err()).as(line).startsWith("mailslot: ").contains(errors);
    }

    private Event event(String name, boolean manual, boolean set) {
        return objects.createEvent(
                EventOptions.defaults().withName(name).withManualReset(manual).withInitiallySet(set));
    }

    private Semaphore semaphore(int count, int maximum) {
        return objects.createSemaphore(SemaphoreOptions.of(count, maximum).withName("permits"));
    }

    @Test
    void shouldSetResetAndShowAnEvent() {
        event("stop", true, false);

        assertPrints("event stop", 0, "not set, manual reset\n");
        assertPrints("event stop --set", 0, "");
        assertPrints("event Local\\stop", 0, "set, manual reset\n");
        assertThat(run("event stop --json").out())
                .startsWith("{\"schema\":1,")
                .contains("\"type\":\"event\",\"name\":\"stop\",\"uses\":1,\"signaled\":true");
        assertPrints("event stop --reset", 0, "");
        assertPrints("event stop", 0, "not set, manual reset\n");
    }

    @Test
    void shouldAddToASemaphoreWithinItsMaximum() {
        semaphore(1, 3);

        assertPrints("semaphore permits --release 2", 0, "");
        assertPrints("semaphore permits", 0, "3 of 3\n");
        assertFails("semaphore permits --release 1", 1, "3 of at most 3");
        assertFails("semaphore permits --release 0", 2, "--release takes a count from 1 up, not 0");
    }

    @Test
    void shouldTellWhatIsNotThereAndWhatIsSomethingElse() {
        event("stop", false, false);

        for (String line : List.of("event gone", "event gone --set", "semaphore gone --release 1", "mutex gone")) {
            String[] words = line.split(" ");
            assertFails(line, 3, "no " + words[0] + " 'gone' in " + home(), "--type " + words[0]);
        }
        assertFails("mutex gone --no-create -- true", 3, "no mutex 'gone'");
        assertFails("mutex stop", 5, "the name 'stop' is taken by an object of type event");
        assertFails("wait --semaphore stop --timeout 0", 5, "type event");
        Path missing = directory.resolve("missing");
        assertThat(runIn(missing, "event stop --set").exitCode()).isEqualTo(3);
        assertThat(runIn(missing, "wait --message orders --timeout 0").exitCode())
                .isEqualTo(124);
        assertThat(missing).doesNotExist();
    }

    @Test
    void shouldTakeFromTheFirstThatIsSignaledOnly() {
        event("stop", false, true);
        semaphore(2, 2);

        assertPrints("wait --event stop --semaphore permits", 10, "event stop\n");
        assertPrints("wait --event stop --semaphore permits", 11, "semaphore permits\n");
        assertPrints(
                "wait --semaphore permits --any --event stop --json",
                10,
                "{\"outcome\":\"signaled\",\"by\":[{\"index\":0,\"type\":\"semaphore\",\"name\":\"permits\"}]}\n");
        assertPrints("semaphore permits", 0, "0 of 2\n");
        assertFails(
                "wait --event stop --semaphore permits --timeout 10ms",
                124,
                "nothing within 10ms: event stop (not set, auto reset",
                "; semaphore permits (0 of 2");
        assertThat(run("wait --event stop --timeout 0 --json").out())
                .isEqualTo("{\"outcome\":\"timed-out\",\"by\":[]}\n");
    }

    @Test
    void shouldTakeFromAllOrFromNone() {
        Event first = event("first", false, true);
        Event second = event("second", false, false);

        assertFails("wait --all --event first --event second --timeout 0", 124, "nothing now: event first (set");
        assertFails("wait --all --event first --event missing --timeout 0", 124, "event missing (not there)");
        assertFails("wait --all --event first --message orders --timeout 0", 124, "no such mailslot");
        assertFails("wait --all --event first --event first", 2, "event first is named twice");
        second.set();
        assertPrints("wait --all --event first --event second", 0, "event first\nevent second\n");
        assertThat(first.await(Duration.ZERO).signaled()).isFalse();
    }

    @Test
    void shouldGiveAMutexBackAndTellThatItWasAbandoned() throws InterruptedException {
        Mutex mutex = objects.createMutex(MutexOptions.defaults().withName("ledger"));
        assertPrints("wait --mutex ledger", 0, "mutex ledger\n");
        assertPrints("mutex ledger", 0, "free\n");

        Thread owner = new Thread(() -> mutex.await(Duration.ZERO));
        owner.start();
        owner.join();
        assertThat(run("mutex ledger").out())
                .startsWith("owned by process " + ProcessHandle.current().pid() + " (");
        assertPrints("wait --mutex ledger", 0, "mutex ledger, abandoned\n");
        assertThat(run("wait --all --mutex ledger --json").out()).contains("\"abandoned\":false");
    }

    @Test
    void shouldSeeAMessageAndLeaveIt() {
        event("stop", true, false);
        try (Receiver orders = kernel.createMailslot("orders")) {
            assertFails("wait --message orders --timeout 0", 124, "message orders (none unread)");
            kernel.openMailslot("orders").write("tea");

            assertPrints("wait --message orders", 0, "message orders\n");
            assertPrints("wait --event stop --message orders", 11, "message orders\n");
            assertPrints("event stop --set", 0, "");
            assertPrints("wait --event stop --message orders", 10, "event stop\n");
            assertPrints("wait --message orders --event stop", 10, "message orders\n");
            assertPrints("wait --all --message ORDERS --event stop", 0, "message ORDERS\nevent stop\n");
            assertThat(orders.info().messageCount()).isEqualTo(1);
        }
        assertFails("wait --message a//b", 2, "a//b");
        assertFails("wait --event a\\b", 2, "a\\b");
    }

    @Test
    void shouldTakeNoNameThatNothingCanHaveForOneThatNothingHas() {
        for (String line :
                List.of("event a\\b", "event a\\b --set", "semaphore a\\b", "mutex a\\b", "mutex a\\b -- true")) {
            assertFails(line, 2, "the object name 'a\\b' is empty or has a '\\' in it");
        }
        for (String command : List.of("event", "semaphore", "mutex")) {
            CommandRun empty = CommandRun.of(command, "", "--home", home().toString());
            assertThat(empty.exitCode()).as(command).isEqualTo(2);
            assertThat(empty.err()).contains("the object name '' is empty");
        }
    }

    @Test
    void shouldRunWhatStandsBehindTheEndOfOptions() {
        for (String line :
                List.of("mutex ledger -- sh -c exit", "mutex -- ledger true", "mutex a --timeout 0 -- true -- a")) {
            CommandRun run = run(line);
            assertThat(run.exitCode()).as(line + ": " + run).isZero();
        }
    }

    @Test
    void shouldTellHowAProcessEnded() {
        try (ChildProcess child = kernel.createProcess(new ProcessBuilder("sh", "-c", "exit 7"), Inheritance.none())) {
            long pid = child.process().pid();
            child.waitFor();

            assertPrints("wait --process " + pid, 0, "process " + pid + ", exit 7\n");
        }
        assertFails("wait --process 999999999", 3, "no process 999999999 in " + home());
    }
}
