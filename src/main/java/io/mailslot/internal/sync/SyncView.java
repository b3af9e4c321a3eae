package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.SyncObject;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.wait.WaitTarget;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A handle to a synchronisation object. Thread-safe. */
abstract class SyncView extends HandleView implements SyncObject, WaitTarget {
    private static final int LOCK_ATTEMPTS = 1_000;

    /** Whoever keeps a lock that long is stopped, or dead and about to be reaped. */
    private static final long STOPPED_LOCKER_NANOS = 100_000;

    final Region entry;
    final StateWord state;
    private final SignalWord word;
    private final int self;
    private final boolean existed;
    private final Runnable onStuck;

    SyncView(OpenObject object) {
        super(object.handles(), object.handle(), object.objectId());
        this.entry = object.entry();
        this.state = new StateWord(entry);
        this.word = new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET);
        this.self = object.self();
        this.existed = object.existed();
        this.onStuck = object.onStuck();
    }

    /** A handle to an object, by the process of that record. */
    record OpenObject(
            OwnHandles handles, int handle, long objectId, Region entry, int self, boolean existed, Runnable onStuck) {}

    @Override
    public final Optional<String> name() {
        checkOpen();
        return NameIndex.isNamed(entry) ? Optional.of(NameIndex.read(entry)) : Optional.empty();
    }

    @Override
    public final boolean existed() {
        return existed;
    }

    @Override
    public final SignalWord word() {
        return word;
    }

    @Override
    public final void check() {
        check(AccessRight.SYNCHRONIZE);
    }

    /** The process record of this process. */
    final int self() {
        return self;
    }

    /** Takes from the value, if that is possible: the new value, or the same if there is nothing to take. */
    abstract long taken(long value);

    /** What a take that changed the value means. */
    Take meaning(long before) {
        return Take.TAKEN;
    }

    /** Whether a wait of the calling thread would be over. */
    abstract boolean isSignaled(long value);

    @Override
    public final boolean isSignaled() {
        return isSignaled(state.value());
    }

    @Override
    public final Take tryTake() {
        while (true) {
            long value = state.value();
            if (!isSignaled(value)) {
                return Take.NOTHING;
            }
            if (state.change(value, taken(value))) {
                tookFrom(value);
                return meaning(value);
            }
            if (!waitWhileLocked()) {
                onStuck.run();
                return Take.NOTHING; // whoever has it locked signals when it is not any more
            }
        }
    }

    /** Whoever locks does so for some memory accesses, unless it is stopped in the middle. */
    final boolean waitWhileLocked() {
        for (int i = 0; i < LOCK_ATTEMPTS; i++) {
            if (!state.isLocked()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Override
    public final boolean lock() {
        for (int i = 0; i < LOCK_ATTEMPTS; i++) {
            if (state.lock(self)) {
                return true;
            }
            Thread.onSpinWait();
        }
        onStuck.run();
        return false;
    }

    @Override
    public final Take takeLocked() {
        while (state.isLockedBy(self)) {
            long value = state.value();
            if (!isSignaled(value)) {
                unlock();
            } else if (state.unlock(self, value, taken(value))) {
                tookFrom(value);
                word.signal();
                return meaning(value);
            }
        }
        return Take.NOTHING;
    }

    @Override
    public final void unlock() {
        state.unlock(self);
        word.signal();
    }

    /** Called by a thread that has taken something. */
    void tookFrom(long before) {}

    /** Changes the value as long as it takes, then tells everybody. */
    final long update(Change change) {
        boolean stuck = false;
        while (true) {
            long value = state.value();
            long changed = change.apply(value);
            if (state.change(value, changed)) {
                word.signal();
                return value;
            }
            if (!waitWhileLocked()) {
                if (!stuck) {
                    onStuck.run();
                }
                stuck = true;
                LockSupport.parkNanos(STOPPED_LOCKER_NANOS);
            }
        }
    }

    /** How a value changes. */
    @FunctionalInterface
    interface Change {
        long apply(long value);
    }
}
