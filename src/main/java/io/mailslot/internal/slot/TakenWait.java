package io.mailslot.internal.slot;

import io.mailslot.api.ReadTimeoutException;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.StillNeeded;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.wait.WaitTimeouts;
import io.mailslot.internal.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A wait until all receivers have taken what was written before it was made. It is told of each message that is read, as those
 * are who wait for room, and of what is dropped; after a moment it naps before it wants to be told again, so that it does not cost the reader of many
 * messages a wake-up each. Belongs to the thread that waits.
 */
final class TakenWait {
    /** From here on it naps. */
    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int NAP_PART = 16;

    private final SenderEnd end;
    private final long written;
    private final long start = System.nanoTime();

    /** How many of them the receiver that lags most has not taken; at the last look that could tell. */
    private int left;

    TakenWait(SenderEnd end) {
        this.end = end;
        this.written = end.lookAt((log, reader) -> log.messages());
        this.left = 1;
    }

    /**
     * Waits.
     *
     * @param timeout from now on
     * @param stillOpen fails once the caller's handle is closed
     * @throws ReadTimeoutException if not all was taken in time
     */
    void until(Duration timeout, Runnable stillOpen) {
        boolean taken = end.room()
                .until(
                        () -> {
                            stillOpen.run();
                            return isTaken();
                        },
                        WaitTimeouts.toNanos(timeout),
                        end.ends().strategy(),
                        end::checkWorthWaiting);
        if (!taken) {
            throw late(timeout);
        }
    }

    private boolean isTaken() {
        if (end.lookAt(this::isTaken)) {
            return true;
        }
        long waited = System.nanoTime() - start;
        if (waited >= BRIEF_NANOS) {
            LockSupport.parkNanos(Math.min(waited / NAP_PART, LONGEST_NAP_NANOS));
        }
        return false;
    }

    /** Who moves on meanwhile tells of that, and so is looked at again; what was looked at may be another message by then. */
    private boolean isTaken(MessageLog log, LogReader reader) {
        StillNeeded receivers = end.receivers();
        long cursor = receivers.cursor();
        if (cursor == StillNeeded.UNKNOWN) {
            return false;
        }
        int found = log.isDropped(cursor) ? 0 : leftAt(reader, cursor);
        if (log.isDropped(cursor)) { // by now, too
            found = (int) written - (int) log.firstLeft().messagesBefore();
        }
        if (receivers.cursor() != cursor) {
            return false;
        }
        left = found;
        return left <= 0;
    }

    /** What cannot be read is not taken before somebody has tried to. */
    private int leftAt(LogReader reader, long cursor) {
        if (!reader.find(cursor)) {
            return 0;
        }
        int found = reader.isGarbled() ? 1 : (int) written - reader.messagesBefore();
        reader.release();
        return found;
    }

    private ReadTimeoutException late(Duration timeout) {
        String name = end.name();
        String wayOut = MailslotName.isWindowsForm(name)
                ? "; look at the bridge with 'mailslot bridge status', or wait for longer"
                : "; see 'mailslot why' of its receivers, or wait for longer";
        return new ReadTimeoutException("at least " + Math.max(1, left) + " of the messages written to the mailslot '"
                + name + "' before were not taken within " + text(timeout) + wayOut);
    }

    /** What is left of a timeout that began to run then; no less than nothing. */
    static Duration rest(Duration timeout, long start) {
        long nanos = WaitTimeouts.toNanos(timeout);
        return nanos == Waiting.FOREVER ? timeout : Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start)));
    }

    private static String text(Duration timeout) {
        long millis = WaitTimeouts.toNanos(timeout) / TimeUnit.MILLISECONDS.toNanos(1);
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
