package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.WaitTarget.Take;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Waits for any or for all of several targets. Thread-safe. */
public final class Waits {
    private final WaitStrategy strategy;
    private final Runnable worthWaiting;
    private final JointTakes joint;

    /** How long recent waits of this process lasted. */
    private final AdaptiveSpin spin = new AdaptiveSpin();

    /**
     * For one process.
     *
     * @param strategy what threads do while they wait
     * @param worthWaiting throws if waiting on makes no sense, because the home is gone
     * @param joint how waits for all take
     */
    public Waits(WaitStrategy strategy, Runnable worthWaiting, JointTakes joint) {
        this.strategy = strategy;
        this.worthWaiting = worthWaiting;
        this.joint = joint;
    }

    /**
     * Waits until any target is signaled, and takes the first that is.
     *
     * @param targets at least one
     * @param timeoutNanos how long, {@link Waiting#FOREVER} for no limit
     * @return what was taken
     * @throws InternalError if what was seen of a mapped file is not there
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
     * @throws InternalError if what was seen of a mapped file is not there
     */
    public WaitResult forAll(List<? extends WaitTarget> targets, long timeoutNanos) {
        requireSome(targets);
        requireDistinct(targets);
        Attempt attempt = new Attempt();
        boolean held = waitOn(targets, () -> attempt.all(targets, joint), timeoutNanos);
        return held ? attempt.result : WaitResult.TIMED_OUT;
    }

    private boolean waitOn(List<? extends WaitTarget> targets, BooleanSupplier condition, long timeoutNanos) {
        SignalWord[] words = targets.stream().map(WaitTarget::word).toArray(SignalWord[]::new);
        boolean held = new Waiting(spin, words).until(condition, timeoutNanos, strategy, worthWaiting);
        if (held && !proveThemselves(targets)) {
            MappedFaults.throwNow();
        }
        return held;
    }

    private static boolean proveThemselves(List<? extends WaitTarget> targets) {
        for (WaitTarget target : targets) {
            if (!target.provesItself()) {
                return false;
            }
        }
        return true;
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

        boolean all(List<? extends WaitTarget> targets, JointTakes joint) {
            do {
                targets.forEach(WaitTarget::check);
                if (!allSignaled(targets)) {
                    return false;
                }
                // Not taken though all were signaled: somebody met a lock and aborted, or was faster.
            } while (!takeAll(targets, joint));
            return true;
        }

        private boolean takeAll(List<? extends WaitTarget> targets, JointTakes joint) {
            List<Hold> holds = new ArrayList<>();
            Take[] takes = new Take[targets.size()];
            boolean taken = false;
            JointTakes.Attempt attempt = joint.begin();
            try {
                if (holdAll(targets, holds, attempt) && allSignaled(targets)) {
                    targets.forEach(WaitTarget::check);
                    taken = attempt.commit();
                }
            } finally {
                attempt.abort();
                for (int i = holds.size() - 1; i >= 0; i--) {
                    takes[i] = holds.get(i).settle(taken);
                    FaultPoint.WAIT_ALL_TAKEN.reached();
                }
                attempt.end();
            }
            if (taken) {
                confirm(targets, takes);
                result = result(takes);
            }
            return taken;
        }

        private static boolean holdAll(
                List<? extends WaitTarget> targets, List<Hold> holds, JointTakes.Attempt attempt) {
            for (WaitTarget target : targets) {
                Hold hold = target.hold(attempt);
                if (hold == null) {
                    return false;
                }
                holds.add(hold);
                FaultPoint.WAIT_ALL_LOCKED.reached();
            }
            return true;
        }

        private static boolean allSignaled(List<? extends WaitTarget> targets) {
            for (WaitTarget target : targets) {
                if (!target.isSignaled()) {
                    return false;
                }
            }
            return true;
        }

        private static WaitResult result(Take[] takes) {
            int abandoned = Arrays.asList(takes).indexOf(Take.ABANDONED);
            return abandoned < 0 ? new WaitResult(Outcome.SIGNALED, 0) : new WaitResult(Outcome.ABANDONED, abandoned);
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
