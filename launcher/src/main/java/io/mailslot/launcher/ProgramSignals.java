package io.mailslot.launcher;

import java.io.IOException;

/** Sends one program the signals that Java and the shell can. */
final class ProgramSignals {
    private final Process program;

    /** What is passed on. Not SIGQUIT, which Java keeps for itself. */
    enum Kind {
        HUP(129),
        TERM(143);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Of what it ends. */
        int exitCode() {
            return exitCode;
        }
    }

    ProgramSignals(Process program) {
        this.program = program;
    }

    /** Does nothing if the program has ended. */
    void send(Kind kind) {
        if (kind == Kind.TERM) {
            program.destroy();
        } else if (program.isAlive()) {
            sendByShell(kind);
        }
    }

    private void sendByShell(Kind kind) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", kind.name(), String.valueOf(program.pid())).start();
        } catch (IOException noShell) {
            program.destroy(); // of all that a signal may mean, most mean the end
        }
    }
}
