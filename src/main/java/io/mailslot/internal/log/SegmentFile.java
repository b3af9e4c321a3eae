package io.mailslot.internal.log;

/** What the file of a segment is called; Chronicle comes to the same name by {@link SegmentCycle}. */
final class SegmentFile {
    private static final String SUFFIX = ".cq4";
    private static final int DIGITS = 10;

    private SegmentFile() {}

    static String name(int segment) {
        String number = Integer.toString(segment); // a Formatter takes a fresh JVM 0.1 s
        return "0".repeat(Math.max(0, DIGITS - number.length())) + number + SUFFIX;
    }
}
