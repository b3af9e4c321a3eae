package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Opens what the bridge before this one had open. That one may have been killed just now: its mutex is free then, and its
 * handles are closed a moment later.
 */
final class Takeover {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 10;

    private Takeover() {}

    /**
     * Opens something that may still be taken.
     *
     * @param open opens it
     * @return what was opened
     * @throws MailslotException what the last attempt failed with
     */
    static <T> T of(Supplier<T> open) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return open.get();
            } catch (MailslotException taken) {
                if (!isTaken(taken.errorCode()) || System.nanoTime() - start > LIMIT_NANOS) {
                    throw taken;
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean isTaken(ErrorCode code) {
        return code == ErrorCode.SHARING_VIOLATION || code == ErrorCode.ALREADY_EXISTS;
    }
}
