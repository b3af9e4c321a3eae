package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_INVALID_PARAMETER;
import static io.mailslot.win32.Win32Constants.ERROR_NOACCESS;
import static io.mailslot.win32.Win32Constants.MAXIMUM_WAIT_OBJECTS;
import static io.mailslot.win32.Win32Constants.WAIT_ABANDONED_0;
import static io.mailslot.win32.Win32Constants.WAIT_FAILED;
import static io.mailslot.win32.Win32Constants.WAIT_OBJECT_0;
import static io.mailslot.win32.Win32Constants.WAIT_TIMEOUT;

import io.mailslot.Kernel;
import io.mailslot.api.WaitResult;
import java.time.Duration;
import java.util.Arrays;

/** Waits. */
final class WaitCalls {
    private final Kernel kernel;

    WaitCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    int single(int handle, int milliseconds) {
        return LastError.of(WAIT_FAILED, () -> code(kernel.waitFor(Milliseconds.toDuration(milliseconds), handle)));
    }

    int multiple(int count, int[] handles, boolean waitAll, int milliseconds) {
        if (count < 1 || count > MAXIMUM_WAIT_OBJECTS) {
            LastError.set(ERROR_INVALID_PARAMETER);
            return WAIT_FAILED;
        }
        if (handles == null || handles.length < count) {
            LastError.set(ERROR_NOACCESS);
            return WAIT_FAILED;
        }
        int[] all = Arrays.copyOf(handles, count);
        Duration timeout = Milliseconds.toDuration(milliseconds);
        return LastError.of(
                WAIT_FAILED,
                () -> waitAll
                        ? withoutIndex(code(kernel.waitForAll(timeout, all)))
                        : code(kernel.waitForAny(timeout, all)));
    }

    /** A wait for all tells of an abandoned mutex, but not which one it was. */
    private static int withoutIndex(int code) {
        boolean abandoned = code >= WAIT_ABANDONED_0 && code < WAIT_ABANDONED_0 + MAXIMUM_WAIT_OBJECTS;
        return abandoned ? WAIT_ABANDONED_0 : code;
    }

    private static int code(WaitResult result) {
        return switch (result.outcome()) {
            case SIGNALED -> WAIT_OBJECT_0 + result.index();
            case ABANDONED -> WAIT_ABANDONED_0 + result.index();
            case TIMED_OUT -> WAIT_TIMEOUT;
        };
    }
}
