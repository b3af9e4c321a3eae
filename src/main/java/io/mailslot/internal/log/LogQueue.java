package io.mailslot.internal.log;

import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireType;

/**
 * A Chronicle queue in the one shape that this library uses. It believes its log's control page which segments there are,
 * never the folder: that may hold others for a while, also empty ones under the number of a segment that was deleted,
 * which Chronicle makes when a file vanishes under its hands. Given one, it would wait for somebody to fill it.
 */
final class LogQueue extends SingleChronicleQueue {
    /** How long Chronicle waits for a half-made file; ours are made whole before anyone looks. */
    private static final long FILE_TIMEOUT_MILLIS = 20;

    private final IntSupplier lowest;
    private final IntSupplier current;

    /** Makes an appender just now. To it there is only the current segment. */
    private volatile Thread beginner;

    private LogQueue(Builder builder, IntSupplier lowest, IntSupplier current) {
        super(builder);
        this.lowest = lowest;
        this.current = current;
    }

    /**
     * Opens a queue to read and write. What it reads of itself comes from the two suppliers, which must tell the same in all
     * processes; its appenders are to be used by the holder of the log's write lock. {@link ChronicleSettings} must be in
     * place: to call this loads classes of Chronicle.
     *
     * @param lowest tells the first segment that has a file
     * @param current tells the segment to append to
     * @param blockBytes of a segment's file to map at a time
     */
    static LogQueue open(Path folder, IntSupplier lowest, IntSupplier current, long blockBytes) {
        Builder builder = new Builder(new LogTable(folder, lowest, current));
        builder.wireType(WireType.BINARY_LIGHT)
                .path(new Folder(folder))
                .rollCycle(new SegmentCycle(current))
                .epoch(SegmentCycle.EPOCH_MILLIS)
                .blockSize(blockBytes)
                .indexCount(LogSettings.INDEX_COUNT)
                .indexSpacing(LogSettings.INDEX_SPACING)
                .timeoutMS(FILE_TIMEOUT_MILLIS);
        builder.preBuild();
        return new LogQueue(builder, lowest, current);
    }

    @Override
    protected ExcerptAppender constructAppender() {
        beginner = Thread.currentThread();
        try {
            return super.constructAppender();
        } finally {
            beginner = null;
        }
    }

    @Override
    public int firstCycle() {
        return beginner == Thread.currentThread() ? current.getAsInt() : lowest.getAsInt();
    }

    @Override
    public int lastCycle() {
        return current.getAsInt();
    }

    @Override
    public void refreshDirectoryListing() {
        // there is nothing to learn from the folder
    }

    /** Chronicle makes the folder of a queue that it opens. A home that was deleted must not come back, with whatever mode. */
    private static final class Folder extends File {
        private static final long serialVersionUID = 1;

        Folder(Path folder) {
            super(folder.toString());
        }

        @Override
        public boolean mkdirs() {
            return isDirectory();
        }
    }

    /** Has the queue use a table of ours, for which Chronicle has no option. */
    private static final class Builder extends SingleChronicleQueueBuilder {
        private static final VarHandle TABLE = table();

        private final transient LogTable own;

        Builder(LogTable own) {
            this.own = own;
        }

        @Override
        protected void initializeMetadata() {
            TABLE.set((SingleChronicleQueueBuilder) this, own);
        }

        @Override
        protected void preBuild() {
            super.preBuild();
        }

        private static VarHandle table() {
            Class<?> owner = SingleChronicleQueueBuilder.class;
            try {
                return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                        .findVarHandle(owner, "metaStore", TableStore.class);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this version of Chronicle Queue is not the one that is needed", e);
            }
        }
    }
}
