package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.WaitCheck;
import io.mailslot.internal.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that sleep for long because the watch looks after them. */
class WatchedSleepersTest extends WatchFixture {
    /** What a thread looks at that sleeps while the watch looks after it. */
    private final class Look implements WaitCheck {
        private final AtomicInteger checks = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void check() {
            checks.incrementAndGet();
        }

        @Override
        public Lookout lookout() {
            return lookout;
        }

        @Override
        public boolean seemsSignaled() {
            return over.get();
        }

        /** Sleeps on a word that nobody signals. */
        CompletableFuture<Boolean> sleep() {
            SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);
            return CompletableFuture.supplyAsync(
                    () -> new Waiting(word).until(over::get, Waiting.FOREVER, WaitStrategy.SLEEP, this),
                    work -> new Thread(work, "sleeper").start());
        }
    }

    @Test
    void shouldLookAfterThreadsThatSleep() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        CompletableFuture<Boolean> sleeper = look.sleep();
        await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
        look.over.set(true);
        assertThat(sleeper.get(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Whether no check comes for longer than threads sleep that nobody looks after. */
    private static boolean sleepsUnchecked(Look look) {
        int before = look.checks.get();
        await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
        return before > 0 && look.checks.get() == before;
    }

    @Test
    void shouldHaveThreadsLookForThemselvesWhileItIsHeldUp() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        try (JavaChild stranger = stranger()) {
            open(stranger.pid());
            CompletableFuture<Boolean> sleeper = look.sleep();
            await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
            CompletableFuture<Void> standing = new CompletableFuture<>();
            CompletableFuture<Void> free = new CompletableFuture<>();
            Thread holder = new Thread(() -> self.kernel().change(section -> {
                standing.complete(null);
                return free.join();
            }));
            holder.start();
            standing.join();
            int before = look.checks.get();
            stranger.kill();
            await("at once, and every other second").atMost(PATIENCE).until(() -> look.checks.get() >= before + 3);
            free.complete(null);
            await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
            look.over.set(true);
            assertThat(sleeper.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldHaveThreadsLookForThemselvesWhenItEnds() throws Exception {
        assumeTrue(Futex.canSleepOnSeveral());
        share.session().start();
        Look look = new Look();
        CompletableFuture<Boolean> sleeper = look.sleep();
        await("the thread falls asleep for long").atMost(PATIENCE).until(() -> sleepsUnchecked(look));
        int before = look.checks.get();
        share.session().close();
        await().atMost(PATIENCE).until(() -> look.checks.get() >= before + 2);
        look.over.set(true);
        assertThat(sleeper.get(60, TimeUnit.SECONDS)).isTrue();
    }
}
