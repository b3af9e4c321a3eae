package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.Sender;
import io.mailslot.internal.slot.BufferReader;
import io.mailslot.internal.slot.CachedView;
import java.nio.ByteBuffer;

/** A sender as a file. */
final class SenderFile implements OpenFile {
    private final Kernel kernel;
    private final Sender sender;

    SenderFile(Kernel kernel, int handle) {
        this.kernel = kernel;
        this.sender = kernel.sender(handle);
    }

    Sender sender() {
        return sender;
    }

    @Override
    public boolean isCurrent() {
        return ((CachedView) sender).isCurrent();
    }

    @Override
    public int read(byte[] buffer, int length) {
        return reader().read(ByteBuffer.wrap(buffer, 0, length));
    }

    @Override
    public BufferReader reader() {
        return (BufferReader) kernel.receiver(sender.handle()); // fails, and says why
    }

    @Override
    public void write(byte[] buffer, int length) {
        if (!sender.tryWrite(buffer, 0, length)) {
            throw new MailslotFullException("the mailslot of handle " + sender.handle() + " has no room for " + length
                    + " bytes; try again when its receivers have read");
        }
    }
}
