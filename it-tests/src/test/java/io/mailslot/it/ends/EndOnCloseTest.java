package io.mailslot.it.ends;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that end when their parent closes, exits or is killed; and those that do not. */
@HomeTest
class EndOnCloseTest {
    private static final ChildOptions WITH_PARENT = ChildOptions.defaults().withEndOnClose(true);
    private static final int KILLED = 128 + 9;

    @Test
    void shouldEndAChildWithItsLastHandle(TestHome home, Kernel kernel) {
        ChildProcess child = kernel.createProcess(sleep(), WITH_PARENT);
        int second = kernel.duplicate(child.handle(), DuplicateOptions.defaults());

        child.close();
        assertThat(child.process().isAlive()).isTrue();
        kernel.closeHandle(second);

        awaitEnd(child.process().toHandle());
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldLetAnOrdinaryChildGoOn(Kernel kernel) {
        Process ordinary;
        try (ChildProcess child = kernel.createProcess(sleep(), Inheritance.none())) {
            ordinary = child.process();
        }
        ChildProcess other = kernel.createProcess(sleep(), ChildOptions.defaults());
        kernel.close();

        assertThat(ordinary.isAlive()).isTrue();
        assertThat(other.process().isAlive()).isTrue();
        ordinary.destroyForcibly();
        other.process().destroyForcibly();
    }

    @Test
    void shouldTellThatItWasKilled(@Named("witness") Child witness, Kernel kernel) {
        ChildProcess child = kernel.createProcess(sleep(), WITH_PARENT);
        ProcessObject own = kernel.process(kernel.duplicate(child.handle(), DuplicateOptions.defaults()));
        int theirs = witness.call(c -> own.handle());

        own.close();
        child.close();

        awaitEnd(child.process().toHandle());
        Deadline.await("the witness can tell", Deadline.DEATH_NOTICED).until(() -> exitCode(witness, theirs) == KILLED);
    }

    private static int exitCode(Child witness, int process) {
        return witness.call(c -> c.kernel().process(process).exitCode().orElse(-1));
    }

    @Test
    void shouldEndAlsoTheJvmBelowAScript(Kernel kernel) throws IOException {
        ProcessBuilder script = QuickJvm.of(JavaCommand.of(Employer.Employee.class))
                .toProcessBuilder()
                .redirectOutput(Redirect.PIPE);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit 3", "sh"));
        command.addAll(script.command());
        ChildProcess child = kernel.createProcess(script.command(command), WITH_PARENT);
        String attached = child.process().inputReader(US_ASCII).readLine();
        ProcessHandle jvm = handle(Long.parseLong(attached.split(" ")[1]));
        assertThat(jvm.pid()).isNotEqualTo(child.processId());

        child.close();

        awaitEnd(child.process().toHandle());
        awaitEnd(jvm);
    }

    /** The start waits here for somebody who opens the other end of a pipe with a name. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"kernel", "handle"})
    void shouldEndAChildOfWhichAllIsClosedWhileItStarts(String closed, TestHome home, Kernel kernel) throws Exception {
        Path pipe = home.scratch().resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<ChildProcess> start = CompletableFuture.supplyAsync(
                () -> kernel.createProcess(sleep().redirectInput(pipe.toFile()), WITH_PARENT),
                task -> new Thread(task).start());
        Deadline.await("it is prepared", Deadline.DEATH_NOTICED)
                .until(() -> !kernel.handles().isEmpty());

        if (closed.equals("kernel")) {
            kernel.close();
        } else {
            kernel.closeHandle(kernel.handles().get(0).handle());
        }
        Files.newOutputStream(pipe).close();

        ProcessHandle program = start.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .process()
                .toHandle();
        awaitEnd(program);
    }

    /** The JDK's own end of a process waits for who writes to it, and so for whoever has the pipe and does not read. */
    @Test
    void shouldNotWaitForWhoeverHasTheChildsInput(Kernel kernel) throws Exception {
        ChildProcess child = kernel.createProcess(
                new ProcessBuilder("sh", "-c", "exec 3<&0; sleep 97 <&3 & echo $!; exec sleep 97"), WITH_PARENT);
        ProcessHandle below =
                handle(Long.parseLong(child.process().inputReader(US_ASCII).readLine()));
        CountDownLatch nearlyFull = new CountDownLatch(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> write(child.process().getOutputStream(), nearlyFull), task -> new Thread(task).start());
        try {
            assertThat(nearlyFull.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            CompletableFuture.runAsync(child::close, task -> new Thread(task).start())
                    .get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            awaitEnd(child.process().toHandle());
            assertThat(below.isAlive()).isTrue();
        } finally {
            below.destroyForcibly();
        }
        assertThatThrownBy(() -> writer.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IOException.class);
    }

    /** A pipe takes 64 KiB; the stream is locked while a write to it waits. */
    private static void write(OutputStream input, CountDownLatch nearlyFull) {
        try {
            input.write(new byte[60_000]);
            nearlyFull.countDown();
            while (true) {
                input.write(new byte[60_000]);
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"child, close", "child, exit", "child, kill", "kernel, close", "kernel, exit", "kernel, kill"})
    void shouldEndChildrenWithTheirParent(
            String means, String end, TestHome home, Jvms jvms, @Named("bystander") Child bystander) {
        bystander.run(c -> c.kernel()); // somebody who lives on
        Child parent = parent(jvms, means);
        ProcessHandle program = handle(parent.call(c -> Employer.hireProgram()));
        ProcessHandle jvm = handle(parent.call(c -> Employer.hireJvm()));

        switch (end) {
            case "close" -> parent.run(c -> Employer.close());
            case "exit" -> jvms.all(parent);
            default -> parent.kill();
        }

        awaitEnd(program);
        awaitEnd(jvm);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** With nobody else in the home it sees to its end itself. */
    @Test
    void shouldEndAJvmWhoseKilledParentNobodyElseKnew(Jvms jvms) {
        Child parent = parent(jvms, "child");
        ProcessHandle jvm = handle(parent.call(c -> Employer.hireJvm()));

        parent.kill();

        awaitEnd(jvm);
    }

    private static Child parent(Jvms jvms, String means) {
        boolean byKernel = means.equals("kernel");
        Child parent = jvms.start();
        parent.run(c -> Employer.attach(byKernel));
        return parent;
    }

    private static ProcessBuilder sleep() {
        return new ProcessBuilder("sleep", "97");
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void awaitEnd(ProcessHandle process) {
        Deadline.await("it has ended", Deadline.DEATH_NOTICED).until(() -> !process.isAlive());
    }
}
