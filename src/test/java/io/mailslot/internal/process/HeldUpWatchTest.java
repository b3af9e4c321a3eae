package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.memory.RunDelay;
import io.mailslot.internal.object.ProcessRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the watch goes on through: rounds that fail, and a home that somebody holds locked. */
class HeldUpWatchTest extends WatchFixture {
    @ParameterizedTest
    @MethodSource("failures")
    void shouldSurviveWhateverGoesWrongInARound(Throwable failure) throws IOException {
        share.giveBack();
        AtomicInteger failed = new AtomicInteger();
        Runnable fails = () -> {
            if (failed.incrementAndGet() < 3) {
                HeldUpWatchTest.<RuntimeException>sneak(failure);
            }
        };
        attach(fails, () -> {
            fails.run();
            return PidfdPoller.open();
        });
        share.session().start();
        Thread watcher = watchers().get(0);
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            watcher.interrupt();
            await().atMost(PATIENCE).until(() -> failed.get() >= 3);
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
        assertThat(watchers()).containsExactly(watcher);
    }

    @Test
    void shouldWatchOnThoughItsUpkeepFailsEachTime() throws IOException {
        share.giveBack();
        AtomicInteger failed = new AtomicInteger();
        attach(
                () -> {
                    failed.incrementAndGet();
                    throw new InternalError("a test's");
                },
                PidfdPoller::open);
        share.session().start();
        try (JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            int before = failed.get();
            await("rounds in which nothing changes").atMost(PATIENCE).until(() -> failed.get() >= before + 4);
            stranger.kill();
            await().atMost(PATIENCE).until(() -> self.kernel().processes().state(process) == ProcessRecord.FREE);
        }
    }

    /** The watch reaps another dead process, and waits for the lock of the home to do so. */
    @Test
    void shouldPickUpAProcessThoughItIsHeldUp() throws Exception {
        assumeTrue(Pidfd.available());
        try (JavaChild dead = stranger();
                JavaChild stranger = stranger()) {
            ProcessRef process = find(stranger.pid());
            share.session().start();
            await("the watch knows the other one")
                    .atMost(PATIENCE)
                    .until(() -> descriptors().size() > 2);
            CompletableFuture<Void> held = new CompletableFuture<>();
            CompletableFuture<Void> free = new CompletableFuture<>();
            Thread holder = new Thread(() -> self.kernel().change(section -> {
                held.complete(null);
                return free.join();
            }));
            holder.start();
            held.join();
            dead.kill();
            await("the watch waits for the lock")
                    .atMost(PATIENCE)
                    .until(() -> isReaping(watchers().get(0)));
            long delayBefore = RunDelay.nanos();
            long start = System.nanoTime();
            share.session().pickUp(process);
            long took = System.nanoTime() - start - (RunDelay.nanos() - delayBefore);
            assertThat(Duration.ofNanos(took))
                    .as("it does not wait for the watch, for a second")
                    .isLessThan(Duration.ofMillis(900));
            free.complete(null);
        }
    }

    private static boolean isReaping(Thread watcher) {
        return Arrays.stream(watcher.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("reapDead"));
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a test's"),
                new InternalError("a test's"),
                new OutOfMemoryError("a test's"),
                new StackOverflowError(),
                new NoClassDefFoundError("a test's"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
