package io.mailslot.internal.wait;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.SignalWord;
import java.util.concurrent.TimeUnit;

/** The ways to sleep that tests go through. */
enum Sleeping {
    FUTEX(words -> FutexSleeper.on(words)),
    POLLING(words -> new PollingSleeper()),
    HUB(words -> new HubSleeper(WaitHub.ofThisJvm(), words)),
    /** What applications get. */
    AUTOMATIC(Sleepers.AUTOMATIC);

    private static final WaitHub HUB_WITHOUT_NET = new WaitHub(Futex::canSleepOnSeveral, TimeUnit.HOURS.toNanos(1));

    private final Sleepers sleepers;

    Sleeping(Sleepers sleepers) {
        this.sleepers = sleepers;
    }

    private Sleepers ofWhomNobodyLooksUp() {
        return this == HUB ? words -> new HubSleeper(HUB_WITHOUT_NET, words) : sleepers;
    }

    /** A new place at which nobody spins, since that would hide what happens to sleepers. */
    Waiting place(SignalWord... words) {
        need(words.length);
        return new Waiting(sleepers, System::nanoTime, new AdaptiveSpin(true), words);
    }

    /** As {@link #place}, but a thread that nobody wakes sleeps for ever, so that a lost signal shows, however slow the machine is. */
    Waiting placeWithoutNet(SignalWord... words) {
        return placeWithoutNet(new AdaptiveSpin(true), words);
    }

    /** The same for threads that spin. */
    Waiting placeWithoutNet(AdaptiveSpin spin, SignalWord... words) {
        need(words.length);
        Sleepers withoutNet = slept -> new Sleeper() {
            private final Sleeper real = ofWhomNobodyLooksUp().on(slept);

            @Override
            void prepare() {
                real.prepare();
            }

            @Override
            void sleep(long nanos) {
                real.sleep(TimeUnit.HOURS.toNanos(1));
            }

            @Override
            boolean announced() {
                return real.announced();
            }

            @Override
            void wake() {
                real.wake();
            }

            @Override
            public void close() {
                real.close();
            }
        };
        return new Waiting(withoutNet, System::nanoTime, spin, words);
    }

    private void need(int words) {
        if (this == FUTEX || this == HUB) {
            assumeTrue(Futex.canSleep(), "this system has no futexes");
            assumeTrue(words == 1 && this == FUTEX || Futex.canSleepOnSeveral(), "nor several of them");
        }
    }
}
