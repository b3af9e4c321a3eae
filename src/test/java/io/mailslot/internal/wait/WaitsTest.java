package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.ProcessRef;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for several do with their targets. */
@Timeout(120)
class WaitsTest {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(5);

    private final JointTakes joint = joint();
    private final Waits waits = new Waits(WaitStrategy.ADAPTIVE, () -> {}, new Lookout(), joint, WaitNotes.NONE);

    /** A semaphore in this process, whose handle may be closed at the moment of the take. */
    private final class Target implements WaitTarget {
        private final long id;
        private final SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);
        private int count;
        private boolean locked;
        private boolean closesWhenTaken;
        private boolean vanishes;
        private boolean closed;
        private boolean taken;
        private boolean failsToTake;
        private boolean failsToCheck;
        private int aborts;

        Target(long id, int count) {
            this.id = id;
            this.count = count;
        }

        @Override
        public long objectId() {
            return id;
        }

        @Override
        public SignalWord word() {
            return word;
        }

        @Override
        public void check() {
            if (closed) {
                throw new InvalidHandleException("closed by the test");
            }
            if (failsToCheck && taken) {
                throw new OutOfMemoryError("by the test");
            }
        }

        @Override
        public boolean isSignaled() {
            return count > 0;
        }

        @Override
        public Take tryTake() {
            if (locked || count == 0) {
                return Take.NOTHING;
            }
            if (failsToTake) {
                throw new OutOfMemoryError("by the test");
            }
            count--;
            taken = true;
            closed |= closesWhenTaken;
            return Take.TAKEN;
        }

        @Override
        public Hold hold(JointTakes.Attempt attempt) {
            if (aborts > 0) {
                aborts--;
                joint.abort(0);
            }
            if (vanishes) {
                count = 0;
            }
            if (locked || count == 0) {
                return null;
            }
            locked = true;
            return taken -> {
                assertThat(locked).isTrue();
                locked = false;
                return taken ? tryTake() : Take.NOTHING;
            };
        }

        @Override
        public void putBack(Take take) {
            assertThat(take).isEqualTo(Take.TAKEN);
            count++;
        }
    }

    @Test
    void shouldPutBackWhatWasTakenThroughAHandleThatWasClosedMeanwhile() {
        Target target = new Target(1, 3);
        target.closesWhenTaken = true;
        assertThatExceptionOfType(InvalidHandleException.class)
                .isThrownBy(() -> waits.forAny(List.of(new Target(2, 0), target), Waiting.FOREVER));
        assertThat(target.count).isEqualTo(3);
    }

    @Test
    void shouldPutBackAllThatAWaitForAllTookIfOneHandleWasClosedMeanwhile() {
        List<Target> targets = List.of(new Target(1, 1), new Target(2, 2), new Target(3, 3));
        targets.get(1).closesWhenTaken = true;
        assertThatExceptionOfType(InvalidHandleException.class)
                .isThrownBy(() -> waits.forAll(targets, Waiting.FOREVER));
        assertThat(targets).extracting(target -> target.count).containsExactly(1, 2, 3);
        assertThat(targets).noneMatch(target -> target.locked);
    }

    @Test
    void shouldPutBackWhatItTookIfThereIsNoMemory() {
        Target target = new Target(1, 1);
        target.failsToCheck = true;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> waits.forAny(List.of(target), Waiting.FOREVER));
        assertThat(target.count).isOne();
    }

    /** Nor does it keep other threads of the process from waiting for all. */
    @Test
    void shouldPutBackAllThatAWaitForAllTookIfThereIsNoMemoryForOne() throws InterruptedException {
        List<Target> targets = List.of(new Target(1, 1), new Target(2, 1), new Target(3, 1));
        targets.get(1).failsToTake = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> waits.forAll(targets, Waiting.FOREVER));
        assertThat(targets).noneMatch(target -> target.locked).allMatch(target -> target.count == 1);

        targets.get(1).failsToTake = false;
        Thread other = new Thread(() -> waits.forAll(targets, 0));
        other.start();
        other.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(targets).allMatch(target -> target.count == 0);
    }

    @Test
    void shouldUnlockWhatItHoldsIfTheRestIsNotSignaledAnyMore() {
        List<Target> targets = List.of(new Target(3, 1), new Target(1, 1), new Target(2, 1));
        targets.get(1).vanishes = true;
        assertThat(waits.forAll(targets, SOON)).isEqualTo(WaitResult.TIMED_OUT);
        assertThat(targets).noneMatch(target -> target.locked);
        assertThat(targets).extracting(target -> target.count).containsExactly(1, 0, 1);
    }

    @Test
    void shouldTryAgainIfSomebodyAbortsIt() {
        List<Target> targets = List.of(new Target(1, 1), new Target(2, 1));
        targets.get(1).aborts = 3;
        assertThat(waits.forAll(targets, SOON).signaled()).isTrue();
        assertThat(targets).noneMatch(target -> target.locked).allMatch(target -> target.count == 0);
    }

    private static JointTakes joint() {
        Region record = Region.inThisProcess(ProcessRecord.LENGTH);
        return new JointTakes(index -> record, new ProcessRef(0, 1), nothing -> {});
    }
}
