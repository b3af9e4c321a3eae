package io.mailslot.internal.log;

/**
 * How to make a {@link MessageLog}. Whoever opens one reads it from there.
 *
 * @param capacityBytes bytes that the files of the log may take, {@link #MIN_CAPACITY_BYTES} to
 *     {@link #MAX_CAPACITY_BYTES}
 * @param largestMessageBytes the largest message, 0 for as large as the capacity allows
 * @param dropsOldest whether a full log loses its oldest messages instead of refusing new ones
 */
public record LogSettings(long capacityBytes, long largestMessageBytes, boolean dropsOldest) {
    /** The smallest capacity. */
    public static final long MIN_CAPACITY_BYTES = 1L << 20;

    /** The largest capacity. */
    public static final long MAX_CAPACITY_BYTES = 1L << 30;

    /** What a mailslot is given that asks for no capacity, if the file system has so much. */
    public static final long DEFAULT_CAPACITY_BYTES = 64L << 20;

    /** Chronicle's default of entries per index page costs 64 times the memory of a log that holds few messages. */
    static final int INDEX_COUNT = 128;

    /** Every 512th message is indexed: moving a reader scans 511 headers at most. */
    static final int INDEX_SPACING = 512;

    private static final long MIN_BLOCK_BYTES = 256L << 10;

    private static final long MIN_SEGMENT_BYTES = 32L << 10;
    private static final long MAX_SEGMENT_BYTES = 64L << 20;

    /** The part of the capacity that a segment has. */
    private static final int SEGMENTS = 8;

    /** The same where the oldest one goes when there is no room: then there are to be some also beside a full arena. */
    private static final int DROPPED_SEGMENTS = 32;

    public LogSettings {
        if (capacityBytes < MIN_CAPACITY_BYTES || capacityBytes > MAX_CAPACITY_BYTES) {
            throw new IllegalArgumentException("capacityBytes " + capacityBytes + " is not in " + MIN_CAPACITY_BYTES
                    + " to " + MAX_CAPACITY_BYTES);
        }
        if (largestMessageBytes < 0 || largestMessageBytes > largestPossible(capacityBytes)) {
            throw new IllegalArgumentException("largestMessageBytes " + largestMessageBytes + " is not in 0 to "
                    + largestPossible(capacityBytes) + ", the most for capacityBytes " + capacityBytes);
        }
    }

    /** A log of the default capacity. */
    static LogSettings defaults() {
        return new LogSettings(DEFAULT_CAPACITY_BYTES, 0, false);
    }

    /** @throws TooLargeException if a message of so many bytes can never be appended */
    public void requireFitting(int messageBytes) {
        requireFitting("the message", messageBytes, largestMessageBytes);
    }

    /** @throws TooLargeException if a message, or a batch, can never be appended */
    public void requireFitting(Body body) {
        requireFitting(body, largestMessageBytes, capacityBytes);
    }

    /** @throws TooLargeException if a message, or a batch, is larger than a log with that control page takes */
    static void requireFitting(Body body, LogControl control) {
        requireFitting(body, control.largestMessageBytes(), control.capacityBytes());
    }

    private static void requireFitting(Body body, long largestMessage, long capacity) {
        requireFitting("the message", body.largestMessage(), largestMessage);
        requireFitting("the batch", body.length(), largestPossible(capacity));
    }

    private static void requireFitting(String what, int bytes, long most) {
        if (bytes > most) {
            throw new TooLargeException(what, bytes, most);
        }
    }

    /** The largest message that fits a capacity. */
    public static long largestPossible(long capacityBytes) {
        return Math.min(RecordHeader.MAX_LENGTH, arenaLimit(capacityBytes)) - Sizes.RESERVATION_FRAME;
    }

    /** The smallest capacity for messages of a size, which may be larger than any possible one. */
    public static long capacityFor(long messageBytes) {
        long capacity = MIN_CAPACITY_BYTES;
        while (capacity < MAX_CAPACITY_BYTES && largestPossible(capacity) < messageBytes) {
            capacity *= 2;
        }
        return capacity;
    }

    long largestMessage() {
        return largestMessageBytes == 0 ? largestPossible(capacityBytes) : largestMessageBytes;
    }

    /**
     * Bytes of a segment's file that Chronicle maps at a time, and a quarter more: a whole segment and what its last
     * document may take beyond it. To make a file longer and to map more of it takes Chronicle long.
     */
    static long blockBytes(long segmentBytes) {
        return Math.max(MIN_BLOCK_BYTES, segmentBytes);
    }

    /** How long Chronicle wants a segment's file to be; most of it is a hole. */
    static long fileBytes(long segmentBytes) {
        return blockBytes(segmentBytes) + blockBytes(segmentBytes) / 4;
    }

    long segmentBytes() {
        return segmentBytes(capacityBytes, dropsOldest ? DROPPED_SEGMENTS : SEGMENTS);
    }

    long arenaLimit() {
        return arenaLimit(capacityBytes);
    }

    private static long segmentBytes(long capacityBytes, int segments) {
        return Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, capacityBytes / segments));
    }

    /** Two segments must fit beside it: a new one is begun before a reader can leave the one before. */
    private static long arenaLimit(long capacityBytes) {
        return capacityBytes - 2 * segmentBytes(capacityBytes, SEGMENTS);
    }
}
