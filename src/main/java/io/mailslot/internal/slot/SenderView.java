package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.Sender;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A handle to a sender. */
final class SenderView extends HandleView implements Sender, CachedView {
    private final SenderEnd end;

    SenderView(OwnHandles handles, int handle, long objectId, SenderEnd end) {
        super(handles, handle, objectId);
        this.end = end;
    }

    @Override
    public void write(byte[] message) {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        check(AccessRight.WRITE);
        end.append(source, offset, length);
    }

    @Override
    public void write(ByteBuffer message) {
        check(AccessRight.WRITE);
        end.append(message);
    }

    @Override
    public boolean isCurrent() {
        return isOpen() && end.isOpen();
    }

    @Override
    public MailslotInfo info() {
        checkOpen();
        return end.info();
    }
}
