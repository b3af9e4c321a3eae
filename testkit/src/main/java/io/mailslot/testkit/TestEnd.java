package io.mailslot.testkit;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The end of a test: all children are ended, what is left behind too, and what is wrong is told. */
final class TestEnd {
    /** For those that were asked to end. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** For those that a child has just ended, and for what others clear away behind the dead. */
    private static final long SETTLING_NANOS = 500_000_000L;

    private static final long MENDING_NANOS = 5_000_000_000L;
    private static final Duration PATIENCE_OF_VERIFIER = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 10;

    private final List<TestChild> children;
    private final Supplier<List<ProcessHandle>> started;
    private final Optional<Path> home;
    private final @Nullable Kernel kernel;
    private final OpenHandles openHandles;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param started whoever has been started by the test or its children, and lives
     * @param home to be looked at
     * @param kernel of this JVM in the test's home, if there is one
     * @param openHandles whether it may have any
     */
    TestEnd(
            List<TestChild> children,
            Supplier<List<ProcessHandle>> started,
            Optional<Path> home,
            @Nullable Kernel kernel,
            OpenHandles openHandles) {
        this.children = children;
        this.started = started;
        this.home = home;
        this.kernel = kernel;
        this.openHandles = openHandles;
    }

    List<String> complaints() {
        return complaints;
    }

    List<String> leaks() {
        return leaks;
    }

    boolean isClean() {
        return complaints.isEmpty() && leaks.isEmpty();
    }

    void run() {
        children.forEach(child -> child.end().ask());
        TestRun.Deadline deadline = new TestRun.Deadline(PATIENCE_NANOS);
        for (TestChild child : children) {
            child.end().awaitBy(deadline);
            child.end().complaint().ifPresent(complaints::add);
        }
        endStrays();
        endKernel();
        home.filter(Files::exists).ifPresent(this::check);
        children.forEach(child -> child.end().disconnect());
    }

    private void endStrays() {
        TestRun.Deadline deadline = new TestRun.Deadline(SETTLING_NANOS);
        List<ProcessHandle> left = started.get();
        while (!left.isEmpty() && !deadline.isOver()) {
            pause();
            left = started.get();
        }
        for (ProcessHandle process : left) {
            leaks.add("left behind: " + Processes.describe(process));
            process.destroyForcibly();
        }
    }

    private void endKernel() {
        if (kernel != null) {
            if (openHandles == OpenHandles.FORBIDDEN) {
                checkHandles(kernel);
            }
            kernel.close();
        }
    }

    private void check(Path used) {
        try {
            TestRun.Deadline deadline = new TestRun.Deadline(MENDING_NANOS);
            do {
                Kernel.attach(KernelOptions.defaults().withHome(used)).close(); // clears up behind the dead
            } while (somebodyIsIn(used) && !deadline.isOver() && pause());
            HomeVerifier.verify(used, PATIENCE_OF_VERIFIER)
                    .forEach(finding -> leaks.add("the home " + used + " is damaged: " + finding));
        } catch (MailslotException e) {
            leaks.add("the home " + used + " cannot be used any more: " + e.getMessage());
        }
    }

    private void checkHandles(Kernel ours) {
        List<Integer> ofTheKit = children.stream()
                .flatMap(child -> child.openedObject().stream())
                .map(KernelHandle::handle)
                .toList();
        ours.handles().stream()
                .filter(each -> !ofTheKit.contains(each.handle()))
                .map(each -> "left open: handle " + each.handle() + ", " + each.type() + " " + each.name())
                .forEach(leaks::add);
    }

    private static boolean somebodyIsIn(Path home) {
        long self = ProcessHandle.current().pid();
        return HomeInspector.inspect(home).stream()
                .flatMap(snapshot -> snapshot.processes().stream())
                .anyMatch(process -> process.alive() && process.processId() != self);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
