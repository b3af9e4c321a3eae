package io.mailslot.internal.log;

import io.mailslot.internal.memory.MappedFaults;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.Memory;

/** Copies message bytes between the heap or a buffer and the mapped address of a document. Checks no bounds. */
final class Payload {
    private static final Memory MEMORY = ChronicleSettings.memory();
    private static final int CHUNK_BYTES = 8 << 10;

    private Payload() {}

    static void write(long address, byte[] src, int offset, int length) {
        MEMORY.writeBytes(address, src, offset, length);
    }

    /** Copies from an index of {@code src}, without moving its position. */
    static void write(long address, ByteBuffer src, int from, int length) {
        if (src.hasArray()) {
            MEMORY.writeBytes(address, src.array(), src.arrayOffset() + from, length);
        } else if (src.isDirect()) {
            MEMORY.copyMemory(Jvm.address(src) + from, address, (long) length);
            Reference.reachabilityFence(src);
            MappedFaults.throwNowOf(src);
        } else {
            // a read-only heap buffer hides its array
            byte[] chunk = new byte[Math.min(length, CHUNK_BYTES)];
            for (int done = 0; done < length; done += chunk.length) {
                int part = Math.min(chunk.length, length - done);
                src.get(from + done, chunk, 0, part);
                MEMORY.writeBytes(address + done, chunk, 0, part);
            }
        }
    }

    static void read(long address, byte[] dst, int offset, int length) {
        MEMORY.readBytes(address, dst, offset, length);
    }

    /** Copies to the position of {@code dst} and moves it on. */
    static void read(long address, ByteBuffer dst, int length) {
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (dst.hasArray()) {
            MEMORY.readBytes(address, dst.array(), (long) dst.arrayOffset() + dst.position(), length);
        } else {
            MEMORY.copyMemory(address, Jvm.address(dst) + dst.position(), (long) length);
            Reference.reachabilityFence(dst);
            MappedFaults.throwNowOf(dst);
        }
        dst.position(dst.position() + length);
    }
}
