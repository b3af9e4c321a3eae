package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.BufferTooSmallException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.FirstLeft;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.Portion;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.wait.Waiting;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<Portion> spare = new AtomicReference<>();

    /** Whether messages may be dropped before they are read; known once the log was looked at. */
    private volatile boolean drops;

    /** Whether room was given back that senders have not been told of. */
    private boolean untold;

    ReceiverEnd(SlotEnds ends, ReceiverWords receiver) {
        super(ends, receiver.entry().getLong(ObjectEntry.MAILSLOT_OFFSET), new ReentrantLock());
        this.receiver = receiver;
        this.waiting = new Waiting(word());
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

    /** Takes up to so many messages, one after the other, and hands out copies with nothing locked; returns how many. */
    int drain(HandleView view, int most, Consumer<ByteBuffer> handler) {
        Portion kept = spare.getAndSet(null);
        Portion portion = kept == null ? new Portion() : kept;
        int taken = 0;
        try {
            while (taken < most && isOpen() && copy(view, portion, most - taken)) {
                taken += handOut(portion, handler);
            }
            return taken;
        } finally {
            if (portion.capacity() <= Scratch.KEPT_BYTES) {
                spare.set(portion);
            }
        }
    }

    /** Copies the messages to come, so many at most, without taking them; false if there are none. */
    private boolean copy(HandleView view, Portion portion, int most) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                long cursor = find();
                if (cursor == 0) {
                    return false;
                }
                reader().copyTo(portion, cursor, most);
                boolean intact = isIntact(cursor);
                reader().release();
                if (intact) {
                    return true;
                }
            }
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes and hands out one message after the other, as long as nobody else has taken the next one. */
    private int handOut(Portion portion, Consumer<ByteBuffer> handler) {
        for (int i = 0; i < portion.count(); i++) {
            if (!isOpen() || !take(portion, i)) {
                return i;
            }
            handler.accept(portion.message(i));
        }
        return portion.count();
    }

    private boolean take(Portion portion, int message) {
        long cursor = portion.cursor(message);
        long next = portion.following(message);
        try {
            if (!take(cursor, next, portion.messagesBefore(message))) {
                return false;
            }
            if (portion.freed(message) != 0 || !MessageLog.areTogether(next, cursor)) {
                lock.lock();
                try {
                    passed(cursor, next, portion.freed(message));
                } finally {
                    lock.unlock();
                }
            }
            return true;
        } catch (RuntimeException | InternalError e) {
            throw failure("read from", e);
        }
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
        drops = log().settings().dropsOldest();
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
        return drops && log().isDropped(cursor);
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
        return !drops || MessageLog.areTogether(reader.following(), cursor) || !isDropped(cursor);
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
        long passed = receiver.passed().read(); // as long as the cursor is where it is
        FirstLeft first = log().firstLeft();
        if (receiver.cursor().change(cursor, first.cursor())) {
            FaultPoint.DROPPED_PASSED_OVER.reached();
            receiver.missed().add(Math.max(0, first.messagesBefore() - passed));
            receiver.passed().raise(first.messagesBefore());
            receiver.released().raise(first.arenaPosition());
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
        boolean taken = isIntact(cursor) && take(cursor, next, reader.messagesBefore());
        reader.release();
        if (taken) {
            passed(cursor, next, freed);
        }
        return taken;
    }

    private boolean take(long cursor, long next, int messagesBefore) {
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
        if (!MessageLog.areTogether(next, cursor) && reclaim()) {
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
