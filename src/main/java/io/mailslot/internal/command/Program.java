package io.mailslot.internal.command;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.ProcessStartException;

/** What a child JVM runs. Immutable. */
public sealed interface Program permits ClassProgram, JarProgram, ModuleProgram {
    /**
     * How it is started.
     *
     * @throws ProcessStartException if it is known that it cannot be
     */
    Start start(JvmSettings jvm);

    /** There is no such program. */
    static ProcessStartException missing(String what, Throwable cause) {
        return new ProcessStartException(ErrorCode.FILE_NOT_FOUND, "cannot start a child JVM: " + what, cause);
    }

    /** What is there is no such program. */
    static ProcessStartException unfit(String what, Throwable cause) {
        return new ProcessStartException(ErrorCode.BAD_FORMAT, "cannot start a child JVM: " + what, cause);
    }
}
