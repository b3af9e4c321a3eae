package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that is forgotten sleeps for a minute: then these tests time out. */
@Timeout(120)
class LookoutTest {
    private static final int PUBLISHED = 64;
    private static final long STEP_NANOS = 1_000_000;

    private final Region memory = Region.inThisProcess(PUBLISHED + Integer.BYTES);
    private final SignalWord word = new SignalWord(memory, 0);
    private final Lookout lookout = new Lookout();
    private final Look look = new Look(lookout);

    /** What a test has its waits look at. */
    private static final class Look implements WaitCheck {
        private final Lookout lookout;
        private final AtomicInteger checks = new AtomicInteger();
        private volatile boolean gone;
        private volatile boolean seemsSignaled;

        Look(Lookout lookout) {
            this.lookout = lookout;
        }

        @Override
        public void check() {
            checks.incrementAndGet();
            if (gone) {
                throw new IllegalStateException("no use");
            }
        }

        @Override
        public Lookout lookout() {
            return lookout;
        }

        @Override
        public boolean seemsVain() {
            if (gone) {
                throw new IllegalStateException("cannot tell");
            }
            return false;
        }

        @Override
        public boolean seemsSignaled() {
            return seemsSignaled;
        }
    }

    @BeforeEach
    void onDuty() {
        assumeTrue(Futex.canSleepOnSeveral(), "this system cannot sleep on several futexes");
        lookout.takeOver();
    }

    private TestSleeper start(Look watched) {
        Waiting place = Sleeping.FUTEX.place(word);
        return TestSleeper.start(() ->
                place.until(() -> memory.getIntVolatile(PUBLISHED) != 0, Waiting.FOREVER, WaitStrategy.SLEEP, watched));
    }

    private TestSleeper startAsleep(Look watched) {
        TestSleeper sleeper = start(watched);
        sleeper.awaitAsleep();
        return sleeper;
    }

    @Test
    void shouldHaveThreadsSleepForAMinute() {
        List<Long> sleeps = new ArrayList<>();
        long[] now = {1};
        Sleepers noting = words -> new Sleeper() {
            @Override
            void prepare() {}

            @Override
            void sleep(long nanos) {
                sleeps.add(TimeUnit.NANOSECONDS.toSeconds(nanos));
                now[0] += nanos;
                if (sleeps.size() == 3) {
                    lookout.handBack();
                }
                if (sleeps.size() == 5) {
                    lookout.takeOver();
                }
            }

            @Override
            boolean canBeLookedAfter() {
                return true;
            }

            @Override
            void wake() {}

            @Override
            public void close() {}
        };
        Waiting place = new Waiting(noting, () -> now[0], new AdaptiveSpin(true), word);
        assertThat(place.until(() -> false, Duration.ofMinutes(5).toNanos(), WaitStrategy.SLEEP, look))
                .isFalse();
        assertThat(sleeps).containsExactly(60L, 60L, 60L, 2L, 2L, 60L, 56L);
    }

    @Test
    void shouldWakeWhoseWaitSeemsOverThoughNobodySignalsInAFewLooks() throws InterruptedException {
        TestSleeper sleeper = startAsleep(look);
        memory.putIntVolatile(PUBLISHED, 1);
        look.seemsSignaled = true;
        for (int looks = 0; looks < 4; looks++) {
            lookout.look(true);
        }
        assertThat(sleeper.result()).isTrue();
    }

    @Test
    void shouldWakeWhoMissesASignal() throws InterruptedException {
        TestSleeper sleeper = startAsleep(look);
        memory.putIntVolatile(PUBLISHED, 1);
        assertThat(memory.casInt(0, 1, 4)).as("signaled, but not woken").isTrue();
        lookout.look(true);
        assertThat(sleeper.result()).isTrue();
    }

    @Test
    void shouldHaveAThreadSeeForItselfWhatCannotBeTold() throws InterruptedException {
        TestSleeper sleeper = startAsleep(look);
        look.gone = true;
        lookout.look(true);
        assertThat(sleeper.failure()).hasMessage("no use");
    }

    /** Counts its calls. */
    private static final class Counting extends Sleeper {
        private int calls;

        static Counting found(Look look) {
            Counting sleeper = new Counting();
            sleeper.waitsFor(look);
            SleepingThreads.enter(sleeper, look.lookout);
            return sleeper;
        }

        @Override
        void prepare() {}

        @Override
        void sleep(long nanos) {}

        @Override
        void wakeAlone() {
            calls++;
        }

        @Override
        void wake() {}

        @Override
        public void close() {
            SleepingThreads.leave(this);
        }
    }

    @Test
    void shouldLeaveThoseAsleepWhoseWaitGoesOnAndThoseOfOthers() {
        Look others = new Look(new Lookout());
        others.seemsSignaled = true;
        try (Counting own = Counting.found(look);
                Counting other = Counting.found(others)) {
            for (int looks = 0; looks < 4; looks++) {
                lookout.look(true);
            }
            assertThat(own.calls).isZero();
            others.lookout.look(false);
            assertThat(other.calls).isOne();
        }
    }

    /** What makes a wait vain is looked at after changes of the control plane, and now and then for what they do not tell. */
    @Test
    void shouldSeldomAskWhetherAWaitIsVainWhileNothingHasChanged() {
        try (Counting own = Counting.found(look)) {
            lookout.look(false);
            look.gone = true;
            lookout.look(false);
            assertThat(own.calls).isZero();
            lookout.look(true);
            assertThat(own.calls).isOne();
            lookout.look(false);
            lookout.look(false);
            assertThat(own.calls).isEqualTo(2);
        }
    }

    /** Its word is in a page that others may cut off: no signal of it reaches anybody then. */
    @Test
    void shouldCallAThreadWithoutTheWordThatItSleepsOn() throws InterruptedException {
        TestSleeper sleeper = startAsleep(look);
        int value = memory.getIntVolatile(0);
        look.gone = true;
        lookout.look(true);
        assertThat(sleeper.failure()).hasMessage("no use");
        assertThat(memory.getIntVolatile(0)).isEqualTo(value);
    }

    @Test
    void shouldHaveAllLookForThemselvesOnceItHandsBack() throws InterruptedException {
        List<TestSleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sleepers.add(startAsleep(look));
        }
        int before = look.checks.get();
        lookout.handBack();
        Awaitility.await("at once, and again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> look.checks.get() >= before + 3 * sleepers.size());
        look.gone = true;
        for (TestSleeper sleeper : sleepers) {
            assertThat(sleeper.failure()).hasMessage("no use");
        }
    }

    /** At whatever place of falling asleep the call meets the thread. */
    @Test
    void shouldCallAlsoThoseWhoAreAboutToFallAsleep() throws InterruptedException {
        for (int i = 0; i < 150; i++) {
            lookout.takeOver();
            look.gone = false;
            int before = look.checks.get();
            TestSleeper sleeper = start(look);
            while (look.checks.get() == before) {
                Thread.onSpinWait();
            }
            for (int pause = 0; pause < i % 100; pause++) {
                Thread.onSpinWait();
            }
            look.gone = true;
            lookout.handBack();
            requireAwakeSoon(sleeper);
            assertThat(sleeper.failure()).hasMessage("no use");
        }
    }

    /** A machine that stands still for a while shall not look like a thread that was forgotten, which looks after two seconds. */
    private static void requireAwakeSoon(TestSleeper sleeper) {
        long waited = 0;
        long last = System.nanoTime();
        while (sleeper.thread().isAlive()) {
            long now = System.nanoTime();
            waited += Math.min(now - last, STEP_NANOS);
            last = now;
            assertThat(waited).isLessThan(TimeUnit.SECONDS.toNanos(1));
            Thread.yield();
        }
    }
}
