package io.mailslot.it.stale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.ProcessStartException;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Calls with numbers of handles that are closed, or name something else by now. */
@HomeTest
class SlipTest {
    private static final Set<HandleFlag> INHERIT = Set.of(HandleFlag.INHERIT);
    private static final DuplicateOptions CLOSE_SOURCE =
            DuplicateOptions.defaults().withCloseSource(true);

    @Test
    void shouldLeaveTheNumberOfAFailedChildToTheNextObject(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Path input = home.scratch().resolve("input"); // holds the start up until somebody writes to it
        assertThat(new ProcessBuilder("mkfifo", input.toString()).start().waitFor())
                .isZero();
        ProcessBuilder missing = new ProcessBuilder("/nonexistent/program").redirectInput(input.toFile());
        CompletableFuture<?> start =
                CompletableFuture.runAsync(() -> kernel.createProcess(missing, Inheritance.none()));
        Deadline.await("the handle of the process to be started")
                .until(() -> processHandle(kernel).isPresent());
        int number = processHandle(kernel).orElseThrow();

        kernel.closeHandle(number);
        Event next = event(kernel);
        assertThat(next.handle()).isEqualTo(number);
        Files.writeString(input, "x");

        assertThatThrownBy(start::join).hasCauseInstanceOf(ProcessStartException.class);
        assertThat(kernel.handles()).extracting(HandleInfo::handle).containsExactly(number);
        assertThat(next.describe().usageCount()).isOne();
        next.set();
        assertThat(kernel.waitFor(Duration.ZERO, number).signaled()).isTrue();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    /** A section that fails after it has set the dirty mark has the whole home repaired, which counts as a change. */
    @Test
    void shouldRepairNothingForASlip(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        ProcessObject self = kernel.openProcess(
                kernel.currentProcess().processId(),
                ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE, AccessRight.TERMINATE));
        Event closed = event(kernel);
        int number = closed.handle();
        Event other = kernel.synchronization().event(number);
        closed.close();
        Event next = event(kernel);
        assertThat(next.handle()).isEqualTo(number);
        int unknown = number + 400;
        long before = changes(home);

        assertSlips(() -> closed.setFlags(INHERIT, INHERIT));
        assertSlips(() -> kernel.setFlags(unknown, INHERIT, INHERIT));
        assertSlips(() -> kernel.closeHandle(unknown));
        assertSlips(() -> kernel.closeHandleIn(self.handle(), unknown));
        assertSlips(() -> kernel.closeHandleIn(unknown, number));
        assertSlips(() -> kernel.duplicate(unknown, DuplicateOptions.defaults()));
        assertSlips(() -> kernel.duplicate(self.handle(), unknown, self.handle(), CLOSE_SOURCE));
        assertSlips(() -> kernel.duplicate(-1, number, unknown, DuplicateOptions.defaults()));
        assertSlips(() -> kernel.process(unknown).terminate(1));
        assertSlips(closed::describe);
        assertSlips(other::close);

        assertThat(changes(home)).as("changes, repairs included").isEqualTo(before);
        assertThat(header(home).getInt(KernelHeader.DIRTY_OFFSET)).isZero();
        assertThat(next.describe().flags()).isEmpty();
        next.close();
        assertThat(changes(home)).as("a change is seen here").isGreaterThan(before);
    }

    private static void assertSlips(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidHandleException.class);
    }

    private static Event event(Kernel kernel) {
        return kernel.synchronization().createEvent(EventOptions.defaults());
    }

    private static OptionalInt processHandle(Kernel kernel) {
        return kernel.handles().stream()
                .filter(open -> open.type() == ObjectType.PROCESS)
                .mapToInt(HandleInfo::handle)
                .findFirst();
    }

    private static long changes(TestHome home) throws IOException {
        return header(home).getLong(KernelHeader.CHANGES_OFFSET);
    }

    private static ByteBuffer header(TestHome home) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(home.path().resolve("kernel.dat")))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
