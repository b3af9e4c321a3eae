package io.mailslot.benchmarks.scale;

/**
 * What frames cost, as it was measured between two bridges and a server on one machine; docs/scale.md tells how.
 *
 * @param frameBytes on each way besides its messages: subject, identity, checksum, and what carries it
 * @param messageBytes on each way besides the message's own bytes
 * @param answerBytes of what is said about a frame: that it is stored, that it is taken, that the next one is wanted
 * @param feed the sender's bridge: looks at messages, makes a frame of them, takes them
 * @param store the server: stores a frame, delivers it, forgets it
 * @param pass a server that passes a frame on
 * @param inlet the receiver's bridge: appends a frame's messages, and marks them
 */
record FrameCosts(int frameBytes, int messageBytes, int answerBytes, Work feed, Work store, Work pass, Work inlet) {
    /** Fixed, and by size, from the same runs; that of passing from what the engine does without storing. */
    static final FrameCosts MEASURED =
            new FrameCosts(190, 4, 480, new Work(400, 3), new Work(500, 7), new Work(10, 1), new Work(500, 2));

    private static final double KIB = 1024;

    /**
     * What a processor has to do.
     *
     * @param frameMicros for each frame
     * @param kibMicros for each KiB of messages besides
     */
    record Work(double frameMicros, double kibMicros) {
        /** Seconds of a processor. */
        double seconds(double frames, double bytes) {
            return (frames * frameMicros + bytes / KIB * kibMicros) / 1e6;
        }
    }

    /** Bytes of frames with so many messages in all, on one way. */
    double bytes(double frames, double messages, int size) {
        return frames * frameBytes + messages * (messageBytes + size);
    }

    /** Bytes of what is said about frames. */
    double answers(double frames) {
        return frames * answerBytes;
    }
}
