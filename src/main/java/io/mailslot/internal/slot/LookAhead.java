package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Receiver.Viewer;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.Portion;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.object.HandleView;
import java.lang.invoke.VarHandle;

/**
 * Shows messages of one receiver and leaves them unread, and takes those that were dealt with, all in one step. The number
 * of a message is how many were written before it.
 *
 * <p>It remembers one place, where somebody looked last: to go on from there needs no search. For what lies before it the
 * messages are walked from the oldest unread one on. The lock of the end guards all of this; viewers are called without.
 */
final class LookAhead {
    private static final long UNKNOWN = -1;

    private final ReceiverEnd end;

    /** Of the message at the remembered place, which may not be written yet. */
    private long cursor;

    private long number = UNKNOWN;

    /** Position of the arena below which nothing lies that is at the place or behind it; 0 if that is not known. */
    private long freed;

    /** The number behind the last message that was shown. */
    private long shown;

    LookAhead(ReceiverEnd end) {
        this.end = end;
    }

    /** Shows up to so many messages from a number on; returns the number behind the last one that was dealt with. */
    long look(HandleView view, long from, int most, Viewer viewer) {
        Portion portion = end.borrow();
        try {
            long next = from;
            int seen = 0;
            while (seen < most && end.isOpen()) {
                long first = copy(view, portion, next, most - seen, next == from);
                if (first == UNKNOWN) {
                    break;
                }
                for (int i = 0; i < portion.count() && end.isOpen(); i++) {
                    if (!end.isTaken(portion.cursor(i))) {
                        if (!viewer.view(first + i, portion.message(i))) {
                            return first + i;
                        }
                        seen++;
                    }
                    next = first + i + 1;
                }
            }
            return next;
        } finally {
            end.giveBack(portion);
        }
    }

    /**
     * Copies messages from a number on; returns the number of the first one, or that there is none.
     *
     * @param tells whether to tell of one that cannot be read: not who has just shown others, whose number is told first
     */
    private long copy(HandleView view, Portion portion, long from, int most, boolean tells) {
        end.lock.lock();
        try {
            view.check(AccessRight.READ);
            LogReader reader = end.reader();
            while (seek(from)) {
                if (reader.isGarbled() && !tells) {
                    reader.release();
                    return UNKNOWN;
                }
                refuseUnreadable(reader);
                reader.copyTo(portion, cursor, most);
                boolean left = end.isFoundLeft(cursor);
                reader.release();
                if (left) {
                    return goBehind(portion);
                }
            }
            return UNKNOWN;
        } catch (RuntimeException | InternalError e) {
            throw end.failure("look at", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                end.lock.owner = null;
            }
        }
    }

    /** To look at a message that cannot be read tells so each time; to advance over it passes it over. */
    private void refuseUnreadable(LogReader reader) {
        if (reader.isGarbled()) {
            IllegalStateException damage = reader.damage();
            reader.release();
            MappedFaults.throwNow(); // what was cut from a file while it was read looks like damage
            throw new IllegalStateException(
                    damage.getMessage() + "; it has the number " + number + ", advance to the next one to pass over it",
                    damage);
        }
    }

    private long goBehind(Portion portion) {
        long first = number;
        int last = portion.count() - 1;
        cursor = portion.following(last);
        freed = Math.max(freed, portion.freed(last));
        number = first + portion.count();
        shown = Math.max(shown, number);
        return first;
    }

    /**
     * Goes to the first unread message that has at least a number, or to where the next one will be. The caller holds the
     * lock of the end.
     *
     * @return whether there is one, readable or not; then the reader has found it
     */
    boolean seek(long from) {
        LogReader reader = end.reader();
        while (true) {
            long oldest = end.oldest();
            if (cursor < oldest || number > from) {
                cursor = oldest;
                number = UNKNOWN;
                freed = 0;
            }
            boolean found = reader.find(cursor);
            if (reader.behindRun() != 0) {
                if (!end.isLeft(cursor)) {
                    continue; // what looked like its end may be of those who have its room now
                }
                freed = Math.max(freed, reader.freedByRun());
                cursor = reader.behindRun();
            }
            if (!found) {
                if (end.isLeft(cursor)) {
                    return false;
                }
            } else if (isRead(reader)) {
                if (number >= from) {
                    freed = Math.max(freed, reader.foundPlace());
                    return true;
                }
                freed = Math.max(freed, reader.freedPlace());
                cursor = reader.following();
                number++;
            }
        }
    }

    /** Learns the number of the message at the place; false if it was taken or dropped meanwhile. */
    private boolean isRead(LogReader reader) {
        int before = reader.messagesBefore();
        if (!end.isFoundLeft(cursor)) {
            return false;
        }
        number = number == UNKNOWN ? end.log().number(reader) : number + (before - (int) number);
        return true;
    }

    /** Takes all messages before a number. */
    void advance(HandleView view, long to) {
        end.lock.lock();
        try {
            view.check(AccessRight.READ);
            if (to <= shown) {
                end.countAsPassed(to); // before anybody looks what was missed
            }
            long oldest;
            do {
                boolean atEnd = !seek(to);
                end.reader().release();
                if (atEnd) {
                    requireWritten(to);
                }
                end.countAsPassed(to);
                oldest = end.oldest();
            } while (cursor > oldest && !end.takeBefore(oldest, cursor, freed));
        } catch (RuntimeException | InternalError e) {
            throw end.failure("read from", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                end.lock.owner = null;
            }
        }
    }

    /** To take what nobody can have looked at would lose it. */
    private void requireWritten(long to) {
        long written = Math.max(shown, number == UNKNOWN ? end.log().messages() : number);
        if (to > written) {
            throw new InvalidArgumentException("cannot take the messages before number " + to + " of the mailslot '"
                    + end.name() + "', which has had " + written + " so far; give what look returned");
        }
    }
}
