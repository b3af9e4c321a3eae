package io.mailslot.internal.slot;

import java.util.function.Supplier;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Which segments have files, as Chronicle believes: two words in the table of the queue, which all processes share and
 * each of them reads from the folder now and then. While others roll and delete they are out of date as soon as they are
 * written, and a stray file, such as one that was opened at the moment of its deletion and so made anew, makes the lowest
 * number wrong for as long as it lies there. Chronicle goes from the highest down to the lowest when it opens an
 * appender, with the write lock held: for what is gone it opens nothing, for what is half-made it waits.
 *
 * <p>The control page knows better. Both words only ever rise here: the lowest to where files are deleted below, the
 * highest to the current one, which has its file.
 */
final class SegmentListing implements AutoCloseable {
    private static final String HIGHEST = "listing.highestCycle";
    private static final String LOWEST = "listing.lowestCycle";

    private final LogControl control;
    private final LongValue highest;
    private final LongValue lowest;

    SegmentListing(SingleChronicleQueue queue, LogControl control) {
        this.control = control;
        this.highest = queue.metaStore().acquireValueFor(HIGHEST);
        this.lowest = queue.metaStore().acquireValueFor(LOWEST);
    }

    /**
     * Opens an appender.
     *
     * @param opening opens one
     * @return the appender with a file, or null if those that Chronicle had in mind were deleted meanwhile
     */
    ExcerptAppender open(Supplier<ExcerptAppender> opening) {
        correct();
        ExcerptAppender appender = opening.get();
        if (appender.currentFile() != null) {
            return appender;
        }
        appender.close();
        return null;
    }

    private void correct() {
        int current = control.currentSegment();
        lowest.setMinValue(current); // "none" is above all numbers
        lowest.setMaxValue(control.lowestSegment());
        highest.setMaxValue(current);
    }

    @Override
    public void close() {
        Closeable.closeQuietly(highest, lowest);
    }
}
