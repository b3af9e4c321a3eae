package io.mailslot.internal.log;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Rolls when a counter says so, never by time: a cycle of Chronicle is a segment of the log, numbered from 1.
 *
 * <p>A {@link Position}, Chronicle's index, packs segment and document, and so is never 0.
 *
 * <p>Chronicle formats the name of a cycle's file as a date: {@code cycle * length + epoch}. A length of one day, an
 * epoch at day 0 of the modified Julian calendar and the pattern for that day's number turn it into the plain number
 * of the segment in 10 digits.
 */
final class SegmentCycle implements RollCycle {
    static final int FIRST_SEGMENT = 1;

    /** Milliseconds from 1970-01-01 back to 1858-11-17, day 0 of the modified Julian calendar. */
    static final long EPOCH_MILLIS = -40_587L * TimeUnit.DAYS.toMillis(1);

    private static final String SUFFIX = SingleChronicleQueue.SUFFIX;

    private static final Pattern FILE_NAME = Pattern.compile("[0-9]{10}\\.cq4");

    private final IntSupplier currentSegment;

    /** @param currentSegment number of the segment to append to, the same in all processes */
    SegmentCycle(IntSupplier currentSegment) {
        this.currentSegment = currentSegment;
    }

    /** Name of the file of a segment. */
    static String fileName(int segment) {
        return SegmentFile.name(segment);
    }

    /** Whether a name is that of a segment's file, and the segment is not below a given one. */
    static boolean isFileFrom(int lowest, String name) {
        // all names have the same length, so their order is that of the numbers
        return FILE_NAME.matcher(name).matches() && name.compareTo(fileName(lowest)) >= 0;
    }

    static long position(int segment, long sequence) {
        return Position.of(segment, sequence);
    }

    static int segment(long position) {
        return Position.segment(position);
    }

    static long document(long position) {
        return Position.document(position);
    }

    /**
     * Whether Chronicle may add a page to the index with the document at this position: with the first one of those that a page
     * tells of, or, if its writer has died before it did, with the next of them.
     */
    static boolean mayOpenIndexPage(long position) {
        return Position.document(position) % LogSettings.INDEX_SPACING == 0;
    }

    @Override
    public String format() {
        return "gggggggggg";
    }

    @Override
    public int lengthInMillis() {
        return (int) TimeUnit.DAYS.toMillis(1);
    }

    @Override
    public int defaultIndexCount() {
        return LogSettings.INDEX_COUNT;
    }

    @Override
    public int defaultIndexSpacing() {
        return LogSettings.INDEX_SPACING;
    }

    @Override
    public int current(TimeProvider time, long epoch) {
        return currentSegment.getAsInt();
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return position(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return Position.document(index);
    }

    @Override
    public int toCycle(long index) {
        return segment(index);
    }

    /** The two-level index of a segment ends here, not at the 32 bits of the number. */
    @Override
    public long maxMessagesPerCycle() {
        return (long) LogSettings.INDEX_COUNT * LogSettings.INDEX_COUNT * LogSettings.INDEX_SPACING;
    }

    @Override
    public String toString() {
        return "SegmentCycle";
    }
}
