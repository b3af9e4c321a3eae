package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A handle to a sender that is bound to a name: each write goes to the mailslot that has the name then, and nowhere if
 * there is none, as a broadcast does on Windows. Thread-safe.
 */
final class NameBoundSenderView extends HandleView implements Sender, CachedView {
    private final SlotEnds ends;
    private final SharedKernel kernel;
    private final MailslotName name;

    /** The end used last; any thread may replace it by a newer one. */
    private volatile SenderEnd last;

    NameBoundSenderView(OwnHandles handles, int handle, long objectId, String name, SlotEnds ends) {
        super(handles, handle, objectId);
        this.ends = ends;
        this.kernel = ends.kernel();
        this.name = MailslotName.parse(name);
    }

    @Override
    public void write(byte[] message) {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        writeToWhoeverListens(end -> end.append(source, offset, length));
    }

    @Override
    public void write(ByteBuffer message) {
        writeToWhoeverListens(end -> end.append(message));
        message.position(message.limit());
    }

    private void writeToWhoeverListens(Consumer<SenderEnd> write) {
        while (true) {
            check(AccessRight.WRITE);
            try {
                SenderEnd end = end();
                if (end != null) {
                    write.accept(end);
                }
                return;
            } catch (ReceiverGoneException | InvalidHandleException outdated) {
                // It went at this moment, and another thread may have turned to its successor. Whether it is this
                // handle that was closed is checked above.
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
        long mailslot = kernel.change(section -> kernel.names().find(name));
        SenderEnd found = mailslot == 0 ? null : ends.sender(objectId(), mailslot);
        last = found;
        return found;
    }

    @Override
    public boolean isCurrent() {
        return isOpen();
    }

    @Override
    public MailslotInfo info() {
        checkOpen();
        SenderEnd end = end();
        if (end == null) {
            throw new MailslotNotFoundException("nobody listens to the mailslot '" + name.text() + "' at this time");
        }
        return end.info();
    }
}
