package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A range of mapped memory that processes share. Offsets are bytes from its start; an int must lie on a multiple of 4
 * and a long on a multiple of 8. Safe for use by any thread; the memory order is in each method's name. The bounds are
 * checked by the buffer below, so a damaged offset ends in an exception and never in a JVM crash.
 */
public final class Region {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer buffer;

    /** Asked for when a thread first sleeps here or wakes another one; 0 until then. Every thread finds the same. */
    private long address;

    Region(ByteBuffer buffer) {
        this.buffer = buffer.order(ByteOrder.nativeOrder());
    }

    /**
     * Memory that no other process sees, zeroed.
     *
     * @param length bytes
     * @return a region that goes with its last reference
     */
    public static Region inThisProcess(int length) {
        return new Region(ByteBuffer.allocateDirect(length));
    }

    /**
     * Unmaps the memory at once instead of with the last reference. Only for a region that was mapped as a whole, of
     * which no part and no view is used any more: whoever did would end the JVM.
     */
    public void unmap() {
        Unmapping.unmap(buffer);
    }

    /** As {@link #unmap}, for a region that was made {@link #inThisProcess}. */
    void free() {
        Unmapping.free(buffer);
    }

    /** The memory itself, for bulk copies; in the machine's byte order, not to be moved. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * A part of this region with offsets of its own.
     *
     * @param offset first byte
     * @param length bytes
     * @return the part, over the same memory
     */
    public Region slice(int offset, int length) {
        return new Region(buffer.slice(offset, length));
    }

    /** Bytes in this region. */
    public int length() {
        return buffer.capacity();
    }

    /**
     * Where an int lies, for native calls; whoever makes one keeps this region reachable until it has returned, and
     * thereby mapped.
     */
    long address(int offset) {
        Objects.checkFromIndexSize(offset, Integer.BYTES, buffer.capacity());
        if (address == 0) {
            address = NativeAccess.addressOf(buffer);
        }
        return address + offset;
    }

    public int getInt(int offset) {
        return (int) INT.get(buffer, offset);
    }

    public void putInt(int offset, int value) {
        INT.set(buffer, offset, value);
    }

    public int getIntVolatile(int offset) {
        return (int) INT.getVolatile(buffer, offset);
    }

    public void putIntRelease(int offset, int value) {
        INT.setRelease(buffer, offset, value);
    }

    public void putIntVolatile(int offset, int value) {
        INT.setVolatile(buffer, offset, value);
    }

    public boolean casInt(int offset, int expected, int value) {
        return INT.compareAndSet(buffer, offset, expected, value);
    }

    public long getLong(int offset) {
        return (long) LONG.get(buffer, offset);
    }

    public void putLong(int offset, long value) {
        LONG.set(buffer, offset, value);
    }

    public long getLongVolatile(int offset) {
        return (long) LONG.getVolatile(buffer, offset);
    }

    public void putLongRelease(int offset, long value) {
        LONG.setRelease(buffer, offset, value);
    }

    public void putLongVolatile(int offset, long value) {
        LONG.setVolatile(buffer, offset, value);
    }

    public boolean casLong(int offset, long expected, long value) {
        return LONG.compareAndSet(buffer, offset, expected, value);
    }

    /** Adds to a long, atomically. */
    public void addLong(int offset, long more) {
        LONG.getAndAdd(buffer, offset, more);
    }

    public void getBytes(int offset, byte[] target) {
        buffer.get(offset, target);
    }

    public void putBytes(int offset, byte[] source) {
        buffer.put(offset, source);
    }

    /** Writes zeros over a part, plainly. */
    public void clear(int offset, int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            putLong(offset + i, 0);
        }
    }
}
