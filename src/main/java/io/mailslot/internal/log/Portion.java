package io.mailslot.internal.log;

import io.mailslot.internal.memory.Slices;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Copies of messages that follow each other in one document of a log, to be handed out one by one while nothing is
 * locked. Used again and again; belongs to one thread at a time.
 */
public final class Portion {
    /** No more are copied once so many bytes are; the first one is, whatever its size. */
    static final int MOST_BYTES = 32 << 10;

    private byte[] bytes = new byte[1 << 10];
    private Slices views = viewsOf(bytes);
    private int[] ends = new int[16];
    private int count;

    /** By which the first message was found, and its own: between them may lie the end of a segment. */
    private long asked;

    private long first;
    private int before;
    private long following;
    private long freed;

    /** How many messages it has. */
    public int count() {
        return count;
    }

    /** The cursor at which a receiver stands that is to take a message next. */
    public long cursor(int message) {
        return message == 0 ? asked : first + message;
    }

    /** The cursor just after a message. */
    public long following(int message) {
        return message + 1 == count ? following : first + message + 1;
    }

    /** The position in the arena below which nobody needs anything once a message is taken; 0 if it frees nothing. */
    public long freed(int message) {
        return message + 1 == count ? freed : 0;
    }

    /** How many messages were appended before a message, modulo 2^32. */
    public int messagesBefore(int message) {
        return before + message;
    }

    /**
     * A message, as a buffer of its size that cannot be written to. It moves there, over those before it, so ask once for
     * each, in their order.
     */
    public ByteBuffer message(int message) {
        int start = message == 0 ? 0 : ends[message - 1];
        int length = ends[message] - start;
        if (start != 0) {
            System.arraycopy(bytes, start, bytes, 0, length);
        }
        return views.of(length);
    }

    /** Bytes that it takes of the heap, however much of them is used. */
    public int capacity() {
        return bytes.length;
    }

    void begin(long askedFor, long cursor, int messagesBefore) {
        asked = askedFor;
        first = cursor;
        before = messagesBefore;
        count = 0;
    }

    boolean hasRoom(int length) {
        return count == 0 || ends[count - 1] + length <= MOST_BYTES;
    }

    /** Adds a message of which the content lies at an address. */
    void add(long address, int length) {
        int start = count == 0 ? 0 : ends[count - 1];
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + length, Math.min(2 * bytes.length, MOST_BYTES)));
            views = viewsOf(bytes);
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        Payload.read(address, bytes, start, length);
        ends[count++] = start + length;
    }

    void end(long cursorAfter, long freedPlace) {
        following = cursorAfter;
        freed = freedPlace;
    }

    private static Slices viewsOf(byte[] bytes) {
        return new Slices(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }
}
