package io.mailslot.internal.slot;

import io.mailslot.api.MailslotFullException;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.WriteWait;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.RoomClaim;
import io.mailslot.internal.log.StillNeeded;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.wait.WaitTimeouts;
import io.mailslot.internal.wait.Waiting;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One write that waits for room. It is told of each message that is read; if that is not enough it naps for a moment
 * before it wants to be told again, so that a large message which needs the room of many does not cost their reader a
 * wake-up each. Who has waited for long is let in first. Belongs to the thread that waits.
 */
final class RoomWait {
    /** Who has waited for less takes its chance with the others. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** From here on a wait naps, and counts what is read. */
    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int NAP_PART = 16;

    /** How often to look whether who is let in first is still able to write. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /**
     * For so long a busy machine may keep a process waiting in the middle of a change of the chain: who has no time left is
     * not told before that somebody stands still.
     */
    private static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Null unless somebody records. */
    private final WriteWait told;

    private final SenderEnd end;
    private final int timeoutMs;
    private final long timeoutNanos;
    private final int length;
    private final long start;

    /** What the slowest receiver had read when the wait began. */
    private final long firstCursor;

    /** How many messages that were, modulo 2^32, a moment later; meaningless until they are counted. */
    private int firstCount;

    private boolean counted;

    /** By which others let this wait in first; empty if they do not. */
    private Optional<RoomClaim> claim = Optional.empty();

    /** What the slowest receiver had read when that began, or the wait. */
    private long claimedAt;

    /** Whether the last attempt was refused because somebody else is let in first; or that of another thread. */
    private boolean letsIn;

    private boolean done;

    RoomWait(SenderEnd end, WriteWait told, int timeoutMs, long start, int length) {
        this.end = end;
        this.told = told;
        this.start = start;
        this.timeoutMs = timeoutMs;
        this.timeoutNanos = WaitTimeouts.toNanos(timeoutMs);
        this.length = length;
        this.firstCursor = end.receivers().cursor();
        this.claimedAt = firstCursor;
    }

    /** What is told of one; null unless somebody records. Before the clock runs: the first one of a JVM takes long to begin. */
    static WriteWait begunToBeTold() {
        return Flight.isRecorded() ? WriteWait.begun() : null;
    }

    void until(BooleanSupplier attempt) {
        try {
            while (!done) {
                boolean looks = looks();
                // Who is let in first, or changes the chain, tells nobody if it stands still: who sleeps on would not
                // look.
                BooleanSupplier ends = () -> tried(attempt) || looks() != looks;
                if (end.room().until(ends, bearable(left()), end.ends().strategy(), end::checkWorthWaiting)) {
                    continue;
                }
                Patience unknown = end.receivers().unknown();
                long left = left();
                if (unknown != null && (left <= -CHANGE_NANOS || unknown.isOver())) {
                    throw end.chainHeld();
                }
                if (unknown == null && left <= 0) {
                    throw full();
                }
            }
        } finally {
            endClaim();
            if (told != null) {
                told.ended(end.name(), length, done);
            }
        }
    }

    private long left() {
        return timeoutNanos == Waiting.FOREVER ? timeoutNanos : timeoutNanos - (System.nanoTime() - start);
    }

    /** Whether not to sleep for as long as there is time. */
    private boolean looks() {
        return letsIn || end.receivers().unknown() != null;
    }

    private long bearable(long nanos) {
        Patience unknown = end.receivers().unknown();
        if (unknown != null) {
            long most = nanos > 0 ? nanos : nanos + CHANGE_NANOS;
            return Math.max(1, Math.min(most, unknown.leftNanos()));
        }
        return letsIn ? Math.min(nanos, LOOK_NANOS) : nanos;
    }

    private boolean tried(BooleanSupplier attempt) {
        long before = end.timesLetIn();
        done = attempt.getAsBoolean();
        letsIn = !done && end.timesLetIn() != before;
        if (done) {
            return true;
        }
        long waited = System.nanoTime() - start;
        if (waited >= BRIEF_NANOS) {
            if (!counted) {
                end.lookAtOnce(this::count);
            }
            if (waited >= LONG_NANOS) {
                claim();
            }
            LockSupport.parkNanos(Math.min(waited / NAP_PART, LONGEST_NAP_NANOS));
        }
        return false;
    }

    /** Only once the receivers have read since: if they do not read it is of no use to keep others out. */
    private void claim() {
        long cursor = end.receivers().cursor();
        if (cursor == claimedAt || cursor == StillNeeded.UNKNOWN) {
            return;
        }
        Optional<RoomClaim> made =
                end.lookAtOnce((log, reader) -> log.claimRoom()).orElse(Optional.empty());
        if (made.isPresent()) {
            claim = made;
            claimedAt = cursor;
        }
    }

    private void endClaim() {
        if (claim.isPresent() && claim.get().end()) {
            end.tellRoom();
        }
    }

    private boolean count(MessageLog log, LogReader reader) {
        long cursor = end.receivers().cursor();
        if (cursor != StillNeeded.UNKNOWN && !log.isDropped(cursor)) {
            firstCount = log.messagesBefore(reader, cursor);
            counted = true;
        }
        return counted;
    }

    /** How many messages the slowest receiver has read since the wait began, those of its first moment left out. */
    private int readMeanwhile(MessageLog log, LogReader reader) {
        long cursor = end.receivers().cursor();
        if (!isAhead(cursor) || log.isDropped(cursor)) {
            return 0;
        }
        return Math.max(1, counted ? log.messagesBefore(reader, cursor) - firstCount : 0);
    }

    private boolean isAhead(long cursor) {
        return cursor != StillNeeded.UNKNOWN && cursor != firstCursor;
    }

    private MailslotFullException full() {
        int read = end.lookAtOnce(this::readMeanwhile) // or another thread is at it
                .orElseGet(() -> isAhead(end.receivers().cursor()) ? 1 : 0);
        String why = read == 0
                ? "its receivers have not read what fills its " + end.capacity() + " bytes; read"
                : "at least " + read
                        + " messages were read meanwhile by each receiver, which has not made enough room in its "
                        + end.capacity() + " bytes; read faster, wait for longer";
        String what = timeoutMs == 0
                ? "has no room for " + length + " bytes: "
                : "has had no room for " + length + " bytes for " + Integer.toUnsignedString(timeoutMs) + " ms: ";
        return new MailslotFullException(
                "the mailslot '" + end.name() + "' " + what + why + ", or create it with a larger capacity");
    }
}
