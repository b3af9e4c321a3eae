package io.mailslot.it.stale;

import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The queue of free entries of a home in which nothing else happens. */
final class FreeEntries implements AutoCloseable {
    private final FileChannel tables;
    private final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());

    FreeEntries(Path home) throws IOException {
        tables = FileChannel.open(home.resolve("kernel.dat"));
    }

    /** How many others are used before that one; -1 if it is not free. */
    int before(int entry) throws IOException {
        int next = number(KernelHeader.FREE_OBJECT_OFFSET) - 1;
        for (int before = 0; next >= 0; before++) {
            if (next == entry) {
                return before;
            }
            next = number(KernelHeader.OBJECT_TABLE_OFFSET
                            + (long) next * ObjectEntry.LENGTH
                            + ObjectEntry.CHAIN_OFFSET)
                    - 1;
        }
        return -1;
    }

    private int number(long offset) throws IOException {
        tables.read(word.clear(), offset);
        return word.getInt(0);
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
