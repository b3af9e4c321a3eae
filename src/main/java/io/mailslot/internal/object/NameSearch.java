package io.mailslot.internal.object;

import io.mailslot.api.HomeException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import java.lang.invoke.VarHandle;

/**
 * Finds objects by name without the kernel lock, so that whoever sends to a name, or is refused one, waits for nobody: by
 * the index while nobody changes anything, else by going through the object table, which holds the truth.
 */
public final class NameSearch {
    private static final int ATTEMPTS = 200;

    private final SharedKernel kernel;
    private final ObjectTable objects;

    public NameSearch(SharedKernel kernel) {
        this.kernel = kernel;
        this.objects = kernel.objects();
    }

    /** The object of that name, 0 if there is none; of mailslots, none that somebody has open. */
    public long find(ObjectName name) {
        for (int i = 0; i < ATTEMPTS; i++) {
            long changes = kernel.changes();
            if (!kernel.isDirty()) {
                long found = inIndex(name);
                VarHandle.loadLoadFence();
                if (found >= 0 && !kernel.isDirty() && kernel.changes() == changes) {
                    return found;
                }
            }
            Thread.onSpinWait();
        }
        return inTable(name);
    }

    /** Negative if its chain makes no sense, which it may while somebody changes it. */
    private long inIndex(ObjectName name) {
        try {
            return kernel.names().find(name);
        } catch (HomeException changing) {
            return -1;
        }
    }

    private long inTable(ObjectName name) {
        String key = name.key();
        int hash = key.hashCode();
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            if (canBeLookedFor(type) && entry.getInt(ObjectEntry.NAME_HASH_OFFSET) == hash) {
                long id = objects.id(i);
                boolean same = ObjectName.keyOf(type, NameIndex.read(entry)).equals(key);
                if (same && ObjectTable.isLive(entry, id) && (type != ObjectEntry.TYPE_MAILSLOT || isOpen(entry))) {
                    return id;
                }
            }
        }
        return 0;
    }

    private static boolean canBeLookedFor(int type) {
        return switch (type) {
            case ObjectEntry.TYPE_MAILSLOT,
                    ObjectEntry.TYPE_EVENT,
                    ObjectEntry.TYPE_SEMAPHORE,
                    ObjectEntry.TYPE_MUTEX -> true;
            default -> false;
        };
    }

    /** Whether it has been made completely: somebody has opened a receiver, or it is durable. */
    private boolean isOpen(Region mailslot) {
        return kernel.cursors().receivers(mailslot).stream()
                .map(objects::find)
                .anyMatch(receiver -> receiver != null
                        && (receiver.getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET) > 0 || Cursors.isCursor(receiver)));
    }
}
