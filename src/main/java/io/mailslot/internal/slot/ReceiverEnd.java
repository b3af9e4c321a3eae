package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.BufferTooSmallException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.wait.Waiting;
import java.nio.ByteBuffer;

/**
 * Takes messages for one receiver object. The cursor is in shared memory: a message is copied out first, then taken by
 * moving the cursor over it; whoever loses that race, to another process that shares the cursor, throws its copy away.
 */
final class ReceiverEnd extends SlotEnd {
    /** What {@link #take(HandleView, ByteBuffer)} returns if there is no message. */
    static final int NONE = BufferReader.NONE;

    private final Region receiver;
    private final Waiting waiting;

    ReceiverEnd(SlotEnds ends, Region receiver) {
        super(ends, receiver.getLong(ObjectEntry.MAILSLOT_OFFSET));
        this.receiver = receiver;
        this.waiting = new Waiting(word());
    }

    @Override
    Region observed() {
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
            boolean found = reader().find(cursor());
            reader().release();
            return found;
        } catch (RuntimeException | InternalError e) {
            throw failure("look at", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest message; null if there is none. */
    byte[] take(HandleView view) {
        lock.lock();
        try {
            while (true) {
                view.check(AccessRight.READ);
                long cursor = cursor();
                if (!reader().find(cursor)) {
                    return null;
                }
                byte[] message = new byte[reader().size()];
                reader().copyTo(message, 0);
                if (moveOn(cursor)) {
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
                long cursor = cursor();
                if (!reader().find(cursor)) {
                    return NONE;
                }
                int size = reader().size();
                int position = target.position();
                checkRoom(size, target);
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

    private void checkRoom(int size, ByteBuffer target) {
        if (size > target.remaining()) {
            reader().release();
            throw new BufferTooSmallException("the next message of the mailslot '" + name() + "' has " + size
                    + " bytes and the buffer has room for " + target.remaining() + "; it stays unread");
        }
    }

    private boolean moveOn(long cursor) {
        boolean taken = receiver.casLong(ObjectEntry.CURSOR_OFFSET, cursor, reader().following());
        reader().release();
        return taken;
    }

    private long cursor() {
        return receiver.getLongVolatile(ObjectEntry.CURSOR_OFFSET);
    }

    /** How long a read that starts now waits, in unsigned milliseconds. */
    int readTimeoutMs() {
        return receiver.getIntVolatile(ObjectEntry.READ_TIMEOUT_OFFSET);
    }

    void setReadTimeoutMs(int timeoutMs) {
        receiver.putIntVolatile(ObjectEntry.READ_TIMEOUT_OFFSET, timeoutMs);
    }
}
