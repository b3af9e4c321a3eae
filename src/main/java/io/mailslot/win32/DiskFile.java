package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.api.FileObject;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.slot.BufferReader;
import java.nio.ByteBuffer;

/** An ordinary file. With an offset the pointer is left behind what was read or written, as Windows does. */
final class DiskFile implements OpenFile {
    /** The offset that stands for the end of the file; for writes only. */
    private static final long END = -1;

    /** The offset that stands for where the pointer is. */
    private static final long POINTER = -2;

    private final FileObject file;

    DiskFile(Kernel kernel, int handle) {
        this.file = kernel.files().file(handle);
    }

    @Override
    public boolean isCurrent() {
        return ((HandleView) file).isOpen();
    }

    @Override
    public int read(byte[] buffer, int length) {
        return file.read(ByteBuffer.wrap(buffer, 0, length));
    }

    /** Reads from an offset on; returns how many bytes there were. */
    int read(ByteBuffer target, long offset) {
        if (offset == POINTER) {
            return file.read(target);
        }
        int size = file.read(target, offset);
        if (size > 0) {
            file.seek(offset + size);
        }
        return size;
    }

    @Override
    public BufferReader reader() {
        throw new InvalidArgumentException(
                "handle " + file.handle() + " names the file " + file.path() + ", and this call needs a mailslot");
    }

    @Override
    public void write(byte[] buffer, int length) {
        file.write(ByteBuffer.wrap(buffer, 0, length));
    }

    @Override
    public void write(byte[] buffer, int length, long offset) {
        if (offset == POINTER) {
            write(buffer, length);
            return;
        }
        long start = offset == END ? file.size() : offset;
        int size = file.write(ByteBuffer.wrap(buffer, 0, length), start);
        if (size > 0) {
            file.seek(start + size);
        }
    }
}
