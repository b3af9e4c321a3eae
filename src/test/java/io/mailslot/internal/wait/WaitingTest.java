package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class WaitingTest {
    private static final WaitCheck NO_CHECK = () -> {};
    private static final int LINE = 64;

    /** Who is not woken is not woken by the end of this time, either. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final int PUBLISHED = 200 * LINE;
    private static final int TRIES = 40;

    private final Region memory = Region.inThisProcess(PUBLISHED + LINE);

    private SignalWord word(int index) {
        return new SignalWord(memory, index * LINE);
    }

    private SignalWord[] words(int count) {
        return IntStream.range(0, count).mapToObj(this::word).toArray(SignalWord[]::new);
    }

    private boolean published() {
        return memory.getInt(PUBLISHED) != 0;
    }

    private boolean until(Waiting place, Duration timeout) {
        return place.until(this::published, timeout.toNanos(), WaitStrategy.ADAPTIVE, NO_CHECK);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotWaitForWhatHoldsAlready(Sleeping sleeping) {
        assertThat(sleeping.place(word(0)).until(() -> true, 0, WaitStrategy.ADAPTIVE, NO_CHECK))
                .isTrue();
        assertThat(memory.getInt(0)).as("the word").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskOnceWithoutTime(Sleeping sleeping) {
        AtomicInteger asked = new AtomicInteger();
        assertThat(sleeping.place(word(0)).until(() -> asked.incrementAndGet() > 1, 0, WaitStrategy.ADAPTIVE, NO_CHECK))
                .isFalse();
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSeeWhatWasSignaledBefore(Sleeping sleeping) {
        memory.putInt(PUBLISHED, 1);
        word(0).signal();
        assertThat(until(sleeping.place(word(0)), Duration.ofSeconds(20))).isTrue();
    }

    /** Between the setting of the bit and the sleep. */
    @ParameterizedTest
    @EnumSource
    void shouldNotSleepThroughASignalThatComesJustBefore(Sleeping sleeping) {
        AtomicInteger asked = new AtomicInteger();
        boolean held = sleeping.placeWithoutNet(word(0))
                .until(
                        () -> {
                            boolean seen = published();
                            if (asked.incrementAndGet() == 2) {
                                memory.putInt(PUBLISHED, 1);
                                word(0).signal();
                            }
                            return seen;
                        },
                        Waiting.FOREVER,
                        WaitStrategy.ADAPTIVE,
                        NO_CHECK);
        assertThat(held).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeASleeperByASignal(Sleeping sleeping) throws InterruptedException {
        Waiting place = sleeping.placeWithoutNet(word(0));
        for (int i = 0; i < 20; i++) {
            memory.putIntVolatile(PUBLISHED, 0);
            TestSleeper sleeper = TestSleeper.start(() -> until(place, FOR_EVER));
            sleeper.awaitAsleep();
            memory.putIntVolatile(PUBLISHED, 1);
            word(0).signal();
            assertThat(sleeper.result()).isTrue();
        }
    }

    /** Or the next signal would make a system call to wake nobody. */
    @ParameterizedTest
    @EnumSource(names = {"FUTEX", "POLLING"})
    void shouldNotLeaveTheBitBehindWhenWokenBySignal(Sleeping sleeping) throws InterruptedException {
        Waiting place = sleeping.placeWithoutNet(word(0));
        TestSleeper sleeper = TestSleeper.start(() -> until(place, Duration.ofHours(1)));
        sleeper.awaitAsleep();
        memory.putIntVolatile(PUBLISHED, 1);
        word(0).signal();
        assertThat(sleeper.result()).isTrue();
        assertThat(memory.getIntVolatile(0) & 1).as("sleeping bit").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeASleeperByAnyOfSeveralWords(Sleeping sleeping) throws InterruptedException {
        for (int which : new int[] {0, 1, 63, 126}) {
            memory.putIntVolatile(PUBLISHED, 0);
            TestSleeper sleeper = TestSleeper.start(() -> until(sleeping.placeWithoutNet(words(127)), FOR_EVER));
            sleeper.awaitAsleep();
            memory.putIntVolatile(PUBLISHED, 1);
            word(which).signal();
            assertThat(sleeper.result()).isTrue();
        }
    }

    @Test
    void shouldWaitForMoreWordsThanTheSystemTakes() throws InterruptedException {
        TestSleeper sleeper = TestSleeper.start(() -> until(Sleeping.AUTOMATIC.placeWithoutNet(words(200)), FOR_EVER));
        sleeper.awaitAsleep();
        memory.putIntVolatile(PUBLISHED, 1);
        word(199).signal();
        assertThat(sleeper.result()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeAllWhoSleepOnOneWord(Sleeping sleeping) throws InterruptedException {
        Waiting place = sleeping.placeWithoutNet(word(0));
        List<TestSleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sleepers.add(TestSleeper.start(() -> until(place, FOR_EVER)));
        }
        for (TestSleeper sleeper : sleepers) {
            sleeper.awaitAsleep();
        }
        memory.putIntVolatile(PUBLISHED, 1);
        word(0).signal();
        for (TestSleeper sleeper : sleepers) {
            assertThat(sleeper.result()).isTrue();
        }
    }

    /** As a signaller leaves it that is killed after it has cleared the bit: only the unconditional wake helps. */
    @ParameterizedTest
    @EnumSource(names = {"FUTEX", "HUB"})
    void shouldBeWokenForASignallerThatDiedBeforeItWokeAnybody(Sleeping sleeping) throws InterruptedException {
        TestSleeper sleeper = TestSleeper.start(() -> until(sleeping.placeWithoutNet(word(0)), FOR_EVER));
        sleeper.awaitAsleep();
        memory.putIntVolatile(PUBLISHED, 1);
        assertThat(memory.casInt(0, 1, 2)).isTrue();
        word(0).wake();
        assertThat(sleeper.result()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepToTheTimeout(Sleeping sleeping) {
        Waiting one = sleeping.place(word(0));
        Waiting two = sleeping.place(words(2));
        for (int millis : new int[] {1, 10, 50, 1_100}) {
            requireInTime(one, millis, millis + 100);
            requireInTime(two, millis, millis + 100);
        }
        requireInTime(one, 10, 12);
    }

    /** A busy machine may be late now and then, but not each time; nobody may ever be early. */
    private void requireInTime(Waiting place, int millis, int most) {
        Duration last = timed(place, millis);
        for (int i = 1; i < TRIES && last.toMillis() >= most; i++) {
            last = timed(place, millis);
        }
        assertThat(last).as("the last of up to %d tries", TRIES).isLessThan(Duration.ofMillis(most));
    }

    private Duration timed(Waiting place, int millis) {
        long start = System.nanoTime();
        assertThat(until(place, Duration.ofMillis(millis))).isFalse();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
        return taken;
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAtOnceIfInterruptedBeforeAndKeepTheFlag(Sleeping sleeping) {
        Waiting place = sleeping.place(word(0));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(WaitInterruptedException.class)
                .isThrownBy(() -> until(place, Duration.ofSeconds(20)));
        assertThat(place.until(() -> true, 0, WaitStrategy.ADAPTIVE, NO_CHECK))
                .as("what holds is no failure")
                .isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Of a few rounds, since a busy machine may let a thread wait for long: who sleeps for too long does so in each. */
    @Test
    void shouldCheckBeforeItSleepsAndEveryOtherSecondAndEndIfThatFails() throws InterruptedException {
        Duration longest = checkThreeTimes();
        for (int round = 1; round < 3 && longest.toMillis() >= 6_000; round++) {
            longest = checkThreeTimes();
        }
        assertThat(longest).isLessThan(Duration.ofMillis(6_000));
    }

    /** All ways of sleeping side by side, since each takes seconds; returns how long the last of them took. */
    private Duration checkThreeTimes() throws InterruptedException {
        long start = System.nanoTime();
        List<TestSleeper> sleepers = new ArrayList<>();
        for (Sleeping sleeping : Sleeping.values()) {
            AtomicInteger checks = new AtomicInteger();
            Waiting place = sleeping.place(word(sleeping.ordinal()));
            sleepers.add(TestSleeper.start(() ->
                    place.until(this::published, Waiting.FOREVER, WaitStrategy.ADAPTIVE, () -> {
                        if (checks.incrementAndGet() == 3) {
                            throw new IllegalStateException("no use");
                        }
                    })));
        }
        Duration longest = Duration.ZERO;
        for (Sleeping sleeping : Sleeping.values()) {
            TestSleeper sleeper = sleepers.get(sleeping.ordinal());
            assertThat(sleeper.failure()).as("%s", sleeping).hasMessage("no use");
            Duration took = Duration.ofNanos(sleeper.endedAt() - start);
            assertThat(took).as("%s", sleeping).isGreaterThanOrEqualTo(Duration.ofMillis(3_000));
            longest = took.compareTo(longest) > 0 ? took : longest;
            word(sleeping.ordinal()).signal();
        }
        return longest;
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAllWaitsOfThisJvm(Sleeping sleeping) throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        Waiting place = sleeping.placeWithoutNet(words(2));
        List<TestSleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sleepers.add(TestSleeper.start(() -> place.until(
                    () -> {
                        if (closed.get()) {
                            throw new IllegalStateException("closed");
                        }
                        return false;
                    },
                    Waiting.FOREVER,
                    WaitStrategy.ADAPTIVE,
                    NO_CHECK)));
        }
        for (TestSleeper sleeper : sleepers) {
            sleeper.awaitAsleep();
        }
        closed.set(true);
        Waiting.wakeAll();
        for (TestSleeper sleeper : sleepers) {
            assertThat(sleeper.failure()).hasMessage("closed");
        }
    }

    @Test
    void shouldNeverSleepWhenToldToSpin() throws InterruptedException {
        Sleepers none = words -> {
            throw new AssertionError("asked for a sleeper");
        };
        Waiting place = new Waiting(none, System::nanoTime, new AdaptiveSpin(false), word(0));
        CompletableFuture<Boolean> spinning = CompletableFuture.supplyAsync(
                () -> place.until(this::published, Waiting.FOREVER, WaitStrategy.SPIN, NO_CHECK));
        assertThatThrownBy(() -> spinning.get(50, TimeUnit.MILLISECONDS)).isNotNull();
        memory.putIntVolatile(PUBLISHED, 1);
        assertThat(spinning.join()).isTrue();
        memory.putIntVolatile(PUBLISHED, 0);
        assertThat(place.until(this::published, 20_000_000, WaitStrategy.SPIN, NO_CHECK))
                .isFalse();
        TestSleeper interrupted =
                TestSleeper.start(() -> place.until(this::published, Waiting.FOREVER, WaitStrategy.SPIN, NO_CHECK));
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(WaitInterruptedException.class);
    }

    @Test
    void shouldWaitWithinTheConditionOfAWait() {
        Waiting outer = Sleeping.FUTEX.place(word(0));
        Waiting inner = Sleeping.FUTEX.place(word(1));
        assertThat(outer.until(
                        () -> inner.until(() -> false, 1_000_000, WaitStrategy.SLEEP, NO_CHECK),
                        10_000_000,
                        WaitStrategy.SLEEP,
                        NO_CHECK))
                .isFalse();
    }

    @Test
    void shouldSleepNoLongerThanTwoSecondsOnAClockOfItsOwn() {
        AtomicInteger sleeps = new AtomicInteger();
        long[] now = {Long.MAX_VALUE - 5};
        Sleepers counting = words -> new Sleeper() {
            @Override
            void prepare() {}

            @Override
            void sleep(long nanos) {
                assertThat(nanos).isPositive().isLessThanOrEqualTo(Waiting.LONGEST_SLEEP_NANOS);
                sleeps.incrementAndGet();
                now[0] += nanos;
            }

            @Override
            void wake() {}

            @Override
            public void close() {}
        };
        AtomicInteger checks = new AtomicInteger();
        Waiting place = new Waiting(counting, () -> now[0], new AdaptiveSpin(true), word(0));
        long hour = Duration.ofHours(1).toNanos();
        assertThat(place.until(() -> false, hour + 1, WaitStrategy.ADAPTIVE, checks::incrementAndGet))
                .isFalse();
        assertThat(sleeps).hasValue(1_801);
        assertThat(checks)
                .as("before the first sleep, every two seconds, and at the end")
                .hasValue(1_802);
    }

    @Test
    void shouldAnnounceToSleepersOnly() {
        word(0).announce();
        assertThat(memory.getInt(0)).as("nobody sleeps").isZero();
        word(0).prepareToSleep();
        word(0).announce();
        assertThat(word(0).isAnnounced()).isTrue();
        assertThat(memory.getInt(0) & 1).as("sleeping bit").isZero();
        word(0).signal();
        assertThat(word(0).isAnnounced()).as("once signaled").isFalse();
    }

    /** Time stands still, so the thread goes on looking for as long as the announcement stands. */
    @Test
    void shouldGetUpWhenAnnouncedAndSeeWhatIsPublishedThen() throws InterruptedException {
        assumeTrue(Futex.canSleep(), "this system has no futexes");
        AtomicBoolean looking = new AtomicBoolean();
        Waiting place = new Waiting(FutexSleeper::on, () -> 0, new AdaptiveSpin(true), word(0));
        TestSleeper sleeper = TestSleeper.start(() -> place.until(
                () -> {
                    looking.set(word(0).isAnnounced());
                    return memory.getIntVolatile(PUBLISHED) != 0;
                },
                Waiting.FOREVER,
                WaitStrategy.ADAPTIVE,
                NO_CHECK));
        sleeper.awaitAsleep();
        word(0).announce();
        Awaitility.await("looks around").atMost(Duration.ofSeconds(60)).until(looking::get);
        assertThat(memory.getIntVolatile(0) & 1).as("sleeping bit").isZero();
        memory.putIntVolatile(PUBLISHED, 1);
        assertThat(sleeper.result()).isTrue();
    }

    /** The announcer may have been killed, or failed to publish. */
    @ParameterizedTest
    @EnumSource(names = {"FUTEX", "HUB"})
    void shouldSleepAgainWhenAnAnnouncementIsNotKept(Sleeping sleeping) throws InterruptedException {
        Waiting place = sleeping.placeWithoutNet(word(0));
        TestSleeper sleeper = TestSleeper.start(() -> until(place, Duration.ofHours(1)));
        for (int i = 0; i < 20; i++) {
            sleeper.awaitAsleep();
            word(0).announce();
            Awaitility.await("sleeps again")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> (memory.getIntVolatile(0) & 1) != 0);
        }
        assertThat(sleeper.thread().isAlive()).isTrue();
        memory.putIntVolatile(PUBLISHED, 1);
        word(0).signal();
        assertThat(sleeper.result()).isTrue();
    }

    @Test
    void shouldKnowAllSleepersOnlyWhileTheySleep() {
        Waiting place = Sleeping.FUTEX.place(word(0));
        for (int i = 0; i < 10; i++) {
            assertThat(until(place, Duration.ofMillis(1))).isFalse();
        }
        memory.putInt(0, 4);
        Waiting.wakeAll();
        assertThat(memory.getInt(0)).as("untouched").isEqualTo(4);
    }
}
