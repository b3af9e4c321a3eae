package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.SyncObject;
import io.mailslot.api.WaitResult;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.wait.Hold;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.Taker;
import io.mailslot.internal.wait.WaitTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A handle to a synchronisation object. Thread-safe. */
abstract class SyncView extends HandleView implements SyncObject, WaitTarget {
    private static final int SPINS = 1_000;

    final Region entry;
    final StateWord state;
    private final SignalWord word;
    private final ProcessRef self;
    private final boolean existed;
    private final JointTakes joint;
    private final ObjectWaits waits;

    SyncView(OpenObject object) {
        super(object.handles(), object.handle(), object.objectId());
        this.entry = object.entry();
        this.state = new StateWord(entry, objectId());
        this.word = new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET);
        this.self = object.self();
        this.existed = object.existed();
        this.joint = object.joint();
        this.waits = object.waits();
    }

    /**
     * A handle to an object.
     *
     * @param entry where it lives
     * @param limit what a semaphore counts to, or whether an event is reset by hand
     * @param self the process
     */
    record OpenObject(
            OwnHandles handles,
            int handle,
            long objectId,
            Region entry,
            int limit,
            ProcessRef self,
            boolean existed,
            JointTakes joint,
            ObjectWaits waits) {}

    @Override
    public final Optional<String> name() {
        return reading(() -> {
            Optional<String> name = NameIndex.isNamed(entry) ? Optional.of(NameIndex.read(entry)) : Optional.empty();
            checkOpen(); // only now it is known that it was the object's
            return name;
        });
    }

    @Override
    public final boolean existed() {
        return existed;
    }

    @Override
    public final WaitResult await(Duration timeout) {
        return waits.await(this, timeout);
    }

    @Override
    public final CompletableFuture<Void> whenSignaled(Executor executor) {
        return waits.whenSignaled(this, executor);
    }

    @Override
    public final SignalWord word() {
        return word;
    }

    @Override
    public final void check() {
        check(AccessRight.SYNCHRONIZE);
    }

    /** Whether the object is gone, as it is once nobody has a handle to it. */
    final boolean isGone() {
        return !state.isCurrent();
    }

    /** The calling thread, as a taker. */
    final long me() {
        return Taker.thisThread(self);
    }

    /** What a take by a {@link Taker} leaves of a value that is signaled. */
    abstract long taken(long value, long taker);

    /** What a take that changed the value means. */
    Take meaning(long before) {
        return Take.TAKEN;
    }

    /** Whether a wait of the calling thread would be over. */
    abstract boolean isSignaled(long value);

    /** Whether only the calling thread changes the value now, so that it need not lock. */
    boolean isOwn(long value) {
        return false;
    }

    @Override
    public final boolean isSignaled() {
        return isSignaled(value());
    }

    @Override
    public final boolean isSignaledToAll() {
        long value = value();
        return isSignaled(value) && !isOwn(value);
    }

    /** The value, also while somebody has it locked. */
    final long value() {
        return StateWord.value(state.read());
    }

    /** The state word is used only together with the identity, next to it in the same page. */
    @Override
    public final boolean provesItself() {
        return true;
    }

    @Override
    public final Take tryTake() {
        while (true) {
            long value = unlocked();
            if (!isSignaled(value)) {
                return Take.NOTHING;
            }
            if (state.change(value, taken(value, me()))) {
                return took(value);
            }
        }
    }

    /**
     * The value, without a lock. Who waits for all keeps one for some memory accesses, unless it is stopped or killed in
     * the middle: it is given a moment to come to its decision, which is brought about then.
     */
    private long unlocked() {
        int spins = 0;
        while (true) {
            long word = state.read();
            if (!StateWord.isLocked(word)) {
                return word;
            }
            if (spins < SPINS && joint.isUndecided(StateWord.locker(word), StateWord.number(word))) {
                spins++;
                Thread.onSpinWait();
            } else {
                long value = StateWord.value(word);
                long taker = joint.settle(StateWord.locker(word), StateWord.number(word));
                state.change(word, taker == JointTakes.UNDONE ? value : taken(value, taker));
                spins = 0;
            }
        }
    }

    @Override
    public final Hold hold(JointTakes.Attempt attempt) {
        while (true) {
            long value = unlocked();
            if (!isSignaled(value)) {
                return null;
            }
            if (isOwn(value)) {
                return taken -> taken ? took(value) : Take.NOTHING;
            }
            long locked = StateWord.locked(value, self.index(), attempt.number());
            if (state.change(value, locked)) {
                return taken -> {
                    // fails if somebody has done so, who met the lock
                    state.change(locked, taken ? taken(value, me()) : value);
                    return taken ? took(value) : Take.NOTHING;
                };
            }
        }
    }

    private Take took(long value) {
        tookFrom(value);
        return meaning(value);
    }

    @Override
    public final void putBack(Take take) {
        try {
            undo(take);
        } catch (InvalidHandleException gone) {
            // Then nobody has the object any more, and nothing is missing.
        }
    }

    /** Undoes a take by the calling thread; fails if the object is gone. */
    abstract void undo(Take take);

    /** Called by a thread that has taken something. */
    void tookFrom(long before) {}

    /** Changes the value, then tells everybody. Returns the one before. */
    final long update(Change change) {
        try {
            return changed(change);
        } catch (InternalError fault) {
            throw cut(fault);
        }
    }

    private long changed(Change change) {
        while (true) {
            long value = unlocked();
            if (state.change(value, change.apply(value))) {
                word.signalAfterFence();
                return value;
            }
        }
    }

    /** How a value changes. */
    @FunctionalInterface
    interface Change {
        long apply(long value);
    }
}
