package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.WaitTarget.Take;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Waits for any or for all of several targets. Thread-safe. */
public final class Waits {
    private final WaitStrategy strategy;
    private final Runnable worthWaiting;

    /** How long recent waits of this process lasted. */
    private final AdaptiveSpin spin = new AdaptiveSpin();

    /**
     * For one process.
     *
     * @param strategy what threads do while they wait
     * @param worthWaiting throws if waiting on makes no sense, because the home is gone
     */
    public Waits(WaitStrategy strategy, Runnable worthWaiting) {
        this.strategy = strategy;
        this.worthWaiting = worthWaiting;
    }

    /**
     * Waits until any target is signaled, and takes the first that is.
     *
     * @param targets at least one
     * @param timeoutNanos how long, {@link Waiting#FOREVER} for no limit
     * @return what was taken
     */
    public WaitResult forAny(List<? extends WaitTarget> targets, long timeoutNanos) {
        requireSome(targets);
        Attempt attempt = new Attempt();
        boolean held = waitOn(targets, () -> attempt.any(targets), timeoutNanos);
        return held ? attempt.result : WaitResult.TIMED_OUT;
    }

    /**
     * Waits until all targets are signaled at the same moment, and takes all of them then.
     *
     * @param targets at least one, none of them twice
     * @param timeoutNanos how long, {@link Waiting#FOREVER} for no limit
     * @return what was taken
     */
    public WaitResult forAll(List<? extends WaitTarget> targets, long timeoutNanos) {
        requireSome(targets);
        requireDistinct(targets);
        // Whoever locks several locks them in the same order as everybody else.
        List<? extends WaitTarget> inOrder = targets.stream()
                .sorted(Comparator.comparingLong(WaitTarget::objectId))
                .toList();
        Attempt attempt = new Attempt();
        boolean held = waitOn(targets, () -> attempt.all(targets, inOrder), timeoutNanos);
        return held ? attempt.result : WaitResult.TIMED_OUT;
    }

    private boolean waitOn(List<? extends WaitTarget> targets, BooleanSupplier condition, long timeoutNanos) {
        SignalWord[] words = targets.stream().map(WaitTarget::word).toArray(SignalWord[]::new);
        return new Waiting(spin, words).until(condition, timeoutNanos, strategy, worthWaiting);
    }

    private static void requireSome(List<? extends WaitTarget> targets) {
        if (targets.isEmpty()) {
            throw new InvalidArgumentException("there is nothing to wait for; give at least one handle");
        }
    }

    private static void requireDistinct(List<? extends WaitTarget> targets) {
        Set<Long> objects = new HashSet<>();
        for (WaitTarget target : targets) {
            if (!objects.add(target.objectId())) {
                throw new InvalidArgumentException("two of the handles name the same object 0x"
                        + Long.toHexString(target.objectId()) + "; a wait for all takes each object once");
            }
        }
    }

    /** One try after the other, of one wait. */
    private static final class Attempt {
        private WaitResult result;

        boolean any(List<? extends WaitTarget> targets) {
            targets.forEach(WaitTarget::check);
            for (int i = 0; i < targets.size(); i++) {
                Take take = targets.get(i).tryTake();
                if (take != Take.NOTHING) {
                    confirm(targets.subList(i, i + 1), new Take[] {take});
                    result = new WaitResult(take == Take.ABANDONED ? Outcome.ABANDONED : Outcome.SIGNALED, i);
                    return true;
                }
            }
            return false;
        }

        boolean all(List<? extends WaitTarget> targets, List<? extends WaitTarget> inOrder) {
            targets.forEach(WaitTarget::check);
            if (!allSignaled(inOrder)) {
                return false;
            }
            int locked = 0;
            try {
                while (locked < inOrder.size() && inOrder.get(locked).lock()) {
                    locked++;
                    FaultPoint.WAIT_ALL_LOCKED.reached();
                }
                if (locked < inOrder.size() || !allSignaled(inOrder)) {
                    return false;
                }
                targets.forEach(WaitTarget::check);
                locked = 0; // taking unlocks; other threads of this process may have locked again by the end of it
                result = take(targets);
                return true;
            } finally {
                for (int i = 0; i < locked; i++) {
                    inOrder.get(i).unlock();
                }
            }
        }

        private static boolean allSignaled(List<? extends WaitTarget> targets) {
            return targets.stream().allMatch(WaitTarget::isSignaled);
        }

        private static WaitResult take(List<? extends WaitTarget> targets) {
            Take[] takes = new Take[targets.size()];
            int firstAbandoned = takes.length;
            for (int i = takes.length - 1; i >= 0; i--) {
                takes[i] = targets.get(i).takeLocked();
                if (takes[i] == Take.ABANDONED) {
                    firstAbandoned = i;
                }
                FaultPoint.WAIT_ALL_TAKEN.reached();
            }
            confirm(targets, takes);
            return firstAbandoned < takes.length
                    ? new WaitResult(Outcome.ABANDONED, firstAbandoned)
                    : new WaitResult(Outcome.SIGNALED, 0);
        }

        /**
         * A handle may have been closed since it was checked, and its object may be another one's by now. Nobody could
         * give back then what was taken, so it is put back at once.
         */
        private static void confirm(List<? extends WaitTarget> targets, Take[] takes) {
            try {
                targets.forEach(WaitTarget::check);
            } catch (RuntimeException closed) {
                for (int i = 0; i < takes.length; i++) {
                    if (takes[i] != Take.NOTHING) {
                        targets.get(i).putBack(takes[i]);
                    }
                }
                throw closed;
            }
        }
    }
}
