package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a failure tells, and what is wrong at a test's end. */
class FailuresTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private JvmsOptions options() {
        return JvmsOptions.defaults().withFolder(folder);
    }

    private static void fails(Runnable wait, String... texts) {
        assertThatThrownBy(wait::run).isInstanceOf(ChildFailure.class).hasMessageContainingAll(texts);
    }

    @Test
    void shouldTellWhatAChildDoesThatHangs() {
        try (Jvms jvms = Jvms.open(options().withTimeout(SHORT))) {
            Child child = jvms.start(Worker.class, "serve");
            Eventually.assertThat(() -> child.out().contains("listening"));

            fails(
                    () -> child.awaitOutput("never"),
                    "child 'Worker' did not print 'never' within 500 ms",
                    "process " + child.pid() + ": alive",
                    "--- output: " + folder.resolve("Worker.out"),
                    "listening on 4711",
                    "\"main\"",
                    "io.mailslot.testkit.Worker.main");
            fails(child::awaitEnd, "did not end within 500 ms");
            child.stop();
            fails(() -> child.awaitPoint("x"), "alive, stopped by a signal", "no thread dump: it is stopped");
        }
    }

    /** Much does not fit into the socket: whoever writes it waits for the child. */
    @Test
    @Timeout(60)
    void shouldNotBeHeldUpByAChildThatHearsNothing() throws Exception {
        byte[] much = new byte[1 << 20];
        try (Jvms jvms = Jvms.open(options().withTimeout(SHORT))) {
            Child child = jvms.start();
            child.begin(c -> System.out.println("there"));
            Eventually.assertThat(() -> child.out().contains("there"));
            child.stop();

            CompletableFuture<Integer> length = child.submit(c -> much.length);
            fails(
                    () -> child.run(c -> System.out.println(much.length)),
                    "child 'jvm' did not do what the test told it within 500 ms",
                    "alive, stopped by a signal",
                    "--- output: " + folder.resolve("jvm.out") + "\nthere",
                    "no thread dump: it is stopped");

            child.resume();
            assertThat(length.get()).isEqualTo(1 << 20);
            Eventually.assertThat(() -> child.out().contains("1048576"));
        }
    }

    @Test
    void shouldTellAtOnceWhyAChildHasEnded() {
        try (Jvms jvms = Jvms.open(options())) {
            Child child = jvms.start(Worker.class, "fail");

            fails(
                    () -> child.awaitOutput("ready"),
                    "child 'Worker' ended with 1, and did not print 'ready'",
                    "IllegalStateException: the worker's own reason");
            fails(
                    () -> jvms.jvm(Worker.class)
                            .withArguments("exit", "3")
                            .readyWhen(Ready.port(1))
                            .start(),
                    "child 'Worker-2' ended with 3, and did not accept connections at port 1");
            Child body = jvms.start(c -> {
                throw new IllegalStateException("in the body");
            });
            assertThatThrownBy(() -> jvms.all(body))
                    .hasMessageContaining("child 'jvm' ended with 1")
                    .hasRootCauseMessage("in the body");
        }
    }

    @Test
    void shouldTellOfBegunCodeThatFails() {
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Patient.jvms()) {
                        Child child = jvms.start();
                        child.begin(c -> {
                            throw new IllegalStateException("seen");
                        });
                        fails(
                                () -> child.awaitPoint("x"),
                                "did not come to the point 'x', because code that was begun has failed",
                                "seen");
                        assertThatThrownBy(() ->
                                        child.submit(c -> Integer.parseInt("y")).get())
                                .isInstanceOf(ExecutionException.class)
                                .hasRootCauseInstanceOf(NumberFormatException.class);
                        Child unseen = jvms.start();
                        unseen.begin(c -> {
                            throw new IllegalStateException("unseen");
                        });
                        unseen.begin(FailuresTest::tellWhenOthersAreDone);
                        Eventually.assertThat(() -> Files.exists(jvms.folder().resolve("done")));
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("child 'jvm-2' was to run code that has failed, and nobody has looked")
                .hasMessageNotContaining("child 'jvm' ");
    }

    private static void tellWhenOthersAreDone(ChildContext c) throws Exception {
        Thread self = Thread.currentThread();
        for (Thread other : Thread.getAllStackTraces().keySet()) {
            if (other != self && other.getName().equals(self.getName())) {
                other.join();
            }
        }
        Files.createFile(c.folder().resolve("done"));
    }

    @Test
    void shouldTellOfEndsThatNobodyHasLookedAt() {
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Jvms.open(options())) {
                        gone(jvms.start(Worker.class, "exit", "3"));
                        gone(jvms.start(Worker.class, "exit", "4").expectEnd(4, 5));
                        gone(jvms.start(Worker.class, "exit", "6").expectEnd(4, 5));
                        jvms.start(Worker.class, "exit", "7").awaitEnd();
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("child 'Worker' ended with 3, and nobody has looked")
                .hasMessageContaining("child 'Worker-3' ended with 6, and was to end with 4 or 5")
                .hasMessageNotContainingAny("Worker-2'", "Worker-4'");
    }

    private static void gone(Child child) {
        child.process().onExit().join();
    }

    @Test
    void shouldEndAndTellOfProcessesThatAreLeft() throws Exception {
        long[] pid = new long[1];
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Jvms.open(options())) {
                        Child child = jvms.start(Worker.class, "leave");
                        assertThat(child.awaitEnd().code()).isZero();
                        pid[0] = Long.parseLong(child.out().strip().replace("left ", ""));
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("left behind: process " + pid[0])
                .hasMessageContaining("sleep 4713");
        ProcessHandle.of(pid[0]).ifPresent(left -> left.onExit().join());

        try (Jvms jvms = Jvms.open(options().withLeaks(Leaks.IGNORE))) {
            jvms.start(Worker.class, "leave").awaitEnd();
        }
    }

    @Test
    void shouldFailIfAHomeIsDamaged() {
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Patient.jvms()) {
                        jvms.start(c -> c.kernel().createMailslot("orders")).awaitEnd();
                        Files.write(jvms.home().resolve("kernel.dat"), new byte[64], StandardOpenOption.WRITE);
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageContaining("cannot be used any more")
                .hasMessageContaining("kernel.dat");
    }

    @Test
    void shouldFailIfAChildPrintsErrors() {
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Jvms.open(options().withErrorOutput(ErrorOutput.FORBIDDEN))) {
                        jvms.start(c -> System.err.println("a warning")).awaitEnd();
                        jvms.start(c -> System.out.println("no warning")).awaitEnd();
                    }
                })
                .hasMessageContaining("child 'jvm' has printed on standard error")
                .hasMessageContaining("a warning")
                .hasMessageNotContaining("jvm-2");
    }

    @Test
    void shouldFailIfHandlesAreLeftOpen() {
        JvmsOptions strict = options().withOpenHandles(OpenHandles.FORBIDDEN);
        assertThatThrownBy(() -> {
                    try (Jvms jvms = Jvms.open(strict)) {
                        Receiver orders = jvms.kernel().createMailslot("orders");
                        jvms.kernel().openMailslot("orders").close();
                        Event done = jvms.kernel().synchronization().createEvent(EventOptions.defaults());
                        jvms.start(c -> done.set()).object(); // the kit's own
                        assertThat(done.await(Duration.ofSeconds(60)).signaled())
                                .isTrue();
                        assertThat(orders.poll()).isEmpty();
                    }
                })
                .isInstanceOf(ChildFailure.class)
                .hasMessageMatching(
                        "left open: handle \\d+, RECEIVER orders\nleft open: handle \\d+, EVENT \\(unnamed\\)");

        try (Jvms jvms = Jvms.open(strict)) {
            jvms.kernel().createMailslot("orders").close();
        }
        try (Jvms jvms = Jvms.open(strict.withLeaks(Leaks.IGNORE))) {
            jvms.kernel().createMailslot("orders");
        }
    }
}
