package io.mailslot.internal.log;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SCQMeta;
import net.openhft.chronicle.queue.impl.table.TableStoreIterator;
import net.openhft.chronicle.wire.WireOut;
import net.openhft.chronicle.wire.WireType;

/**
 * What Chronicle keeps of a queue beside its messages, in a table file that all processes share. Here each process has it
 * for itself, in its own memory: the file brings a lock that a stopped process can hold for ever, write locks that name
 * their owner by a pid alone, and a list of files that is wrong while others begin and delete segments. The control page
 * of a log has all of that, right at each moment. Thread-safe.
 */
final class LogTable implements TableStore<SCQMeta> {
    private static final String LOWEST = "listing.lowestCycle";
    private static final String HIGHEST = "listing.highestCycle";
    private static final String CHANGES = "listing.modCount";
    private static final String WRITE_LOCK = "chronicle.write.lock";

    private final File folder;
    private final Map<String, LongValue> values = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Makes the table of a queue.
     *
     * @param lowest the first segment that has a file
     * @param current the segment to append to
     */
    LogTable(Path folder, IntSupplier lowest, IntSupplier current) {
        this.folder = folder.toFile();
        values.put(LOWEST, new Told(lowest::getAsInt));
        values.put(HIGHEST, new Told(current::getAsInt));
        values.put(CHANGES, new Told(() -> (long) lowest.getAsInt() + current.getAsInt()));
        values.put(WRITE_LOCK, new Open());
    }

    @Override
    public LongValue acquireValueFor(CharSequence key, long defaultValue) {
        return values.computeIfAbsent(key.toString(), name -> new Own(defaultValue));
    }

    @Override
    public <R> R doWithExclusiveLock(Function<TableStore<SCQMeta>, ? extends R> code) {
        return code.apply(this);
    }

    @Override
    public <A> void forEachKey(A accumulator, TableStoreIterator<A> iterator) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SCQMeta metadata() {
        throw new UnsupportedOperationException();
    }

    @Override
    public File file() {
        return folder;
    }

    @Override
    public MappedBytes bytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String dump(WireType wireType) {
        return "";
    }

    @Override
    public void writeMarshallable(WireOut wire) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** A value of which the process has one look and one change, however Chronicle asks for them. */
    private abstract static class Value implements LongValue {
        abstract long get();

        abstract void set(long newValue);

        abstract long add(long delta);

        @Override
        public final long getValue() {
            return get();
        }

        @Override
        public final void setValue(long newValue) {
            set(newValue);
        }

        @Override
        public final long getVolatileValue() {
            return get();
        }

        @Override
        public final void setVolatileValue(long newValue) {
            set(newValue);
        }

        @Override
        public final long getVolatileValue(long closedValue) {
            return get();
        }

        @Override
        public final void setOrderedValue(long newValue) {
            set(newValue);
        }

        @Override
        public final long addValue(long delta) {
            return add(delta);
        }

        @Override
        public final long addAtomicValue(long delta) {
            return add(delta);
        }
    }

    /** A value that only this process knows. What is stored is seen by whoever takes the log's write lock next. */
    private static class Own extends Value {
        final AtomicLong value;

        Own(long first) {
            this.value = new AtomicLong(first);
        }

        @Override
        final long get() {
            return value.get();
        }

        @Override
        final void set(long newValue) {
            value.lazySet(newValue);
        }

        @Override
        final long add(long delta) {
            return value.addAndGet(delta);
        }

        @Override
        public boolean compareAndSwapValue(long expected, long newValue) {
            return value.compareAndSet(expected, newValue);
        }
    }

    /** Chronicle's own write lock: whoever comes to it holds that of the log, so it is free, whatever it says. */
    private static final class Open extends Own {
        Open() {
            super(Long.MIN_VALUE);
        }

        @Override
        public boolean compareAndSwapValue(long expected, long newValue) {
            set(newValue);
            return true;
        }
    }

    /** A value that the control page tells, and nothing else. */
    private static final class Told extends Value {
        private final LongSupplier source;

        Told(LongSupplier source) {
            this.source = source;
        }

        @Override
        long get() {
            return source.getAsLong();
        }

        @Override
        void set(long newValue) {
            // what a look at the folder has found may be out of date already
        }

        @Override
        long add(long delta) {
            return get();
        }

        @Override
        public boolean compareAndSwapValue(long expected, long newValue) {
            return true;
        }

        @Override
        public void setMaxValue(long newValue) {
            set(newValue);
        }

        @Override
        public void setMinValue(long newValue) {
            set(newValue);
        }
    }
}
