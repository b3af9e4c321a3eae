package io.mailslot.internal.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import net.openhft.chronicle.core.Memory;

/**
 * Copies message bytes between the heap or a buffer and the mapped address of a document. Checks no bounds of the document.
 * Of a direct buffer the address is not used, only its own methods: its memory may be freed meanwhile.
 */
final class Payload {
    private static final Memory MEMORY = ChronicleSettings.memory();

    /** Words of a buffer in the machine's order, whatever the buffer's own is. */
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Payload() {}

    static void write(long address, byte[] src, int offset, int length) {
        MEMORY.writeBytes(address, src, offset, length);
    }

    /** Copies from an index of {@code src}, without moving its position. */
    static void write(long address, ByteBuffer src, int from, int length) {
        if (src.hasArray()) {
            MEMORY.writeBytes(address, src.array(), src.arrayOffset() + from, length);
            return;
        }
        int words = length / Long.BYTES;
        for (int i = 0; i < words; i++) {
            MEMORY.writeLong(address + (long) i * Long.BYTES, (long) WORDS.get(src, from + i * Long.BYTES));
        }
        for (int done = words * Long.BYTES; done < length; done++) {
            MEMORY.writeByte(address + done, src.get(from + done));
        }
    }

    static void read(long address, byte[] dst, int offset, int length) {
        MEMORY.readBytes(address, dst, offset, length);
    }

    /** Copies to an index of {@code dst}, without moving its position. */
    static void read(long address, ByteBuffer dst, int to, int length) {
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (dst.hasArray()) {
            MEMORY.readBytes(address, dst.array(), (long) dst.arrayOffset() + to, length);
            return;
        }
        int words = length / Long.BYTES;
        for (int i = 0; i < words; i++) {
            WORDS.set(dst, to + i * Long.BYTES, MEMORY.readLong(address + (long) i * Long.BYTES));
        }
        for (int done = words * Long.BYTES; done < length; done++) {
            dst.put(to + done, MEMORY.readByte(address + done));
        }
    }
}
