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

    /** What waits for something before there can be a program, and is ended by a signal; null if nothing does. */
    private Thread waiting;

    /** What ended it; 0 if nothing did. */
    private int exitCode;

    private boolean complete = true;

    private SignalRelay(Thread waiting) {
        this.waiting = waiting;
    }

    /** From now on signals do not end this process. */
    static SignalRelay start() {
        return start(null);
    }

    /** The same, but until {@link #startsProgram} a signal interrupts the calling thread. */
    static SignalRelay interrupting() {
        return start(Thread.currentThread());
    }

    private static SignalRelay start(Thread waiting) {
        SignalRelay relay = new SignalRelay(waiting);
        relay.complete &= Signals.handle("INT", () -> relay.interrupt(ExitCode.INTERRUPTED.value()));
        for (ProgramSignals.Kind kind : ProgramSignals.Kind.values()) {
            relay.complete &= Signals.handle(kind.name(), () -> relay.take(kind));
        }
        return relay;
    }

    /** Whether this JVM lets itself be told what to do with signals. */
    boolean isComplete() {
        return complete;
    }

    /** From now on signals are the program's: false if there is to be none, because one has come. */
    synchronized boolean startsProgram() {
        waiting = null;
        return exitCode == 0;
    }

    /** What to end with if a signal came before there was to be a program; else 0. */
    synchronized int exitCode() {
        return exitCode;
    }

    /** Passes them on from now on, those included that came before there was a program. */
    synchronized void passTo(Process started) {
        program = new ProgramSignals(started);
        early.forEach(program::send);
        early.clear();
    }

    private synchronized void take(ProgramSignals.Kind kind) {
        if (interrupt(kind.exitCode())) {
            return;
        }
        if (program == null) {
            early.add(kind);
        } else {
            program.send(kind);
        }
    }

    private synchronized boolean interrupt(int code) {
        if (waiting == null) {
            return false;
        }
        exitCode = exitCode == 0 ? code : exitCode;
        waiting.interrupt();
        return true;
    }
}
