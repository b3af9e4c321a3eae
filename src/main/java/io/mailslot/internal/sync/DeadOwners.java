package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.ObjectTable;

/** Gives back what a process held of synchronisation objects and file pointers when it ended or left the home. */
public final class DeadOwners {
    private DeadOwners() {}

    /**
     * Abandons the mutexes that a process owned, and unlocks what its waits for all and its writes to files had locked: the
     * pointer of a file is where it was before the write. May be cut short and run
     * again, any number of times, while the process's record is not used anew.
     *
     * @param objects the home's objects
     * @param processRecord the process's record
     */
    public static void giveBack(ObjectTable objects, int processRecord) {
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            if (type == ObjectEntry.TYPE_EVENT
                    || type == ObjectEntry.TYPE_SEMAPHORE
                    || type == ObjectEntry.TYPE_MUTEX
                    || type == ObjectEntry.TYPE_FILE) {
                giveBack(entry, type, processRecord);
            }
        }
    }

    private static void giveBack(Region entry, int type, int processRecord) {
        StateWord state = new StateWord(entry);
        boolean changed = state.unlockFor(processRecord);
        if (type == ObjectEntry.TYPE_MUTEX) {
            changed |= abandon(state, processRecord);
        }
        if (changed) {
            new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET).wake();
            FaultPoint.REAP_MUTEX_ABANDONED.reached();
        }
    }

    private static boolean abandon(StateWord state, int processRecord) {
        long value = state.value();
        while (MutexOwner.isOf(value, processRecord)) {
            if (state.changeThoughLocked(value, MutexOwner.ABANDONED)) {
                return true;
            }
            value = state.value();
        }
        return false;
    }
}
