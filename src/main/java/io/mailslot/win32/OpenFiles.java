package io.mailslot.win32;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ObjectType;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the handles that were read from or written to lately name, kept by number, so that the next read or write need not
 * look it up. A handle may be closed, and its number used again, by any process at any time; so what is kept is asked
 * whether it is current before each use. It is kept weakly, so as not to keep the home's memory mapped. Thread-safe.
 */
final class OpenFiles {
    /** Handles are multiples of 4, and their two lowest bits do not count. */
    private static final int TAG_BITS = 2;

    private static final int FIRST_SIZE = 64;

    private final Kernel kernel;
    private volatile AtomicReferenceArray<@Nullable WeakReference<OpenFile>> known =
            new AtomicReferenceArray<>(FIRST_SIZE);

    OpenFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * What a handle names.
     *
     * @throws InvalidHandleException if it is not open, or its object is none to read from or write to (6)
     */
    OpenFile get(int handle) {
        int index = handle >>> TAG_BITS;
        AtomicReferenceArray<@Nullable WeakReference<OpenFile>> table = known;
        WeakReference<OpenFile> reference = index < table.length() ? table.get(index) : null;
        OpenFile file = reference == null ? null : reference.get();
        return file != null && file.isCurrent() ? file : open(handle, index);
    }

    private OpenFile open(int handle, int index) {
        ObjectType type = handle == Kernel.CURRENT_PROCESS
                ? ObjectType.PROCESS
                : kernel.describe(handle).type();
        OpenFile file = switch (type) {
            case RECEIVER -> new ReceiverFile(kernel, handle);
            case SENDER -> new SenderFile(kernel, handle);
            case FILE -> new DiskFile(kernel, handle);
            case PROCESS, EVENT, SEMAPHORE, MUTEX ->
                throw new InvalidHandleException("handle " + handle + " names an object of the type " + type
                        + ", which can be neither read nor written");
        };
        keep(index, file);
        return file;
    }

    private synchronized void keep(int index, OpenFile file) {
        AtomicReferenceArray<@Nullable WeakReference<OpenFile>> table = known;
        if (index >= table.length()) {
            AtomicReferenceArray<@Nullable WeakReference<OpenFile>> larger =
                    new AtomicReferenceArray<>(Math.max(index + 1, 2 * table.length()));
            for (int i = 0; i < table.length(); i++) {
                larger.set(i, table.get(i));
            }
            table = larger;
        }
        table.set(index, new WeakReference<>(file));
        known = table;
    }
}
