package io.mailslot.internal.sync;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Taker;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Gives back what a process held of synchronisation objects and file pointers when it ended or left the home. */
public final class DeadOwners {
    private DeadOwners() {}

    /** These two are no lambdas, which a fresh JVM would generate under the kernel lock. */
    private record Records(ProcessTable processes) implements IntFunction<Region> {
        @Override
        public Region apply(int index) {
            return processes.record(index);
        }
    }

    /** Nobody begins an attempt here. */
    private static final class NothingLeft implements Consumer<JointTakes> {
        @Override
        public void accept(JointTakes joint) {
            // nothing to settle
        }
    }

    /**
     * Abandons the mutexes that a process owned, decides and settles its wait for all, and unlocks what its writes to files
     * had locked: the pointer of a file is where it was before the write. May be cut short and run again, any number of
     * times, while the process's record is not used anew.
     *
     * @param kernel the home
     * @param process which has its record still; what former processes of that record owned is nobody's either
     */
    public static void giveBack(SharedKernel kernel, ProcessRef process) {
        int processRecord = process.index();
        JointTakes joint = new JointTakes(new Records(kernel.processes()), process, new NothingLeft());
        long decided = joint.abort(processRecord);
        ObjectTable objects = kernel.objects();
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            boolean changed = switch (type) {
                case ObjectEntry.TYPE_EVENT, ObjectEntry.TYPE_SEMAPHORE ->
                    settle(state(objects, i), entry, type, processRecord, joint);
                case ObjectEntry.TYPE_MUTEX ->
                    settle(state(objects, i), entry, type, processRecord, joint)
                            | abandon(state(objects, i), processRecord);
                case ObjectEntry.TYPE_FILE -> new PointerWord(entry, objects.id(i)).unlockForRecord(processRecord);
                default -> false;
            };
            if (changed) {
                wake(entry);
                FaultPoint.REAP_MUTEX_ABANDONED.reached();
            }
        }
        joint.free(processRecord, decided);
    }

    /**
     * Settles every object that an attempt of a process's record has locked; needs no lock.
     *
     * @param kernel the home
     * @param process who has the record
     * @param joint whose attempts are meant
     */
    public static void settleLeft(SharedKernel kernel, ProcessRef process, JointTakes joint) {
        ObjectTable objects = kernel.objects();
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            try {
                if (hasState(type) && settle(state(objects, i), entry, type, process.index(), joint)) {
                    wake(entry);
                }
            } catch (InvalidHandleException justGone) {
                // Then nobody meets its lock.
            }
        }
    }

    private static boolean hasState(int type) {
        return type == ObjectEntry.TYPE_EVENT || type == ObjectEntry.TYPE_SEMAPHORE || type == ObjectEntry.TYPE_MUTEX;
    }

    private static void wake(Region entry) {
        new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET).wake();
    }

    private static StateWord state(ObjectTable objects, int index) {
        return new StateWord(objects.entry(index), objects.id(index));
    }

    private static boolean settle(StateWord state, Region entry, int type, int processRecord, JointTakes joint) {
        long word = state.read();
        if (!StateWord.isLocked(word) || StateWord.locker(word) != processRecord) {
            return false;
        }
        long value = StateWord.value(word);
        long taker = joint.settle(processRecord, StateWord.number(word));
        // fails if somebody who met the lock was faster
        state.change(word, taker == JointTakes.UNDONE ? value : taken(entry, type, value, taker));
        return true;
    }

    private static long taken(Region entry, int type, long value, long taker) {
        return switch (type) {
            case ObjectEntry.TYPE_EVENT -> EventView.taken(entry.getInt(ObjectEntry.MANUAL_RESET_OFFSET) != 0, value);
            case ObjectEntry.TYPE_SEMAPHORE -> SemaphoreView.taken(value);
            default -> taker;
        };
    }

    private static boolean abandon(StateWord state, int processRecord) {
        long word = state.read();
        while (!StateWord.isLocked(word) && Taker.record(word) == processRecord) {
            if (state.change(word, Taker.GONE)) {
                return true;
            }
            word = state.read();
        }
        return false;
    }
}
