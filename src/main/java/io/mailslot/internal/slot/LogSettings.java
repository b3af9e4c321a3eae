package io.mailslot.internal.slot;

/**
 * What has to be known to map the files of a {@link MessageLog}; the same for everybody who opens the same log.
 *
 * @param maxMessageBytes largest message in bytes, 0 to {@link MessageLog#maxInlineBytes()}
 */
public record LogSettings(long maxMessageBytes) {
    /** Chronicle's default of entries per index page costs 8 times the memory of a log that holds few messages. */
    static final int INDEX_COUNT = 512;

    /** Every 512th message is indexed: moving a reader scans 511 headers at most. */
    static final int INDEX_SPACING = 512;

    static final long MAX_INLINE_BYTES = 64L << 20;

    private static final long PAGE_BYTES = 4096;
    private static final long MIN_BLOCK_BYTES = 256L << 10;

    /** Document header, record header and padding, rounded up generously. */
    private static final long FRAME_BYTES = 64;

    public LogSettings {
        if (maxMessageBytes < 0 || maxMessageBytes > MAX_INLINE_BYTES) {
            throw new IllegalArgumentException(
                    "maxMessageBytes " + maxMessageBytes + " is not in 0 to " + MAX_INLINE_BYTES);
        }
    }

    /**
     * Bytes of the file that are mapped at a time. Chronicle maps a quarter more, the overlap, so that a message that
     * starts in a block can end beyond it: the overlap, not the block, limits the message. Blocks are sparse.
     */
    long blockBytes() {
        long overlapBytes = (maxMessageBytes + FRAME_BYTES + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        return Math.max(MIN_BLOCK_BYTES, 4 * overlapBytes);
    }
}
