package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import java.util.concurrent.TimeUnit;

/**
 * Lets in first who has waited for room for long: a large message would never get in while small ones take each bit of
 * room as it comes. A word on the control page names the process that waits; while it is there others are refused, as if
 * the log was full, until that one has written or gives up.
 *
 * <p>The word is a hint and no more, so nothing has to be repaired. It is taken away from a process that is dead or
 * stopped as soon as somebody looks; and from every other one if the receivers have read nothing for a while: then
 * it is not for it that the others have no room. It may be named again once they have read on.
 *
 * <p>Any thread may make and end a claim; needs a thread of its own at a time otherwise.
 */
public final class RoomClaim {
    /** For so long the receivers may read nothing, or for as long as they take for two messages. */
    static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Receivers that take longer for a message are not waited for. */
    static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LogControl control;
    private final LogWriters writers;
    private final StillNeeded needed;
    private final long self;

    /** The thread of this JVM that is let in first; null if there is none. */
    private volatile Thread claimant;

    private boolean closed;

    /** Whom others let in first at this time. */
    private long other;

    /** What the receivers had read when they were last seen to move; since when, or since that one is let in. */
    private long progress;

    private long progressAt;

    /** How long they may read nothing. */
    private long moment = MOMENT_NANOS;

    private long probedAt;

    RoomClaim(LogControl control, LogWriters writers, StillNeeded needed) {
        this.control = control;
        this.writers = writers;
        this.needed = needed;
        this.self = writers.self();
    }

    /** Whether what room there is is left to somebody else. */
    boolean isAnothers() {
        long first = control.roomClaim();
        return first != 0 && isAnothers(first, System.nanoTime());
    }

    boolean isAnothers(long first, long now) {
        Thread own = first == self ? claimant : null;
        if (own == Thread.currentThread()) {
            return false;
        }
        lookForProgress(now);
        if (first != other) {
            other = first;
            progressAt = now;
            probedAt = now - PROBE_NANOS;
        }
        if (now - progressAt < moment && (first == self ? own != null : isAble(first, now))) {
            return true;
        }
        control.changeRoomClaim(first, 0);
        other = 0;
        return false;
    }

    /** Learns how slow the receivers are, also while nobody is let in because they were too slow. */
    private void lookForProgress(long now) {
        long cursor = needed.cursor();
        if (cursor != progress) {
            long took = (now - progressAt) / documentsBetween(progress, cursor);
            moment = took > SLOWEST_NANOS ? MOMENT_NANOS : Math.max(MOMENT_NANOS, 2 * took);
            progress = cursor;
            progressAt = now;
        }
    }

    /** How many documents were read at least; taken for many where one was the last of its segment. */
    private static long documentsBetween(long from, long to) {
        return Cursor.segment(from) == Cursor.segment(to)
                ? Math.max(1, Cursor.document(to) - Cursor.document(from))
                : Cursor.MAX_DOCUMENTS;
    }

    private boolean isAble(long first, long now) {
        if (now - probedAt < PROBE_NANOS) {
            return true;
        }
        probedAt = now;
        return writers.isAlive(first) && !writers.isStopped(first);
    }

    /** Names the calling thread as the one to be let in first; false if somebody is named already. */
    synchronized boolean make() {
        if (closed || control.roomClaim() != 0) {
            return false;
        }
        Thread former = claimant; // its claim was taken away
        claimant = Thread.currentThread();
        if (!control.changeRoomClaim(0, self)) {
            claimant = former;
            return false;
        }
        FaultPoint.ROOM_CLAIMED.reached();
        return true;
    }

    /**
     * The calling thread, which was named, needs no room any more.
     *
     * @return whether others have let it in first until now, and are to be told that there may be room for them
     */
    public synchronized boolean end() {
        if (closed || claimant != Thread.currentThread()) {
            return false;
        }
        boolean ended = control.changeRoomClaim(self, 0);
        claimant = null;
        return ended;
    }

    /** The log is closed: nobody of this JVM writes to it any more. */
    synchronized void close() {
        if (claimant != null) {
            control.changeRoomClaim(self, 0);
        }
        closed = true;
    }
}
