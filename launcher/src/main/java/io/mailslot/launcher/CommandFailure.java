package io.mailslot.launcher;

/** A failure that a command has already put into words, with the exit code it means. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    CommandFailure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
