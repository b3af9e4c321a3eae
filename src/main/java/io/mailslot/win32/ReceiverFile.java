package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.internal.slot.BufferReader;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A receiver as a file. */
final class ReceiverFile implements OpenFile {
    private final Kernel kernel;
    private final BufferReader reader;

    /** Wraps the array that was read into last: programs read into the same one again and again. */
    private final AtomicReference<@Nullable ByteBuffer> wrapper = new AtomicReference<>();

    ReceiverFile(Kernel kernel, int handle) {
        this.kernel = kernel;
        this.reader = (BufferReader) kernel.receiver(handle);
    }

    @Override
    public BufferReader reader() {
        return reader;
    }

    @Override
    public boolean isCurrent() {
        return reader.isCurrent();
    }

    @Override
    public int read(byte[] buffer, int length) {
        ByteBuffer known = wrapper.getAndSet(null);
        ByteBuffer target = known != null && known.array() == buffer ? known.clear() : ByteBuffer.wrap(buffer);
        int size = reader.readInTime(target.limit(length));
        wrapper.lazySet(target);
        return size == BufferReader.NONE ? TIMED_OUT : size;
    }

    @Override
    public void write(byte[] buffer, int length) {
        kernel.sender(reader.handle()).write(buffer, 0, length); // fails, and says why
    }
}
