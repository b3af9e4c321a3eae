package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessStartException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process stands still with the kernel lock while another one starts a child: once the program runs, nothing fails. */
@HomeTest
class StoppedStartTest {
    private static final int TERMINATED = 9;

    /** On a busy machine; half of the 30 s that calls wait for the lock. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void shouldGiveAChildThatRunsThoughNobodyCanBeToldOfIt(TestHome home, Jvms jvms, Kernel kernel) throws Exception {
        Child other = Halfway.child(jvms, FaultPoint.SYNC_HANDLE_STORED);
        Path fifo = fifo(home);
        // the program starts when somebody writes to it
        ProcessBuilder program = new ProcessBuilder("sleep", "97").redirectInput(fifo.toFile());
        CompletableFuture<ChildProcess> starting = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> starting.completeAsync(() -> kernel.createProcess(program, Inheritance.none()), Runnable::run));
        starter.start();
        Deadline.await("all is prepared").until(() -> !kernel.handles().isEmpty());
        Halfway<?> standing = inCreateEvent(other);

        NetTime start = NetTime.start();
        Files.writeString(fifo, "x");
        ChildProcess child = starting.get(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

        assertThat(start.took()).isLessThan(SOON);
        assertThat(child.processId()).isEqualTo(child.process().pid());
        assertThat(child.process().isAlive()).isTrue();
        standing.goOn();
        child.terminate(TERMINATED);
        assertThat(child.waitFor()).isEqualTo(TERMINATED);
        assertThat(child.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldTakeBackWhatWasPreparedForAProgramThatDoesNotStart(TestHome home, Jvms jvms, Kernel kernel)
            throws Exception {
        Child other = Halfway.child(jvms, FaultPoint.SYNC_HANDLE_STORED);
        Path fifo = fifo(home);
        // the JDK looks for the program when somebody writes to it
        ProcessBuilder program = new ProcessBuilder("no such program").redirectInput(fifo.toFile());
        CompletableFuture<Throwable> failing = new CompletableFuture<>();
        Thread starter = new Thread(() -> failing.completeAsync(
                () -> catchThrowable(() -> kernel.createProcess(program, Inheritance.none())), Runnable::run));
        starter.start();
        Deadline.await("all is prepared").until(() -> !kernel.handles().isEmpty());
        Halfway<?> standing = inCreateEvent(other);

        NetTime start = NetTime.start();
        Files.writeString(fifo, "x");

        assertThat(failing.get(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOfSatisfying(
                        ProcessStartException.class,
                        failure -> assertThat(failure.errorCode()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        assertThat(start.took()).isLessThan(SOON);
        standing.goOn();
        Deadline.await("all is taken back").until(() -> kernel.handles().isEmpty());
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().processes()).hasSize(2);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    @Test
    void shouldTellHowItEndedOnceThatCanBeTold(TestHome home, Jvms jvms, Kernel kernel) throws Exception {
        Child other = Halfway.child(jvms, FaultPoint.SYNC_HANDLE_STORED);
        ChildProcess child =
                kernel.createProcess(new ProcessBuilder("sh", "-c", "read line; exit 3"), Inheritance.none());
        long pid = child.process().pid();
        var opened =
                kernel.openProcess(pid, ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION, AccessRight.SYNCHRONIZE));
        Halfway<?> standing = inCreateEvent(other);

        NetTime start = NetTime.start();
        child.process().getOutputStream().close();

        assertThat(child.waitFor()).isEqualTo(3);
        assertThat(start.took()).isLessThan(SOON);
        assertThat(HomeInspector.errors(home.path()).errors())
                .as("the library tries again")
                .isEmpty();
        standing.goOn();
        assertThat(opened.waitForEnd(Deadline.DEATH_NOTICED)).isTrue();
        assertThat(opened.exitCode()).hasValue(3);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static Halfway<?> inCreateEvent(Child other) {
        return Halfway.in(other, c -> c.kernel().synchronization().createEvent(EventOptions.defaults()));
    }

    private static Path fifo(TestHome home) throws IOException, InterruptedException {
        Path fifo = home.scratch().resolve("input");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }
}
