package io.mailslot.testkit;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Every wait for a child: for the thing itself, for the child's end, and for the time. */
final class Waits {
    private final TestRun run;
    private final String name;
    private final ChildView view;
    private final Fate fate;

    Waits(TestRun run, String name, ChildView view, Fate fate) {
        this.run = run;
        this.name = name;
        this.view = view;
        this.fate = fate;
    }

    /** Waits for what needs the child alive. */
    void until(String what, BooleanSupplier done) {
        TestRun.Deadline deadline = run.deadline(null);
        while (true) {
            boolean over = view.isOver();
            if (done.getAsBoolean()) {
                return;
            }
            if (fate.hasFailedCode()) {
                throw failure(
                        "did not " + what + ", because code that was begun has failed: " + fate.takeTrace(),
                        fate.cause());
            }
            if (over) {
                throw failure("ended with " + view.exit() + ", and did not " + what, fate.cause());
            }
            pause(what, deadline);
        }
    }

    /** Waits for the child's end. */
    Exit forEnd(TestRun.Deadline deadline) {
        while (view.isAlive()) {
            pause("end", deadline);
        }
        fate.look();
        return view.exit();
    }

    private void pause(String what, TestRun.Deadline deadline) {
        if (deadline.isOver()) {
            throw late(what, deadline);
        }
        try {
            run.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was to " + what + ", when the test was interrupted", e);
        }
    }

    ChildFailure late(String what, TestRun.Deadline deadline) {
        String threads = view.threads(); // before the evidence: it may have ended meanwhile
        ChildFailure failure = failure("did not " + what + " within " + deadline, null);
        return threads.isEmpty() || !view.isAlive() ? failure : new ChildFailure(failure.getMessage() + threads, null);
    }

    /** With all that is known of the child. */
    ChildFailure failure(String what, @Nullable Throwable cause) {
        run.failed();
        if (!view.isAlive()) {
            fate.look();
        }
        return new ChildFailure("child '" + name + "' " + what + "\n" + view.evidence(), cause);
    }
}
