package io.mailslot.remote.internal.nats;

/**
 * What may be stored for one address before it is looked again how much there is. So it is not asked for each frame: at most each
 * {@value #LEAST} frames where a stream has copies, and hardly ever where it has none. For one thread at a time.
 */
final class Share {
    /** Frames that are stored for one mailslot from one machine. */
    static final int MOST = 128;

    /** With less room than that it is waited for more. */
    static final int LEAST = MOST / 4;

    /** A server alone keeps its bounds exactly; but it may be given others to copy to. */
    private static final int WITHOUT_COPIES = 4096;

    /** Of what a stream may take in all, the part that is left free. */
    private static final int FREE = 4;

    /** Several addresses have parts of the same stream. */
    private static final int PARTS = 8;

    private static final int LEAST_PARTS = 64;

    private long frames;
    private long bytes;

    /** Whether it is to be looked again. */
    boolean isSpent() {
        return frames <= 0 || bytes <= 0;
    }

    void spend(int size) {
        frames--;
        bytes -= size;
    }

    /**
     * Has some more, of what was seen.
     *
     * @param copies how many servers keep the stream
     * @param storedFrames for this address
     * @param storedBytes for all
     * @param mostBytes for all; not positive for any number
     * @return whether there is room
     */
    boolean fill(int copies, long storedFrames, long storedBytes, long mostBytes) {
        if (copies <= 1) {
            return fill(WITHOUT_COPIES, Long.MAX_VALUE);
        }
        if (mostBytes <= 0) {
            return storedFrames <= MOST - LEAST && fill(MOST - storedFrames, Long.MAX_VALUE);
        }
        long room = mostBytes - mostBytes / FREE - storedBytes;
        return storedFrames <= MOST - LEAST
                && room > 0
                && fill(MOST - storedFrames, Math.max(1, Math.max(room / PARTS, mostBytes / LEAST_PARTS)));
    }

    private boolean fill(long moreFrames, long moreBytes) {
        frames = moreFrames;
        bytes = moreBytes;
        return true;
    }

    /** Nothing is known: it is looked again soon. */
    void guess() {
        fill(LEAST, Long.MAX_VALUE);
    }
}
