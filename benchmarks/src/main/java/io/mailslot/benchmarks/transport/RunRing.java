package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least of a ring in which any process writes under a lock word and commits each message by a store to its header:
 * what a log costs that has nothing else to do. Messages have 64 bytes.
 *
 * <pre>
 *     0 lock | 8 messages written | 128 cursor of the receiver | 192 signal word
 *  4096 header 4, not 0 once it is a message | (unused) 4 | message 64
 * </pre>
 */
public final class RunRing {
    /** Bytes of a message. */
    public static final int SIZE = 64;

    private static final int LOCK = 0;
    private static final int WRITTEN = 8;
    private static final int CURSOR = 128;
    private static final int SIGNAL = 192;
    private static final int RECORDS = 4096;
    private static final int RECORD = 8 + SIZE;
    private static final int COUNT = 1 << 16;
    private static final long OWNER = 1;

    private final UnsafeBuffer memory;
    private long position;
    private long limit = COUNT - 1;
    private int at = RECORDS;

    private RunRing(UnsafeBuffer memory) {
        this.memory = memory;
    }

    /**
     * Opens one end, of two in all; whoever is first makes the file.
     *
     * @param file where
     * @return the end
     * @throws IOException if it cannot be
     */
    public static RunRing open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, RECORDS + (long) RECORD * COUNT);
            return new RunRing(new UnsafeBuffer(memory));
        }
    }

    /**
     * Sends a message; waits while there is no room.
     *
     * @param message 64 bytes
     */
    public void send(ByteBuffer message) {
        while (position >= limit) {
            limit = memory.getLongVolatile(CURSOR) + COUNT - 1;
            Thread.onSpinWait();
        }
        while (!memory.compareAndSetLong(LOCK, 0, OWNER)) {
            Thread.onSpinWait();
        }
        int next = after(at);
        memory.putInt(next, 0);
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            memory.putLong(at + 8 + i, message.getLong(i));
        }
        memory.putIntOrdered(at, SIZE + 1);
        memory.putLongOrdered(WRITTEN, ++position);
        memory.putLongOrdered(LOCK, 0);
        at = next;
        VarHandle.fullFence();
        if (memory.getInt(SIGNAL) != 0) {
            throw new IllegalStateException("nobody sleeps here");
        }
    }

    /**
     * Takes a message, if there is one.
     *
     * @param target where its 64 bytes go
     * @return whether there was one
     */
    public boolean poll(ByteBuffer target) {
        if (memory.getIntVolatile(at) == 0) {
            return false;
        }
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            target.putLong(i, memory.getLong(at + 8 + i));
        }
        at = after(at);
        if (!memory.compareAndSetLong(CURSOR, position, position + 1)) {
            throw new IllegalStateException("somebody else reads");
        }
        position++;
        return true;
    }

    private static int after(int record) {
        int next = record + RECORD;
        return next == RECORDS + RECORD * COUNT ? RECORDS : next;
    }
}
