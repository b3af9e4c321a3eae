package io.mailslot.testkit;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How a child comes to its end: by itself, told to, or when the test has ended. */
final class ChildEnd {
    private static final long GONE_SECONDS = 10;

    private final Watched child;
    private final ChildCode code;
    private final Process process;
    private final ChildView view;
    private final Fate fate;
    private final Waits waits;
    private volatile boolean toldToEnd;

    ChildEnd(Watched child, ChildCode code) {
        this.child = child;
        this.code = code;
        this.process = child.process();
        this.view = child.view();
        this.fate = child.fate();
        this.waits = child.waits();
    }

    /** Fails if it ended badly. */
    boolean hasEndedWell() {
        if (fate.hasFailedCode()) {
            throw waits.failure("was to run code that has failed: " + fate.takeTrace(), fate.cause());
        }
        if (!view.isOver()) {
            return false;
        }
        boolean well =
                view.exit().isUnknown() ? fate.cause() == null : view.exit().isClean();
        if (!well) {
            throw waits.failure("ended with " + view.exit(), fate.cause());
        }
        return true;
    }

    /** Tells a child that does what it is told to end, if nothing of that is left to be done. */
    void endOnceDone() {
        if (child.parts().kind == ChildSpec.Kind.CALLS && code.isDone() && !toldToEnd) {
            toldToEnd = true;
            child.conversation().tell(Frame.of(Frame.Kind.END, 0));
        }
    }

    ChildFailure late(TestRun.Deadline deadline) {
        return waits.late("end", deadline);
    }

    ChildFailure interrupted(InterruptedException e) {
        return waits.failure("was to end, when the test was interrupted", e);
    }

    /** In peace, if it does what it is told; whoever stands still cannot end so. */
    void ask() {
        if (!view.isAlive()) {
            return;
        }
        boolean serves = child.parts().kind == ChildSpec.Kind.CALLS
                && child.conversation().isConnected();
        if (view.standsStill()) {
            toldToEnd = true;
            process.destroyForcibly();
        } else if (serves && !toldToEnd) {
            toldToEnd = true;
            child.conversation().tell(Frame.of(Frame.Kind.END, 0));
        } else {
            toldToEnd = true;
            process.destroy();
        }
    }

    /** Waits for its end, and for its last words; kills it when the time is over. */
    void awaitBy(TestRun.Deadline deadline) {
        boolean interrupted = false;
        while (!view.isOver() && !deadline.isOver() && !interrupted) {
            try {
                child.run().pause();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (view.isAlive()) {
            process.destroyForcibly();
            process.onExit().orTimeout(GONE_SECONDS, TimeUnit.SECONDS).join();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is wrong with it, once it has ended. */
    Optional<String> complaint() {
        Optional<String> wrong = fate.complaint(view.exit(), !toldToEnd);
        if (wrong.isEmpty() && mustBeSilent()) {
            String printed = view.err()
                    .text()
                    .lines()
                    .filter(line -> !line.startsWith("Picked up "))
                    .collect(Collectors.joining("\n"));
            wrong = printed.isEmpty() ? wrong : Optional.of("has printed on standard error");
        }
        return wrong.map(what -> "child '" + child.name() + "' " + what + "\n" + view.evidence());
    }

    /** Who ends with a code of its own may say why. */
    private boolean mustBeSilent() {
        ErrorOutput choice =
                child.parts().errorOutput.orElse(child.run().options().errorOutput());
        return choice == ErrorOutput.FORBIDDEN
                && (view.exit().isClean() || view.exit().signal().isPresent());
    }

    void disconnect() {
        child.conversation().close();
        Breakpoint breakpoint = child.breakpoint();
        if (breakpoint != null) {
            breakpoint.close();
        }
    }

    void close() {
        ask();
        awaitBy(new TestRun.Deadline(TimeUnit.SECONDS.toNanos(GONE_SECONDS)));
    }
}
