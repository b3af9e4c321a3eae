package io.mailslot.internal.slot;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireType;

/** Opens Chronicle queues in the one shape that this library uses. */
final class Queues {
    /** How long Chronicle waits for a half-made file; ours are made whole before anyone looks. */
    private static final long FILE_TIMEOUT_MILLIS = 150;

    /** Which segments have files is known from the control page: a look at the folder tells no more, but sometimes less. */
    private static final long NEVER_MILLIS = TimeUnit.DAYS.toMillis(365_000);

    private Queues() {}

    /**
     * Opens a queue to read and write, creating it if the folder is empty.
     *
     * @param currentSegment tells the segment to append to, the same in all processes
     * @param blockBytes of a segment's file to map at a time
     */
    static SingleChronicleQueue open(
            Path folder, IntSupplier currentSegment, long blockBytes, WriteLockPatience patience) {
        ChronicleSettings.ensureApplied();
        SingleChronicleQueueBuilder builder =
                shape(folder, currentSegment, blockBytes).pauserSupplier(patience);
        SingleChronicleQueue queue = builder.build();
        try {
            requireOurCycle(folder, queue);
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
        return queue;
    }

    private static SingleChronicleQueueBuilder shape(Path folder, IntSupplier currentSegment, long blockBytes) {
        return SingleChronicleQueueBuilder.builder()
                .wireType(WireType.BINARY_LIGHT)
                .path(folder)
                .rollCycle(new SegmentCycle(currentSegment))
                .epoch(SegmentCycle.EPOCH_MILLIS)
                .blockSize(blockBytes)
                .indexCount(LogSettings.INDEX_COUNT)
                .indexSpacing(LogSettings.INDEX_SPACING)
                .timeoutMS(FILE_TIMEOUT_MILLIS)
                .forceDirectoryListingRefreshIntervalMs(NEVER_MILLIS);
    }

    /** Chronicle silently adopts the roll cycle that it finds in the table file. */
    private static void requireOurCycle(Path folder, SingleChronicleQueue queue) {
        if (!(queue.rollCycle() instanceof SegmentCycle) || queue.epoch() != SegmentCycle.EPOCH_MILLIS) {
            throw new LogDamagedException(
                    folder, "rolls by " + queue.rollCycle() + " from epoch " + queue.epoch() + ", not by SegmentCycle");
        }
    }
}
