package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.BufferTooSmallException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.wait.Waiting;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes messages for one receiver object. The cursor is in shared memory: a message is copied out first, then taken by
 * moving the cursor over it; whoever loses that race, to another process that shares the cursor, throws its copy away.
 * After that its room is given back.
 */
final class ReceiverEnd extends SlotEnd {
    /** What {@link #take(HandleView, ByteBuffer)} returns if there is no message. */
    static final int NONE = BufferReader.NONE;

    /** Senders that wait for room are told each time so much of the arena became free, in units of positions. */
    private static final int TELL_SHIFT = 13;

    private final ReceiverWords receiver;
    private final Waiting waiting;
    private final SignalWord room;
    private final Pin pin;

    /** Whether messages may be dropped before they are read; known once the log was looked at. */
    private boolean drops;

    /** Whether room was given back that senders have not been told of. */
    private boolean untold;

    ReceiverEnd(SlotEnds ends, ReceiverWords receiver) {
        super(ends, receiver.entry().getLong(ObjectEntry.MAILSLOT_OFFSET), new ReentrantLock());
        this.receiver = receiver;
        this.waiting = new Waiting(word());
        this.room = ObjectTable.roomWord(mailslot());
        this.pin = new Pin(receiver, ends.self());
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

    /** Whether a message is there to be taken. */
    boolean hasMessage() {
        lock.lock();
        try {
            boolean found = find() != 0;
            reader().release();
            return found;
        } catch (RuntimeException | InternalError e) {
            throw failure("look at", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest message, or copies it only; null if there is none. */
    byte[] take(HandleView view, boolean only) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                long cursor = find();
                if (cursor == 0) {
                    return null;
                }
                byte[] message = new byte[reader().size()];
                reader().copyTo(message, 0);
                if (only ? stays(cursor) : moveOn(cursor)) {
                    return message;
                }
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest message into a buffer; returns its size, {@link #NONE} if there is none. */
    int take(HandleView view, ByteBuffer target) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                long cursor = find();
                if (cursor == 0) {
                    return NONE;
                }
                int size = reader().size();
                int position = target.position();
                if (size > target.remaining()) {
                    refuse(size, target, cursor);
                    continue;
                }
                reader().copyTo(target);
                if (moveOn(cursor)) {
                    return size;
                }
                target.position(position);
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to so many messages, one after the other, and hands them out where they lie; returns how many. */
    int drain(HandleView view, int most, Consumer<ByteBuffer> handler) {
        lock.lock();
        try {
            int taken = 0;
            while (taken < most && isOpen()) {
                view.check(AccessRight.READ);
                long cursor = find();
                if (cursor == 0) {
                    break;
                }
                taken += handOver(cursor, most - taken, handler);
            }
            return taken;
        } catch (CallerFailure e) {
            throw e.thrown();
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            pin.release();
            lock.unlock();
        }
    }

    /** Hands out messages of one document, beginning with the found one; returns how many. */
    private int handOver(long cursor, int most, Consumer<ByteBuffer> handler) {
        LogReader reader = reader();
        long place = reader.place();
        boolean inPlace = place == 0 || !drops && pin.hold(place);
        long at = cursor;
        for (int taken = 0; ; ) {
            ByteBuffer message = inPlace ? reader.view() : copy(reader);
            long freed = reader.freedPlace();
            long next = reader.following();
            if (!isIntact(at) || !take(at)) {
                reader.release();
                return taken;
            }
            taken++;
            try {
                handler.accept(message);
            } catch (RuntimeException e) {
                throw new CallerFailure(e);
            } catch (InternalError e) {
                throw new CallerFailure(e);
            } finally {
                passed(at, next, freed);
            }
            if (!isOpen()) {
                return taken;
            }
            reader.endView();
            // the handler itself may have read on
            if (taken == most || cursor() != next || !reader.advance() || reader.isGarbled()) {
                reader.release();
                return taken;
            }
            at = next;
        }
    }

    private static ByteBuffer copy(LogReader reader) {
        ByteBuffer copy = ByteBuffer.allocate(reader.size());
        reader.copyTo(copy);
        return copy.flip();
    }

    /** Fails, unless the message is not the next one any more: then the size may have been anything. */
    private void refuse(int size, ByteBuffer target, long cursor) {
        if (stays(cursor)) {
            throw new BufferTooSmallException("the next message of the mailslot '" + name() + "' has " + size
                    + " bytes and the buffer has room for " + target.remaining() + "; it stays unread");
        }
    }

    /** Has the reader find the next message; returns its cursor, or 0 if there is none. */
    private long find() {
        LogReader reader = reader();
        drops = log().control().dropsOldest();
        while (true) {
            long cursor = cursor();
            if (isDropped(cursor)) {
                skipDropped(cursor);
            } else if (reader.find(cursor)) {
                if (isUsable(reader, cursor)) {
                    return cursor;
                }
            } else if (cursor() == cursor && !isDropped(cursor)) {
                tellSenders();
                return 0;
            }
        }
    }

    private boolean isDropped(long cursor) {
        return drops && log().control().lowestSegment() > Cursor.segment(cursor);
    }

    /** Whether the message that was found is the next one still, as far as can be told before it is taken. */
    private boolean isUsable(LogReader reader, long cursor) {
        if (reader.isGarbled()) {
            if (isIntact(cursor) && cursor() == cursor) {
                throw reader.damage();
            }
            return false;
        }
        // The rest of its segment may have been dropped while it was looked for, and then others in between as well.
        return !drops || Cursor.segment(reader.following()) == Cursor.segment(cursor) || !isDropped(cursor);
    }

    /**
     * Whether what was copied was still the message. What is not intact any more was dropped, and so is not the next one: if
     * the control page tells otherwise, to look again would never end.
     */
    private boolean isIntact(long cursor) {
        if (reader().isIntact()) {
            return true;
        }
        if (cursor() == cursor && !isDropped(cursor)) {
            throw log().contradiction("a message that is not dropped has lost its room");
        }
        return false;
    }

    /** Goes on with the first segment that is left, and counts what was missed. */
    private void skipDropped(long cursor) {
        LogControl control = log().control();
        long passed = receiver.passed().read(); // as long as the cursor is where it is
        int lowest = control.lowestSegment();
        int last = control.currentSegment(); // not before the other one: both grow
        if (lowest > last || lowest > Cursor.MAX_SEGMENT) {
            throw log().contradiction("begins in segment " + lowest + " and ends in " + last);
        }
        long before = control.messagesBefore(lowest);
        long released = control.arenaAtStart(lowest);
        if (control.isLowest(lowest) && receiver.cursor().change(cursor, Cursor.of(lowest, 0))) {
            FaultPoint.DROPPED_PASSED_OVER.reached();
            if (control.dropsOldest()) {
                // Elsewhere the segments that went were read to their ends, and nobody counts.
                receiver.missed().add(Math.max(0, before - passed));
                receiver.passed().raise(before);
            }
            receiver.released().raise(released);
        }
    }

    private boolean stays(long cursor) {
        boolean intact = isIntact(cursor) && cursor() == cursor;
        reader().release();
        return intact;
    }

    private boolean moveOn(long cursor) {
        LogReader reader = reader();
        long next = reader.following();
        long freed = reader.freedPlace();
        boolean taken = isIntact(cursor) && take(cursor);
        reader.release();
        if (taken) {
            passed(cursor, next, freed);
        }
        return taken;
    }

    private boolean take(long cursor) {
        LogReader reader = reader();
        int before = drops ? reader.messagesBefore() : 0;
        if (!receiver.cursor().change(cursor, reader.following())) {
            return false;
        }
        FaultPoint.READ_CURSOR_MOVED.reached();
        if (drops) {
            long passed = receiver.passed().read();
            receiver.passed().raise(passed + (before + 1 - (int) passed));
        }
        return true;
    }

    /** Gives back the room of a message that was taken. */
    private void passed(long cursor, long next, long freed) {
        if (freed != 0) {
            long released = receiver.released().read();
            receiver.released().raise(freed);
            untold = true;
            if (released >>> TELL_SHIFT != freed >>> TELL_SHIFT) {
                tellSenders();
            }
        }
        if (Cursor.segment(next) != Cursor.segment(cursor) && isOpen()) {
            log().reclaim();
            untold = true;
            tellSenders();
        }
    }

    private void tellSenders() {
        if (untold) {
            untold = false;
            room.signal();
        }
    }

    private long cursor() {
        return receiver.cursor().value();
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
