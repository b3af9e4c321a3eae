package io.mailslot.internal.slot;

import java.io.File;
import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireType;

/** Opens Chronicle queues in the one shape that this library uses. */
final class Queues {
    /** How long Chronicle waits for a half-made file; ours are made whole before anyone looks. */
    private static final long FILE_TIMEOUT_MILLIS = 150;

    private Queues() {}

    /** Opens a queue to read and write, creating it if the folder is empty. */
    static SingleChronicleQueue open(Path folder, LogSettings settings, WriteLockPatience patience) {
        ChronicleSettings.ensureApplied();
        SingleChronicleQueueBuilder builder =
                shape(SingleChronicleQueueBuilder.builder(), folder, settings).pauserSupplier(patience);
        SingleChronicleQueue queue = builder.build();
        try {
            requireOurCycle(folder, queue);
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
        return queue;
    }

    /** Opens a queue to look at: writes nothing, locks nothing, needs no table file and no write permission. */
    static SingleChronicleQueue openReadOnly(Path folder, LogSettings settings) {
        ChronicleSettings.ensureApplied();
        SingleChronicleQueueBuilder builder =
                shape(new TablelessBuilder(), folder, settings).readOnly(true);
        return builder.build();
    }

    private static SingleChronicleQueueBuilder shape(
            SingleChronicleQueueBuilder builder, Path folder, LogSettings settings) {
        return builder.wireType(WireType.BINARY_LIGHT)
                .path(folder)
                .rollCycle(new SegmentCycle(() -> SegmentCycle.FIRST_SEGMENT))
                .epoch(SegmentCycle.EPOCH_MILLIS)
                .blockSize(settings.blockBytes())
                .indexCount(LogSettings.INDEX_COUNT)
                .indexSpacing(LogSettings.INDEX_SPACING)
                .timeoutMS(FILE_TIMEOUT_MILLIS);
    }

    /** Chronicle silently adopts the roll cycle that it finds in the table file. */
    private static void requireOurCycle(Path folder, SingleChronicleQueue queue) {
        if (!(queue.rollCycle() instanceof SegmentCycle) || queue.epoch() != SegmentCycle.EPOCH_MILLIS) {
            throw new LogDamagedException(
                    folder, "rolls by " + queue.rollCycle() + " from epoch " + queue.epoch() + ", not by SegmentCycle");
        }
    }

    /**
     * Chronicle takes a shared file lock on the table file even to read it, which a stopped inspector would hold
     * against everybody. Without that file it falls back to listing the folder, and locks nothing.
     */
    private static final class TablelessBuilder extends SingleChronicleQueueBuilder {
        private static final File NOWHERE = new File("\0");

        @Override
        protected void initializeMetadata() {
            File folder = path();
            // Chronicle makes the folder of the table file if it is missing, and looks must leave no trace: in one with
            // an impossible name no table file can be found, nor can the folder be made.
            path(NOWHERE);
            try {
                super.initializeMetadata();
            } finally {
                path(folder);
            }
        }
    }
}
