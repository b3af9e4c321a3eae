package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.WaitTarget.Take;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Waits for any or for all of several targets. Thread-safe. */
public final class Waits {
    private final WaitStrategy strategy;
    private final Runnable worthWaiting;
    private final Lookout lookout;
    private final JointTakes joint;
    private final WaitNotes notes;

    /** How long recent waits of this process lasted. */
    private final AdaptiveSpin spin = new AdaptiveSpin();

    /**
     * For one process.
     *
     * @param strategy what threads do while they wait
     * @param worthWaiting throws if waiting on makes no sense, because the home is gone
     * @param lookout looks after threads that sleep
     * @param joint how waits for all take
     * @param notes tells people what threads wait for
     */
    public Waits(WaitStrategy strategy, Runnable worthWaiting, Lookout lookout, JointTakes joint, WaitNotes notes) {
        this.notes = notes;
        this.strategy = strategy;
        this.worthWaiting = worthWaiting;
        this.lookout = lookout;
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
        boolean held = waitOn(targets, () -> attempt.any(targets), timeoutNanos, false);
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
        boolean held = waitOn(targets, () -> attempt.all(targets, joint), timeoutNanos, true);
        return held ? attempt.result : WaitResult.TIMED_OUT;
    }

    private boolean waitOn(
            List<? extends WaitTarget> targets, BooleanSupplier condition, long timeoutNanos, boolean all) {
        // Most waits find what they wait for, and need no place to wait at.
        boolean held = condition.getAsBoolean() || waitLong(targets, condition, timeoutNanos, all);
        if (held && !proveThemselves(targets)) {
            MappedFaults.throwNow();
        }
        return held;
    }

    private boolean waitLong(
            List<? extends WaitTarget> targets, BooleanSupplier condition, long timeoutNanos, boolean all) {
        return Flight.isRecorded()
                ? Waiting.recorded(() -> sleepOn(targets, condition, timeoutNanos, all), all, objects(targets))
                : sleepOn(targets, condition, timeoutNanos, all);
    }

    private boolean sleepOn(
            List<? extends WaitTarget> targets, BooleanSupplier condition, long timeoutNanos, boolean all) {
        return new Waiting(spin, notes, objects(targets), words(targets))
                .until(condition, timeoutNanos, strategy, new Look(targets, all));
    }

    /** What is looked at during one wait. */
    private final class Look implements WaitCheck {
        private final List<? extends WaitTarget> targets;
        private final boolean all;

        Look(List<? extends WaitTarget> targets, boolean all) {
            this.targets = targets;
            this.all = all;
        }

        @Override
        public void check() {
            worthWaiting.run();
        }

        @Override
        public Lookout lookout() {
            return lookout;
        }

        @Override
        public boolean seemsVain() {
            for (WaitTarget target : targets) {
                if (target.seemsVain()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean seemsSignaled() {
            int signaled = 0;
            for (WaitTarget target : targets) {
                signaled += target.seemsSignaled() ? 1 : 0;
            }
            return signaled >= (all ? targets.size() : 1);
        }
    }

    private static long[] objects(List<? extends WaitTarget> targets) {
        long[] objects = new long[targets.size()];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = targets.get(i).objectId();
        }
        return objects;
    }

    private static SignalWord[] words(List<? extends WaitTarget> targets) {
        SignalWord[] words = new SignalWord[targets.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = targets.get(i).word();
        }
        return words;
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
                    confirm(targets.get(i), take, i);
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
            Hold[] holds = new Hold[targets.size()];
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
                settle(attempt, targets, holds, taken, takes);
            }
            if (taken) {
                confirm(targets, takes);
            }
            return taken;
        }

        /** Whoever fails here, for want of memory or stack, has taken nothing. */
        private static void settle(
                JointTakes.Attempt attempt,
                List<? extends WaitTarget> targets,
                Hold[] holds,
                boolean taken,
                Take[] takes) {
            Error failure = null;
            try {
                for (int i = holds.length - 1; i >= 0; i--) {
                    if (holds[i] != null) {
                        try {
                            takes[i] = holds[i].settle(taken);
                        } catch (Error failed) {
                            failure = failed;
                        }
                        FaultPoint.WAIT_ALL_TAKEN.reached();
                    }
                }
            } finally {
                attempt.end(failure == null);
            }
            if (failure != null) {
                for (int i = 0; i < takes.length; i++) {
                    putBack(targets.get(i), takes[i]);
                }
                throw failure;
            }
        }

        private static boolean holdAll(List<? extends WaitTarget> targets, Hold[] holds, JointTakes.Attempt attempt) {
            for (int i = 0; i < holds.length; i++) {
                holds[i] = targets.get(i).hold(attempt);
                if (holds[i] == null) {
                    return false;
                }
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

        /**
         * A handle may have been closed since it was checked, and its object may be another one's by now. Nobody could
         * give back then what was taken, so it is put back at once.
         */
        private void confirm(WaitTarget target, Take take, int index) {
            try {
                target.check();
                result = WaitResult.of(take == Take.ABANDONED ? Outcome.ABANDONED : Outcome.SIGNALED, index);
            } catch (RuntimeException | Error failure) {
                putBack(target, take);
                throw failure;
            }
        }

        private void confirm(List<? extends WaitTarget> targets, Take[] takes) {
            try {
                targets.forEach(WaitTarget::check);
                int abandoned = Arrays.asList(takes).indexOf(Take.ABANDONED);
                result = WaitResult.of(abandoned < 0 ? Outcome.SIGNALED : Outcome.ABANDONED, Math.max(0, abandoned));
            } catch (RuntimeException | Error failure) {
                for (int i = 0; i < takes.length; i++) {
                    putBack(targets.get(i), takes[i]);
                }
                throw failure;
            }
        }

        private static void putBack(WaitTarget target, Take take) {
            if (take != null && take != Take.NOTHING) {
                target.putBack(take);
            }
        }
    }
}
