package io.mailslot.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * Has a program be told what this process is told. Whoever manages services knows the process that it has started only, and
 * what a signal means is for the program to say.
 *
 * <p>Not so Ctrl-C: a terminal sends SIGINT to both.
 */
final class SignalRelay {
    private final List<ProgramSignals.Kind> early = new ArrayList<>();

    /** Null until the program runs. */
    private ProgramSignals program;

    private boolean complete = true;

    private SignalRelay() {}

    /** From now on signals do not end this process. */
    static SignalRelay start() {
        SignalRelay relay = new SignalRelay();
        relay.complete &= Signals.handle("INT", () -> {});
        for (ProgramSignals.Kind kind : ProgramSignals.Kind.values()) {
            relay.complete &= Signals.handle(kind.name(), () -> relay.take(kind));
        }
        return relay;
    }

    /** Whether this JVM lets itself be told what to do with signals. */
    boolean isComplete() {
        return complete;
    }

    /** Passes them on from now on, those included that came before there was a program. */
    synchronized void passTo(Process started) {
        program = new ProgramSignals(started);
        early.forEach(program::send);
        early.clear();
    }

    private synchronized void take(ProgramSignals.Kind kind) {
        if (program == null) {
            early.add(kind);
        } else {
            program.send(kind);
        }
    }
}
