package io.mailslot.internal.memory;

import io.mailslot.api.InvalidArgumentException;
import java.nio.ByteBuffer;

/**
 * Buffers that callers bring. One may be a view of memory that belongs to an arena of newer JDKs: of one thread only, or
 * freed by another thread at any moment. The JDK's own copies notice that and throw; so nothing else copies to or from
 * a direct buffer, and never by its address.
 */
public final class CallerBuffers {
    private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

    private CallerBuffers() {}

    /** Fails if nothing can be read from a buffer. */
    public static void requireReadable(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            try {
                NOWHERE.put(0, buffer, buffer.position(), 0); // looks whether there is memory, and touches none of it
            } catch (RuntimeException e) {
                throw unusable(e);
            }
        }
    }

    /** Fails if nothing can be put into a buffer: what fails later would look like a fault of the files. */
    public static void requireWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new InvalidArgumentException("nothing can be read into a read-only buffer of " + buffer.remaining()
                    + " bytes; give another one");
        }
        requireReadable(buffer);
    }

    /** The failure to report for what the JDK says of the memory of a caller's buffer. */
    public static InvalidArgumentException unusable(RuntimeException cause) {
        InvalidArgumentException failure = new InvalidArgumentException("the memory of the buffer cannot be used: "
                + cause.getMessage() + "; keep its arena open, and use it in the thread that it belongs to");
        failure.addSuppressed(cause);
        return failure;
    }
}
