package io.mailslot.internal.log;

import io.mailslot.internal.memory.PlainFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads words of the arena of a log through a file descriptor of its own: maps and changes nothing. */
final class ArenaLook implements AutoCloseable {
    private final RandomAccessFile file;
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());

    /** @throws IOException if there is none, or it cannot be read */
    ArenaLook(Path folder) throws IOException {
        this.file = PlainFile.at(folder.resolve(Arena.FILE)).openUninterrupted("r");
    }

    /** Whether what lies at a place is what was reserved there, and nobody else's by now. */
    boolean holds(long place) throws IOException {
        return read(ArenaPosition.offset(place), Long.BYTES).getLong(0) == place;
    }

    /** An int, at an offset from what was reserved at a place. */
    int getInt(long place, long offset) throws IOException {
        return read(ArenaPosition.offset(place) + Long.BYTES + offset, Integer.BYTES)
                .getInt(0);
    }

    /** Bytes, at an offset from what was reserved at a place. */
    byte[] bytes(long place, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(ArenaPosition.offset(place) + Long.BYTES + offset, bytes, length);
        return bytes;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        read(at, word.array(), length);
        return word;
    }

    private void read(long at, byte[] target, int length) throws IOException {
        file.seek(at);
        for (int filled = 0; filled < length; ) {
            int read = file.read(target, filled, length - filled);
            if (read < 0) {
                throw new EOFException("the arena ends before " + (at + length));
            }
            filled += read;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
