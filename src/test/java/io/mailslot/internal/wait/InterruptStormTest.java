package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts at random moments: none is lost, which would cost a second, and none is taken for a message. */
@Timeout(120)
class InterruptStormTest {
    private static final int INTERRUPTS = 10_000;
    private static final int PUBLISHED = 64;
    private static final long MISSED_NANOS = 700_000_000;
    private static final long STEP_NANOS = 1_000_000;

    private final Region memory = Region.inThisProcess(128);
    private final AtomicInteger interrupted = new AtomicInteger();

    /** Counts its waits, and what they ended with. */
    private final class Victim extends Thread {
        private final Waiting place;
        private int taken;
        private volatile Throwable failure;

        Victim(Waiting place) {
            this.place = place;
        }

        @Override
        public void run() {
            try {
                while (interrupted.get() < INTERRUPTS) {
                    waitOnce();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        private void waitOnce() {
            BooleanSupplier more = () -> memory.getIntVolatile(PUBLISHED) > taken;
            try {
                boolean held = place.until(more, Waiting.FOREVER, WaitStrategy.ADAPTIVE, () -> {});
                assertThat(held).isTrue();
                assertThat(more.getAsBoolean()).as("there is a message").isTrue();
                taken++;
            } catch (WaitInterruptedException expected) {
                assertThat(Thread.interrupted()).as("the flag").isTrue();
                interrupted.incrementAndGet();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNoInterruptAndTakeNoneForAMessage(Sleeping sleeping) throws InterruptedException {
        SignalWord word = new SignalWord(memory, 0);
        Victim victim = new Victim(sleeping.place(word));
        victim.setDaemon(true);
        victim.start();
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int published = 0;
        for (int i = 0; i < INTERRUPTS; i++) {
            spin(random.nextInt(1 << random.nextInt(16)));
            if (random.nextInt(4) == 0) {
                memory.putIntVolatile(PUBLISHED, ++published);
                word.signal();
            }
            interruptOnce(victim, i, seed);
        }
        victim.join(60_000);
        assertThat(victim.failure).isNull();
        assertThat(victim.isAlive()).isFalse();
        assertThat(victim.taken).isLessThanOrEqualTo(published);
    }

    private void interruptOnce(Victim victim, int count, long seed) {
        long waited = 0;
        long last = System.nanoTime();
        victim.interrupt();
        while (interrupted.get() == count) {
            assertThat(victim.failure).isNull();
            // A machine that stands still for a while shall not look like a lost interrupt.
            long now = System.nanoTime();
            waited += Math.min(now - last, STEP_NANOS);
            last = now;
            assertThat(waited).as("interrupt %d was lost, seed %d", count, seed).isLessThan(MISSED_NANOS);
            Thread.yield();
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
