package io.mailslot.internal.memory;

import java.io.IOException;
import java.util.Arrays;

/**
 * A table that grows by chunks, mapped as far as it was asked for: header and first chunk, which every table has, at once,
 * the others one by one. What is mapped stays mapped for as long as somebody can
 * reach it. Thread-safe; a look-up is one volatile read.
 */
public final class MappedChunks {
    private final PlainFile file;
    private final boolean readOnly;
    private final int headerLength;
    private final int chunkLength;

    /** Header and first chunk. */
    private final Region first;

    private final Region header;

    /** Appended to and replaced as a whole. Guarded by this for writing. */
    private volatile Region[] chunks;

    /**
     * Maps a table in a file.
     *
     * @param file the file
     * @param readOnly whether stores must fail
     * @param headerLength bytes before the first chunk
     * @param chunkLength bytes of each chunk
     * @throws IOException as {@link MappedFiles#map(PlainFile, long, int, boolean)} does
     */
    public MappedChunks(PlainFile file, boolean readOnly, int headerLength, int chunkLength) throws IOException {
        this.file = file;
        this.readOnly = readOnly;
        this.headerLength = headerLength;
        this.chunkLength = chunkLength;
        this.first = MappedFiles.map(file, 0, headerLength + chunkLength, readOnly);
        this.header = first.slice(0, headerLength);
        this.chunks = new Region[] {first.slice(headerLength, chunkLength)};
    }

    /** What lies before the chunks. */
    public Region header() {
        return header;
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

    /** Unmaps all of it; nobody may use this, nor the header, any more. */
    public synchronized void unmap() {
        Region[] mapped = chunks;
        chunks = new Region[0];
        for (int i = 1; i < mapped.length; i++) {
            mapped[i].unmap();
        }
        first.unmap();
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
