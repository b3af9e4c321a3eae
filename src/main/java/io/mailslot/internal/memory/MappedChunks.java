package io.mailslot.internal.memory;

import java.io.IOException;
import java.util.Arrays;

/**
 * A table that grows by chunks, mapped as far as it was asked for. What is mapped stays mapped for as long as somebody can
 * reach it. Thread-safe; a look-up is one volatile read.
 */
public final class MappedChunks {
    private final PlainFile file;
    private final boolean readOnly;
    private final int headerLength;
    private final int chunkLength;

    /** Appended to and replaced as a whole. Guarded by this for writing. */
    private volatile Region[] chunks = {};

    /**
     * A table in a file.
     *
     * @param file the file
     * @param readOnly whether stores must fail
     * @param headerLength bytes before the first chunk
     * @param chunkLength bytes of each chunk
     */
    public MappedChunks(PlainFile file, boolean readOnly, int headerLength, int chunkLength) {
        this.file = file;
        this.readOnly = readOnly;
        this.headerLength = headerLength;
        this.chunkLength = chunkLength;
    }

    /** Where in the file a chunk begins. */
    public long offset(int chunk) {
        return headerLength + (long) chunk * chunkLength;
    }

    /** Chunks that are mapped. */
    public int mapped() {
        return chunks.length;
    }

    /**
     * A chunk, which must exist in the file.
     *
     * @throws io.mailslot.api.HomeException if it cannot be mapped
     */
    public Region get(int chunk) {
        Region[] mapped = chunks;
        return chunk < mapped.length ? mapped[chunk] : map(chunk + 1)[chunk];
    }

    /** Unmaps all chunks; nobody may use this any more. */
    public synchronized void unmap() {
        for (Region chunk : chunks) {
            chunk.unmap();
        }
        chunks = new Region[0];
    }

    private synchronized Region[] map(int count) {
        Region[] mapped = chunks;
        int first = mapped.length;
        if (first >= count) {
            return mapped;
        }
        mapped = Arrays.copyOf(mapped, count);
        try {
            for (int i = first; i < count; i++) {
                mapped[i] = MappedFiles.map(file, offset(i), chunkLength, readOnly);
            }
        } catch (IOException e) {
            throw IoFailures.translate("map a table", file.path(), e);
        }
        chunks = mapped;
        return mapped;
    }

    /**
     * Writes a chunk of zeros at the end of the table; nobody sees it before it is announced.
     *
     * @param chunk which one
     * @throws io.mailslot.api.DiskFullException if there is no room
     */
    public void append(int chunk) {
        try {
            MappedFiles.writeZeros(file, offset(chunk), chunkLength);
        } catch (IOException e) {
            throw IoFailures.translate("grow a table", file.path(), e);
        }
    }
}
