package io.mailslot.it.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.EventOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A look changes nothing, takes no lock, and needs no permission to write. */
@HomeTest
class UntouchedTest {
    private static final List<List<String>> LOOKS = List.of(
            List.of("ls"),
            List.of("info", "orders", "--json"),
            List.of("df"),
            List.of("peek", "orders"),
            List.of("ps"),
            List.of("handles"),
            List.of("objects", "--json"),
            List.of("tree"),
            List.of("why", "orders"),
            List.of("graph", "--html"),
            List.of("errors"),
            List.of("doctor"),
            List.of("metrics"),
            List.of("snapshot"),
            List.of("gc", "--dry-run", "--json"));

    private static Child user(Jvms jvms) {
        Child user = jvms.jvm().startedPlainly().start();
        user.run(UntouchedTest::use);
        return user;
    }

    private static void use(ChildContext c) {
        Receiver orders = c.kernel().createMailslot("orders");
        Sender sender = c.kernel().openMailslot("orders");
        sender.write("two coffees");
        sender.write("one tea");
        orders.read();
        c.kernel()
                .synchronization()
                .createMutex(MutexOptions.defaults()
                        .withName("ledger")
                        .withInitiallyOwned(true)
                        .withInheritable(true));
    }

    private static void lookInEveryWay(TestHome home, Path looked) throws IOException {
        for (List<String> look : LOOKS) {
            String[] words = append(look, "--home", looked.toString());
            Outcome outcome = Cli.in(home).run(words);
            assertThat(outcome.exit()).as(look + ": " + outcome).isZero();
            assertThat(outcome.text()).as(look.toString()).isNotEmpty();
        }
        HomeSnapshot seen =
                HomeInspector.inspect(looked, Detail.ALLOCATED_BYTES).orElseThrow();
        assertThat(seen.mailslot("orders").orElseThrow().messageCount()).isOne();
        assertThat(seen.unseen()).isEmpty();
    }

    @Test
    void shouldChangeNothingOfAHomeInWhichOthersLive(TestHome home, Jvms jvms) throws IOException {
        user(jvms);
        // another one, not this JVM: the fingerprint reads all files, and for a moment who has just attached loses its
        // lock by that
        jvms.jvm()
                .startedPlainly()
                .start()
                .run(c -> c.kernel()
                        .synchronization()
                        .createEvent(EventOptions.defaults().withName("ready")));
        Map<String, String> before = Fingerprint.of(home.path());

        lookInEveryWay(home, home.path());

        assertThat(Fingerprint.of(home.path())).isEqualTo(before);
    }

    @Test
    void shouldChangeNothingOfAHomeWhoseProcessesAreDead(TestHome home, Jvms jvms) throws IOException {
        Child user = user(jvms);
        user.kill();
        Map<String, String> before = Fingerprint.of(home.path());

        lookInEveryWay(home, home.path());

        assertThat(Fingerprint.of(home.path())).isEqualTo(before);
        HomeSnapshot seen = HomeInspector.inspect(home.path()).orElseThrow();
        assertThat(seen.processes()).extracting(ProcessStatus::osState).containsExactly(OsState.ENDED);
        assertThat(seen.processes().get(0).handles()).hasSize(3);
        assertThat(seen.objects())
                .as("whose owner nobody has reaped")
                .anyMatch(object -> object.name().equals("ledger")
                        && object.ownerProcessId().orElse(0) == user.pid());
    }

    @Test
    void shouldLookAtACopyWhereNobodyMayWrite(TestHome home, Jvms jvms) throws Exception {
        user(jvms).kill();
        Path place = home.fileSystem(300);
        Path copy = place.resolve("copy");
        assertThat(run("cp", "-a", home.path().toString(), copy.toString())).isZero();
        assumeTrue(run("mount", "-o", "remount,ro", place.toString()) == 0, "this user may not remount");
        Map<String, String> before = Fingerprint.of(copy);
        try {
            lookInEveryWay(home, copy);
            assertThat(Fingerprint.of(copy)).isEqualTo(before);
        } finally {
            run("mount", "-o", "remount,rw", place.toString());
        }
    }

    /** As the system sees it: nothing of the home is opened to write, locked, made, renamed or removed. */
    @Test
    void shouldTakeNoLockAndWriteNothing(TestHome home, Jvms jvms) throws Exception {
        assumeTrue(run("strace", "-V") == 0, "no strace here");
        home.attach();
        user(jvms);
        for (List<String> look : List.of(List.of("peek", "orders"), List.of("snapshot"), List.of("ls", "--json"))) {
            Path trace = home.scratch().resolve("trace-" + look.get(0));
            Process traced = new ProcessBuilder(append(
                            List.of(
                                    "strace",
                                    "-f",
                                    "-y",
                                    "-o",
                                    trace.toString(),
                                    "-e",
                                    "trace=%file,fcntl,flock,ftruncate,fallocate,pwrite64,write,fchmod,mmap",
                                    Cli.script().toString()),
                            append(look, "--home", home.path().toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(home.scratch().resolve("traced").toFile())
                    .start();
            assertThat(traced.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(traced.exitValue()).isZero();

            List<String> ofHome = Files.readAllLines(trace).stream()
                    .filter(line -> line.contains(home.path().toString()) && !line.contains("execve("))
                    .toList();
            assertThat(ofHome).as(look.toString()).anyMatch(line -> line.contains("kernel.dat"));
            assertThat(ofHome)
                    .as(look.toString())
                    .noneMatch(line -> line.matches(
                            ".*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|SETLK|flock\\(|ftruncate|fallocate|pwrite|mkdir|rename"
                                    + "|unlink|rmdir|chmod|utime|(?<!read)link\\().*"));
            assertThat(ofHome).noneMatch(line -> line.contains("PROT_WRITE") && line.contains("MAP_SHARED"));
        }
    }

    private static String[] append(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor();
        } catch (IOException missing) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
