package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Code of a test in children, and handles that go along. */
class JvmsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void shouldHaveChildrenUseWhatTheirCodeCaptures() {
        try (Jvms jvms = Patient.jvms()) {
            Kernel kernel = jvms.kernel();
            Receiver orders = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            Event written = kernel.synchronization().createEvent(EventOptions.defaults());
            String text = "tea";

            Child a = jvms.start(c -> sender.write(text));
            Child b = jvms.start(c -> {
                kernel.openMailslot("orders").write("from " + c.name()); // the child's own kernel
                written.set();
            });
            assertThat(kernel.waitForAny(LONG, written, b.object()).signaled()).isTrue();
            jvms.all(a, b);

            assertThat(orders.info().messageCount()).isEqualTo(2);
            assertThat(a.awaitEnd().isClean()).isTrue();
            assertThat(a.name()).isEqualTo("jvm");
            assertThat(b.name()).isEqualTo("jvm-2");
        }
    }

    @Test
    void shouldBringResultsAndFailuresBack() {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.jvm().withName("clerk").start();
            String greeting = "hello";

            assertThat((long) child.call(c -> ProcessHandle.current().pid())).isEqualTo(child.pid());
            assertThat(child.<String>call(c -> greeting + " world")).isEqualTo("hello world");
            assertThat(child.<Boolean>call(c -> Files.isDirectory(c.folder()))).isTrue();
            assertThatThrownBy(() -> child.run(c -> {
                        throw new FileNotFoundException("no such book");
                    }))
                    .isInstanceOf(ChildFailure.class)
                    .hasMessageContaining("child 'clerk' has failed: java.io.FileNotFoundException: no such book")
                    .hasMessageContaining("at io.mailslot.testkit.JvmsTest")
                    .hasCauseInstanceOf(FileNotFoundException.class);
            assertThat(jvms.home()).doesNotExist(); // nobody needed it
        }
    }

    /** A child that was started before the test had a kernel attaches when a handle is to go along. */
    @Test
    void shouldPutHandlesIntoAChildThatRunsAlready() {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.start();
            child.run(c -> c.kernel().createMailslot("taken"));

            Kernel kernel = jvms.kernel();
            Receiver answers = kernel.createMailslot("answers");
            Sender sender = kernel.openMailslot("answers");
            child.awaitAttached().run(c -> sender.write("42"));

            assertThat(answers.readText()).isEqualTo("42");
            assertThatThrownBy(() -> child.run(c -> c.kernel().createMailslot("answers")))
                    .hasCauseInstanceOf(AlreadyExistsException.class);
            assertThat(child.object().processId()).isEqualTo(child.pid());
        }
    }

    @Test
    void shouldRunCodeBesideOtherCode() throws Exception {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.start();
            child.begin(c -> {
                c.hold("first");
                c.reached("second");
            });
            CompletableFuture<Integer> sum = child.submit(c -> 40 + 2);

            child.awaitPoint("first");
            assertThat(sum.get()).isEqualTo(42);
            assertThat((int) child.call(c -> 1)).isEqualTo(1);
            child.release("first").awaitPoint("second");
            jvms.all(child);
        }
    }

    @Test
    void shouldLookIntoARunningApplication() {
        try (Jvms jvms = Patient.jvms()) {
            Child worker = jvms.jvm(Worker.class)
                    .withArguments("serve")
                    .readyWhen(Ready.output("listening on (\\d+)\\R"))
                    .start();

            assertThat(worker.ready().group(1)).isEqualTo("4711");
            assertThat((int) worker.call(c -> Worker.committed())).isZero();
            assertThat(worker.name()).isEqualTo("Worker");
        }
    }

    @Test
    void shouldKnowThatAChildIsReady() {
        try (Jvms jvms = Patient.jvms()) {
            Child said = jvms.jvm().readyWhen(Ready.said()).start(c -> {
                c.ready();
                c.hold("done");
            });
            Child attached = jvms.jvm().readyWhen(Ready.attached()).start(c -> {
                c.kernel();
                c.hold("done");
            });
            jvms.all(said.release("done"), attached.release("done"));
            assertThatThrownBy(said::ready).hasMessageContaining("readyWhen(Ready.output(...))");
        }
    }

    @Test
    void shouldPassHandlesUnderNames() {
        try (Jvms jvms = Patient.jvms()) {
            Receiver orders = jvms.kernel().createMailslot("orders");
            Sender sender = jvms.kernel().openMailslot("orders");

            jvms.jvm()
                    .withInherited("out", sender)
                    .start(c -> c.kernel().inherited("out", Sender.class).write("named"))
                    .awaitEnd();

            assertThat(orders.readText()).isEqualTo("named");
        }
    }

    @Test
    void shouldTellAnApplicationTheNumbersOfHandles() {
        try (Jvms jvms = Patient.jvms()) {
            Kernel kernel = jvms.kernel();
            Receiver orders = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            Event done = kernel.synchronization().createEvent(EventOptions.defaults());

            Child worker = jvms.jvm(Worker.class)
                    .withArguments("write", "{0}", "--done={1}", "{2}")
                    .withInherited(sender, done)
                    .start();
            jvms.all(worker);

            assertThat(orders.readText()).isEqualTo("by number");
            assertThat(done.await(Duration.ZERO).signaled()).isTrue();
            assertThatThrownBy(() -> jvms.program("cat").withInherited(sender).start())
                    .hasMessageContaining("no handles");
        }
    }

    @Test
    void shouldRefuseWhatCannotGoAlong() {
        try (Jvms jvms = Patient.jvms();
                Jvms others = Patient.jvms()) {
            Object local = new Object();
            assertThatThrownBy(() -> jvms.start(c -> System.out.println(local)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("captures a java.lang.Object")
                    .hasMessageContaining("copy what it needs to a local variable");
            assertThatThrownBy(() -> jvms.start(c -> helper()))
                    .hasMessageContaining("captures a " + JvmsTest.class.getName());
            Event foreign = others.kernel().synchronization().createEvent(EventOptions.defaults());
            assertThatThrownBy(() -> jvms.start().run(c -> foreign.set())).hasMessageContaining("of another home");
        }
    }

    private void helper() {}

    /** As after a wait that was interrupted: the channel is not that thread's. */
    @Test
    void shouldTalkThoughAThreadOfAChildIsInterrupted() {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.start(c -> {
                Thread.currentThread().interrupt();
                c.reached("x");
                if (!Thread.interrupted()) {
                    throw new IllegalStateException("the interrupt is lost");
                }
            });
            child.awaitPoint("x");
            jvms.all(child);

            Child clerk = jvms.start();
            clerk.run(c -> Thread.currentThread().interrupt());
            boolean still = clerk.call(c -> Thread.currentThread().isInterrupted());
            assertThat(still).isFalse();
        }
    }

    @Test
    void shouldTalkThoughTheTestIsInterrupted() {
        try (Jvms jvms = Patient.jvms()) {
            Child clerk = jvms.start();
            clerk.run(c -> System.out.println("open"));

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> clerk.run(c -> c.hold("x")))
                    .isInstanceOf(ChildFailure.class)
                    .hasMessageContaining("was to do what the test told it, when the test was interrupted")
                    .hasMessageContaining("open\n");
            clerk.release("x");
            assertThat(Thread.interrupted()).isTrue();

            int answer = clerk.awaitPoint("x").call(c -> 42);
            assertThat(answer).isEqualTo(42);
        }
    }
}
