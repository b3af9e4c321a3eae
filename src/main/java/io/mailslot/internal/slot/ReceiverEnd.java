package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.BufferTooSmallException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.FirstLeft;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.Portion;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.ShortLock;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.wait.Waiting;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes messages for one receiver object. The cursor is in shared memory: a message is copied out first, then taken by
 * moving the cursor over it; whoever loses that race, to another process that shares the cursor, throws its copy away.
 * After that its room is given back.
 */
final class ReceiverEnd extends SlotEnd {
    /** What {@link #take(HandleView, ByteBuffer)} returns if there is no message. */
    static final int NONE = BufferReader.NONE;

    private final ReceiverWords receiver;
    private final Waiting waiting;
    private final SignalWord room;
    private final AtomicReference<Portion> spare = new AtomicReference<>();

    private final LookAhead ahead = new LookAhead(this);
    private final Drain drain = new Drain(this);

    /** The number from which on a message ends waits of this process; 0 for any. */
    private volatile long signaledFrom;

    /** Whether messages may be dropped before they are read; known once the log was looked at. */
    private volatile boolean drops;

    /** Cursor of the message that the reader has found. */
    private long at;

    ReceiverEnd(SlotEnds ends, ReceiverWords receiver) {
        super(ends, receiver.entry().getLong(ObjectEntry.MAILSLOT_OFFSET), new ShortLock());
        this.receiver = receiver;
        this.waiting = new Waiting(ends.notes(), new long[] {receiver.id()}, word());
        this.room = ObjectTable.roomWord(mailslot());
    }

    @Override
    ReceiverWords observed() {
        receiver.cursor().value(); // fails if the receiver is gone
        return receiver;
    }

    /** Where all readers of this receiver wait for messages. */
    Waiting waiting() {
        return waiting;
    }

    /** What takes messages one after the other, and hands them out with nothing locked. */
    Drain drain() {
        return drain;
    }

    /** What shows messages without taking them. */
    LookAhead ahead() {
        return ahead;
    }

    /** Has waits of this process end for messages from a number on only; 0 for any. */
    void setSignaledFrom(long number) {
        long former = signaledFrom;
        signaledFrom = number;
        if (number < former) {
            Waiting.wakeAll(); // what is there already may be what they wait for now
        }
    }

    /** Whether a message is there that ends waits: to be taken, or one that cannot be read is there to be told of. */
    boolean hasMessage() {
        lock.lock();
        try {
            return findsMessage(signaledFrom);
        } catch (RuntimeException | InternalError e) {
            throw failure("look at", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** As {@link #hasMessage}, unless somebody is at work, who sees what there is. Waits for nobody. */
    boolean seemsSignaled() {
        return seemsToHave(signaledFrom);
    }

    /** As {@link #seemsSignaled}, whether there is anything to read: what ends waits is nothing to reads. */
    boolean seemsReadable() {
        return seemsToHave(0);
    }

    private boolean seemsToHave(long from) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return findsMessage(from);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    private boolean findsMessage(long from) {
        boolean found = from == 0 ? find() != Found.NOTHING : ahead.seek(from);
        reader().release();
        return found;
    }

    /** Takes the oldest message, or copies it only; null if there is none. */
    byte[] take(HandleView view, boolean only) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                Found found = find();
                if (found == Found.NOTHING) {
                    return null;
                }
                if (found == Found.UNREADABLE) {
                    tellDamage(only);
                    continue;
                }
                byte[] message = new byte[reader().size()];
                reader().copyTo(message, 0);
                if (only ? stays() : moveOn()) {
                    return message;
                }
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** Takes the oldest message into a buffer; returns its size, {@link #NONE} if there is none. */
    int take(HandleView view, ByteBuffer target) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                Found found = find();
                if (found == Found.NOTHING) {
                    return NONE;
                }
                if (found == Found.UNREADABLE) {
                    tellDamage(false);
                    continue;
                }
                int size = reader().size();
                int position = target.position();
                if (size > target.remaining()) {
                    refuse(size, target);
                    continue;
                }
                reader().copyTo(target);
                if (moveOn()) {
                    return size;
                }
                target.position(position);
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e, target);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** A place for copies that are handed out with nothing locked. */
    Portion borrow() {
        Portion kept = spare.getAndSet(null);
        return kept == null ? new Portion() : kept;
    }

    void giveBack(Portion portion) {
        if (portion.capacity() <= Scratch.KEPT_BYTES) {
            spare.setRelease(portion); // who does not see it yet makes another one
        }
    }

    /** Copies the messages to come, so many at most, without taking them; false if there are none. */
    boolean copy(HandleView view, Portion portion, int most) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                Found found = find();
                if (found == Found.NOTHING) {
                    return false;
                }
                if (found == Found.UNREADABLE) {
                    tellDamage(false);
                    continue;
                }
                reader().copyTo(portion, at, most);
                boolean intact = isIntact();
                reader().release();
                if (intact) {
                    return true;
                }
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** Fails, unless the message is not the next one any more: then the size may have been anything. */
    private void refuse(int size, ByteBuffer target) {
        if (stays()) {
            throw new BufferTooSmallException("the next message of the mailslot '" + name() + "' has " + size
                    + " bytes and the buffer has room for " + target.remaining() + "; it stays unread");
        }
    }

    /**
     * Tells of a message that cannot be read. Whoever would take it passes over it, and is the only one to tell: what follows
     * it can be read then.
     */
    private void tellDamage(boolean only) {
        LogReader reader = reader();
        long cursor = at;
        IllegalStateException damage = reader.damage();
        long next = reader.following();
        reader.release();
        MappedFaults.throwNow(); // what was cut from a file while it was read looks like damage
        if (only) {
            throw damage;
        }
        if (receiver.cursor().change(cursor, next)) {
            FaultPoint.READ_CURSOR_MOVED.reached();
            passed(cursor, next, 0); // whatever room it has comes back with what follows
            throw new IllegalStateException(
                    damage.getMessage() + "; it is passed over, read again for what follows it", damage);
        }
    }

    /** Has the reader find the next message; {@link #at} is its cursor then. */
    private Found find() {
        while (true) {
            at = oldest();
            Found found = find(receiver, at, at);
            if (found == Found.OVERTAKEN) {
                continue;
            }
            if (reader().behindRun() == 0) {
                return found;
            }
            leaveRun();
        }
    }

    /**
     * Moves the cursor from the end of a run, of which all is taken, to the next document; only then its room is free. That
     * it was the run's own end was asked when it was found.
     */
    private void leaveRun() {
        long behind = reader().behindRun();
        long freed = reader().freedByRun();
        reader().release();
        if (receiver.cursor().change(at, behind)) {
            FaultPoint.RUN_LEFT.reached();
            passed(at, behind, freed);
        }
    }

    private boolean isIntact() {
        return isIntact(receiver, at, at);
    }

    /** Where the oldest message is, or will be, that is neither taken nor dropped. The caller holds the lock. */
    long oldest() {
        boolean dropsOldest = log().settings().dropsOldest();
        if (drops != dropsOldest) { // once: to write it costs a fence
            drops = dropsOldest;
        }
        while (true) {
            long cursor = receiver.cursor().value();
            if (log().isDropped(cursor)) {
                skipDropped(cursor);
            } else if (!dropsOldest || !MessageLog.isBehindDropped(cursor) || countDropped(cursor)) {
                return cursor;
            }
        }
    }

    /** Whether the message at a cursor is taken by now. */
    boolean isTaken(long cursor) {
        return receiver.cursor().read() > cursor && receiver.cursor().isCurrent();
    }

    /** Whether nobody has taken or dropped the message at a cursor until now. The caller holds the lock. */
    boolean isLeft(long cursor) {
        VarHandle.loadLoadFence(); // what was read of it before was read before
        return !isTaken(cursor) && !log().isDropped(cursor);
    }

    /** As {@link #isLeft}, for what the reader has found: then it has read what the message was all the time. */
    boolean isFoundLeft(long cursor) {
        boolean intact = reader().isIntact();
        if (!isLeft(cursor)) {
            return false;
        }
        if (!intact) {
            throw log().contradiction("a message that is not dropped has lost its room");
        }
        return true;
    }

    /** Has messages before a number count as dealt with, where they may be dropped: they were not missed. */
    void countAsPassed(long number) {
        if (log().settings().dropsOldest()) {
            receiver.passed().raise(number);
        }
    }

    /** Takes all from the oldest message on up to another one; false if it is not the oldest any more. */
    boolean takeBefore(long oldest, long next, long freed) {
        FaultPoint.ADVANCE_COUNTED.reached();
        if (!receiver.cursor().change(oldest, next)) {
            return false;
        }
        FaultPoint.READ_CURSOR_MOVED.reached();
        passed(oldest, next, freed);
        return true;
    }

    /** Goes on with the first segment that is left; what was missed is counted by whoever finds the cursor there. */
    private void skipDropped(long cursor) {
        if (receiver.cursor().change(cursor, log().firstLeft().cursor())) {
            FaultPoint.DROPPED_PASSED_OVER.reached();
        }
    }

    /** Counts what was dropped before the begin of a segment; false if that is dropped by now, too. */
    private boolean countDropped(long cursor) {
        int segment = MessageLog.segment(cursor);
        if (receiver.isMissedCounted(segment, log().messagesBeforeSegment(cursor))) {
            return true;
        }
        FirstLeft first = log().segmentStart(cursor);
        if (log().isDropped(cursor)) {
            return false;
        }
        receiver.countMissed(segment, new ReceiverStart(first.cursor(), first.arenaPosition(), first.messagesBefore()));
        return true;
    }

    /** Whether the message that was found, and looked at, is still the next one. */
    private boolean stays() {
        boolean intact = isIntact() && receiver.cursor().value() == at;
        reader().release();
        return intact;
    }

    private boolean moveOn() {
        LogReader reader = reader();
        long cursor = at;
        long next = reader.following();
        long freed = reader.freedPlace();
        boolean taken = isIntact() && take(cursor, next, reader.messagesBefore());
        reader.release();
        if (taken) {
            passed(cursor, next, freed);
        }
        return taken;
    }

    /** Tells those who sleep for room that a message was taken. */
    void tellSenders() {
        room.signalAfterFence(); // the cursor was moved by a compare-and-set
    }

    /** Takes the message at a cursor, if nobody else has. */
    boolean take(long cursor, long next, int messagesBefore) {
        if (!receiver.cursor().change(cursor, next)) {
            return false;
        }
        FaultPoint.READ_CURSOR_MOVED.reached();
        if (drops) {
            long passed = receiver.passed().read();
            receiver.passed().raise(passed + (messagesBefore + 1 - (int) passed));
        }
        return true;
    }

    /**
     * Gives back the room of what was taken, and tells those who sleep for it: each message may be enough. The caller holds
     * the lock.
     */
    void passed(long cursor, long next, long freed) {
        if (freed != 0) {
            receiver.released().raise(freed);
        }
        if (!MessageLog.areTogether(next, cursor)) {
            reclaim();
        }
        tellSenders();
    }

    /** How long a read that starts now waits, in unsigned milliseconds. */
    int readTimeoutMs() {
        try {
            return (int) receiver.readTimeoutMs().value();
        } catch (InternalError e) {
            throw failure("read from", e);
        }
    }

    /** False if the receiver is gone. */
    boolean setReadTimeoutMs(int timeoutMs) {
        try {
            return receiver.readTimeoutMs().set(timeoutMs);
        } catch (InternalError e) {
            throw failure("change", e);
        }
    }
}
