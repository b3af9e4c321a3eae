package io.mailslot.win32;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.util.function.IntSupplier;

/** The last error code of each thread, whatever facade set it. Successful calls leave it alone. */
final class LastError {
    private static final ThreadLocal<int[]> CODE = ThreadLocal.withInitial(() -> new int[1]);

    private LastError() {}

    static int get() {
        return CODE.get()[0];
    }

    static void set(int code) {
        CODE.get()[0] = code;
    }

    /** Notes a failure; returns what most functions return then. */
    static boolean fail(int code) {
        set(code);
        return false;
    }

    /** Notes a failure by the code that it carries. */
    static boolean fail(MailslotException failure) {
        return fail(failure.errorCode().value());
    }

    /** Calls something that fails or succeeds. */
    static boolean of(Runnable call) {
        try {
            call.run();
            return true;
        } catch (MailslotException e) {
            return fail(e);
        } catch (InternalError cut) {
            return fail(ErrorCode.FILE_CORRUPT.value());
        }
    }

    /** Calls something that has a result, and another one if it fails. */
    static int of(int failure, IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (MailslotException e) {
            fail(e);
            return failure;
        } catch (InternalError cut) {
            fail(ErrorCode.FILE_CORRUPT.value());
            return failure;
        }
    }
}
