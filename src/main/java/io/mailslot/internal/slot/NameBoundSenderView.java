package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameSearch;
import io.mailslot.internal.object.OwnHandles;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A handle to a sender that is bound to a name: each write goes to the mailslot that has the name then, and nowhere if
 * there is none, as a broadcast does on Windows. Thread-safe.
 */
final class NameBoundSenderView extends HandleView implements Sender, CachedView {
    private final SlotEnds ends;
    private final NameSearch mailslots;
    private final MailslotName name;
    private final int timeoutMs;
    private final Scratch scratch = new Scratch();

    /** The end used last; any thread may replace it by a newer one. */
    private volatile SenderEnd last;

    NameBoundSenderView(
            OwnHandles handles, int handle, long objectId, MailslotName name, int timeoutMs, SlotEnds ends) {
        super(handles, handle, objectId);
        this.ends = ends;
        this.mailslots = new NameSearch(ends.kernel());
        this.name = name;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void write(byte[] message) {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        write(end -> end.append(source, offset, length, false), length);
    }

    @Override
    public boolean tryWrite(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return writeToWhoeverListens(end -> end.append(source, offset, length, true));
    }

    @Override
    public void write(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        write(end -> end.append(message, false), message.remaining());
        message.position(message.limit());
    }

    @Override
    public boolean tryWrite(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        boolean done = writeToWhoeverListens(end -> end.append(message, true));
        if (done) {
            message.position(message.limit());
        }
        return done;
    }

    @Override
    public void write(MessageBatch batch) {
        check(AccessRight.WRITE);
        if (!batch.isEmpty()) {
            write(end -> end.append(batch), batch.messageBytes());
        }
    }

    @Override
    public void write(int length, Consumer<ByteBuffer> filler) {
        Scratch.require(length, filler);
        boolean[] heard = new boolean[1];
        writeToWhoeverListens(end -> {
            end.requireFitting(length);
            heard[0] = true;
            return true;
        });
        if (heard[0]) {
            Scratch.Page page = scratch.fill(length, filler);
            try {
                write(page.message(length));
            } finally {
                scratch.giveBack(page);
            }
        }
    }

    private void write(Predicate<SenderEnd> attempt, int length) {
        while (!writeToWhoeverListens(attempt)) {
            SenderEnd full = last;
            if (full != null) {
                try {
                    full.waitForRoom(() -> writeToWhoeverListens(attempt), timeoutMs, length);
                    return;
                } catch (ReceiverGoneException gone) {
                    // Then there is nobody to wait for, or a successor.
                    last = null;
                }
            }
        }
    }

    /** Writes once; false if the mailslot that has the name is full. */
    private boolean writeToWhoeverListens(Predicate<SenderEnd> attempt) {
        while (true) {
            check(AccessRight.WRITE);
            try {
                SenderEnd end = end();
                return end == null || attempt.test(end);
            } catch (ReceiverGoneException | InvalidHandleException outdated) {
                // It went at this moment, and another thread may have turned to its successor. Whether it is this
                // handle that was closed is checked above.
                ends.checkOpen();
                last = null;
            }
        }
    }

    /** The end of the mailslot that has the name now, null if there is none. */
    private SenderEnd end() {
        SenderEnd known = last;
        if (known != null && known.isAlive()) {
            return known;
        }
        try {
            long mailslot = mailslots.find(name);
            SenderEnd found = mailslot == 0 ? null : ends.sender(objectId(), mailslot);
            last = found;
            closeIfClosed();
            return found;
        } catch (InternalError fault) {
            throw cut(fault);
        }
    }

    @Override
    public boolean isCurrent() {
        return isOpen();
    }

    @Override
    public MailslotInfo info() {
        return reading(() -> {
            checkOpen();
            SenderEnd end = end();
            if (end == null) {
                throw new MailslotNotFoundException(
                        "nobody listens to the mailslot '" + name.text() + "' at this time");
            }
            return end.info();
        });
    }
}
