package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A handle to a sender. */
final class SenderView extends HandleView implements Sender, CachedView {
    private final SenderEnd end;
    private final Scratch scratch = new Scratch();
    private final int timeoutMs;

    SenderView(OwnHandles handles, int handle, long objectId, SenderEnd end, int timeoutMs) {
        super(handles, handle, objectId);
        this.end = end;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void write(byte[] message) {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (!append(source, offset, length, false)) {
            waitForRoom(() -> append(source, offset, length, false), length);
        }
    }

    @Override
    public boolean tryWrite(byte[] source, int offset, int length) {
        return append(source, offset, length, true);
    }

    private boolean append(byte[] source, int offset, int length, boolean atOnce) {
        Objects.checkFromIndexSize(offset, length, source.length);
        try {
            check(AccessRight.WRITE);
            return end.append(source, offset, length, atOnce);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("write to", fault);
        }
    }

    @Override
    public void write(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        if (!append(message, false)) {
            waitForRoom(() -> append(message, false), message.remaining());
        }
    }

    @Override
    public boolean tryWrite(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        return append(message, true);
    }

    private boolean append(ByteBuffer message, boolean atOnce) {
        try {
            check(AccessRight.WRITE);
            return end.append(message, atOnce);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("write to", fault, message);
        }
    }

    @Override
    public void write(MessageBatch batch) {
        check(AccessRight.WRITE);
        if (!batch.isEmpty() && !append(batch)) {
            waitForRoom(() -> append(batch), batch.messageBytes());
        }
    }

    private boolean append(MessageBatch batch) {
        try {
            check(AccessRight.WRITE);
            return end.append(batch, false);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("write to", fault);
        }
    }

    @Override
    public void write(int length, Consumer<ByteBuffer> filler) {
        Scratch.require(length, filler);
        requireFitting(length);
        Scratch.Page page = scratch.fill(length, filler);
        try {
            write(page.message(length));
        } finally {
            scratch.giveBack(page);
        }
    }

    private void requireFitting(int length) {
        try {
            check(AccessRight.WRITE);
            end.requireFitting(length);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("write to", fault);
        }
    }

    private void waitForRoom(BooleanSupplier attempt, int length) {
        try {
            end.waitForRoom(attempt, timeoutMs, length);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        }
    }

    @Override
    public void awaitTaken(Duration timeout) {
        reading(() -> {
            checkOpen();
            try {
                new TakenWait(end).until(timeout, this::checkOpen);
                return null;
            } catch (ReceiverGoneException gone) {
                throw goneUnlessClosed(gone);
            }
        });
    }

    @Override
    public boolean isCurrent() {
        return isOpen() && end.isOpen();
    }

    @Override
    public MailslotInfo info() {
        return reading(() -> {
            checkOpen();
            try {
                return end.info();
            } catch (ReceiverGoneException gone) {
                throw goneUnlessClosed(gone);
            }
        });
    }
}
