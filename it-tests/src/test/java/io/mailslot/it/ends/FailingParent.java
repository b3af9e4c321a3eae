package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.internal.memory.FaultPoint;
import java.io.Serializable;

/** Starts a child that inherits a receiver, and fails with an error while that is prepared. */
final class FailingParent {
    private static final String NAME = "m";

    private FailingParent() {}

    /**
     * What there is.
     *
     * @param handles of this process
     * @param processes of the home
     */
    record State(int handles, int processes) implements Serializable {
        static State of(Kernel kernel) {
            return new State(
                    kernel.handles().size(),
                    HomeInspector.inspect(kernel.home())
                            .orElseThrow()
                            .processes()
                            .size());
        }
    }

    /**
     * What came of it.
     *
     * @param started whether it did not fail
     * @param mailslotIsThere though its receiver is closed
     */
    record Outcome(boolean started, State before, State after, boolean mailslotIsThere) implements Serializable {}

    /** Fails at that place. */
    static Outcome fail(Kernel kernel, String point) {
        Receiver receiver =
                kernel.createMailslot(NAME, MailslotOptions.defaults().withInheritable(true));
        State before = State.of(kernel);
        boolean started = starts(kernel, point);
        State after = State.of(kernel);
        receiver.close();
        return new Outcome(started, before, after, isThere(kernel));
    }

    private static boolean starts(Kernel kernel, String point) {
        FaultPoint.arm(point + ":error", Thread.currentThread());
        try {
            kernel.createProcess(new ProcessBuilder("true"), Inheritance.all());
            return true;
        } catch (StackOverflowError failed) {
            return false;
        }
    }

    private static boolean isThere(Kernel kernel) {
        try {
            kernel.openMailslot(NAME).close();
            return true;
        } catch (MailslotNotFoundException gone) {
            return false;
        }
    }
}
