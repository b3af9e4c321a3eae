package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.Waitable;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Waits of one process for objects of its home, through handles that it has. Thread-safe. */
public final class ObjectWaits {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final Waits waits;
    private final Runnable watch;

    /**
     * For one process.
     *
     * @param watch has somebody watch for deaths, as each wait may depend on it
     */
    public ObjectWaits(SharedKernel kernel, OwnHandles handles, Waits waits, Runnable watch) {
        this.kernel = kernel;
        this.handles = handles;
        this.waits = waits;
        this.watch = watch;
    }

    /** Waits for one object. */
    public <T extends Waitable & WaitTarget> WaitResult await(T object, Duration timeout) {
        WaitResult result = any(timeout, List.of(object));
        return result.signaled() ? result.withObject(object) : result;
    }

    /** Waits for any of several objects. */
    public WaitResult any(Duration timeout, List<? extends WaitTarget> targets) {
        long nanos = WaitTimeouts.toNanos(timeout);
        return kernel.proving(() -> {
            begin(targets);
            return waits.forAny(targets, nanos);
        });
    }

    /** Waits for all of several objects. */
    public WaitResult all(Duration timeout, List<? extends WaitTarget> targets) {
        long nanos = WaitTimeouts.toNanos(timeout);
        return kernel.proving(() -> {
            begin(targets);
            return waits.forAll(targets, nanos);
        });
    }

    private void begin(List<? extends WaitTarget> targets) {
        watch.run();
        targets.forEach(this::requireOwn);
    }

    private void requireOwn(WaitTarget target) {
        if (!target.isOf(handles)) {
            target.check(); // a handle of a kernel that is closed is none
            throw new InvalidArgumentException(
                    "an object of another home than " + kernel.home().root()
                            + " cannot be waited for here; wait for it alone, or with the kernel that it is of");
        }
    }

    /** A future that is done once an object is signaled; takes nothing. */
    public CompletableFuture<Void> whenSignaled(WaitTarget target, Executor executor) {
        return whenSignaled(target, () -> null, executor);
    }

    /** As {@link #whenSignaled(WaitTarget, Executor)}, of something that can be told then. */
    public <T> CompletableFuture<T> whenSignaled(WaitTarget target, Supplier<T> result, Executor executor) {
        Objects.requireNonNull(executor, "executor");
        SignalWord word = kernel.reading(() -> {
            watch.run();
            target.check();
            return target.word();
        });
        return PendingWait.start(new Look<>(target, result), word, executor);
    }

    /** What tells whether an object is signaled. */
    private final class Look<T> implements PendingWait.Attempt<T> {
        private final WaitTarget target;
        private final Supplier<T> result;

        Look(WaitTarget target, Supplier<T> result) {
            this.target = target;
            this.result = result;
        }

        @Override
        public boolean succeeds() {
            return kernel.reading(() -> {
                target.check();
                return target.isSignaledToAll();
            });
        }

        @Override
        public T result() {
            return result.get();
        }

        @Override
        public boolean seemsOver() {
            kernel.failIfHomeGone();
            return target.seemsVain() || target.seemsSignaled();
        }
    }
}
