package io.mailslot.launcher;

import io.mailslot.api.ErrorCode;
import io.mailslot.launcher.act.Taking;

/**
 * The exit codes of every command. They are documented in docs/cli.md; scripts rely on them. From 10 on {@code wait} tells
 * which of several things has ended it.
 */
enum ExitCode {
    /** All done. */
    OK(0),
    /** Something failed that no other code tells. */
    FAILURE(1),
    /** The command line is wrong: an unknown option, a missing argument, a malformed name. */
    USAGE(2),
    /** What the command names does not exist, or is gone: a mailslot, its receiver, a home, a program, a file. */
    NO_SUCH_OBJECT(3),
    /** The operating system, or a handle's rights, forbid it. */
    ACCESS_DENIED(4),
    /** The name is taken, or somebody else holds what the command needs. */
    BUSY(5),
    /** A mutex whose owner has ended without giving it back; the code of sysexits for what may succeed later. */
    ABANDONED(75),
    /** The time ran out first; the code that GNU timeout uses. */
    TIMED_OUT(124),
    /** Ended by Ctrl-C. */
    INTERRUPTED(130);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** The number the process ends with. */
    int value() {
        return value;
    }

    /** The one place that says which exit code stands for a failure of the library. */
    static ExitCode of(ErrorCode error) {
        return switch (error) {
            case PATH_NOT_FOUND, INVALID_NAME, FILENAME_EXCED_RANGE -> USAGE;
            case FILE_NOT_FOUND, HANDLE_EOF, BAD_NETPATH, NETNAME_DELETED -> NO_SUCH_OBJECT;
            case ACCESS_DENIED, LOGON_FAILURE -> ACCESS_DENIED;
            case ALREADY_EXISTS, SHARING_VIOLATION, LOCK_VIOLATION -> BUSY;
            case SEM_TIMEOUT, NOT_ENOUGH_QUOTA -> TIMED_OUT;
            case OPERATION_ABORTED -> INTERRUPTED;
            default -> FAILURE;
        };
    }

    /** What stands for the end of taking messages. */
    static ExitCode of(Taking.End end) {
        return switch (end) {
            case DONE -> OK;
            case TIME_IS_UP -> TIMED_OUT;
            case INTERRUPTED -> INTERRUPTED;
        };
    }
}
