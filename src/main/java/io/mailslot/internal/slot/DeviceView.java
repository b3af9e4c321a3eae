package io.mailslot.internal.slot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Sender;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/** A handle to {@code \\.\mailslot} itself, which can be opened and is good for nothing else. */
final class DeviceView extends HandleView implements Sender, CachedView {
    DeviceView(OwnHandles handles, int handle, long objectId) {
        super(handles, handle, objectId);
    }

    @Override
    public void write(byte[] message) {
        throw notPossible();
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw notPossible();
    }

    @Override
    public void write(ByteBuffer message) {
        throw notPossible();
    }

    @Override
    public boolean tryWrite(byte[] source, int offset, int length) {
        throw notPossible();
    }

    @Override
    public boolean tryWrite(ByteBuffer message) {
        throw notPossible();
    }

    @Override
    public void write(MessageBatch batch) {
        throw notPossible();
    }

    @Override
    public void write(int length, Consumer<ByteBuffer> filler) {
        throw notPossible();
    }

    @Override
    public MailslotInfo info() {
        throw notPossible();
    }

    @Override
    public void awaitTaken(Duration timeout) {
        throw notPossible();
    }

    @Override
    public boolean isCurrent() {
        return isOpen();
    }

    private MailslotException notPossible() {
        return reading(() -> {
            checkOpen();
            return refusal(handle());
        });
    }

    /** The failure of everything that can be done to a mailslot, but not to all of them. */
    static MailslotException refusal(int handle) {
        return new MailslotException(
                ErrorCode.INVALID_FUNCTION,
                "handle " + handle
                        + " names no mailslot but \\\\.\\mailslot, where all of them are; open one by its name");
    }
}
