package io.mailslot.internal.slot;

import io.mailslot.api.MessageTooLargeException;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ObjectTable;
import java.nio.ByteBuffer;

/** Appends messages for one sender object. */
final class SenderEnd extends SlotEnd {
    private final int largest;

    SenderEnd(SlotEnds ends, long mailslotId) {
        super(ends, mailslotId);
        this.largest = SlotEnds.largestMessage(maxMessageSize());
    }

    /** The receiver that lags most. The chain may change meanwhile, which is as if it had changed before. */
    @Override
    Region observed() {
        ObjectTable objects = ends().kernel().objects();
        Region laggard = null;
        Region next = objects.find(mailslot().getLong(ObjectEntry.FIRST_RECEIVER_OFFSET));
        for (int steps = 0; next != null && steps < KernelHeader.MAX_OBJECTS; steps++) {
            boolean behind = laggard == null
                    || next.getLongVolatile(ObjectEntry.CURSOR_OFFSET)
                            < laggard.getLongVolatile(ObjectEntry.CURSOR_OFFSET);
            laggard = behind ? next : laggard;
            next = objects.find(next.getLong(ObjectEntry.NEXT_RECEIVER_OFFSET));
        }
        return laggard;
    }

    void append(byte[] source, int offset, int length) {
        checkAlive();
        checkSize(length);
        word().announce();
        MessageLog open = lockLog();
        try {
            synchronized (open) {
                open.writer().append(source, offset, length);
            }
            FaultPoint.WRITE_BEFORE_WAKE.reached();
            word().signal();
        } catch (RuntimeException | InternalError e) {
            throw failure("write to", e);
        } finally {
            lock.unlock();
        }
    }

    void append(ByteBuffer message) {
        checkAlive();
        checkSize(message.remaining());
        word().announce();
        MessageLog open = lockLog();
        try {
            synchronized (open) {
                open.writer().append(message);
            }
            FaultPoint.WRITE_BEFORE_WAKE.reached();
            word().signal();
        } catch (RuntimeException | InternalError e) {
            throw failure("write to", e);
        } finally {
            lock.unlock();
        }
    }

    private MessageLog lockLog() {
        lock.lock();
        try {
            return log();
        } catch (RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    private void checkSize(int length) {
        if (length > largest) {
            throw new MessageTooLargeException("a message of " + length + " bytes does not fit into the mailslot '"
                    + name() + "', whose maximum is " + largest
                    + "; create it with a larger maximum or split the message");
        }
    }
}
