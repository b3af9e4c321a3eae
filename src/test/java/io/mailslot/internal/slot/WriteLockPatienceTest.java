package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.threads.TimingPauser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class WriteLockPatienceTest {
    private static final long OWNER = 4_000_000L;
    private static final long PATIENCE_MILLIS = 300;

    /** What Chronicle would wait. */
    private static final long CHRONICLES_MILLIS = 100;

    @TempDir
    private Path folder;

    private SingleChronicleQueue queue;
    private LongValue word;
    private WriteLockPatience patience;

    @BeforeEach
    void createLog() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
    }

    @AfterEach
    void close() {
        word.setVolatileValue(WriteLockPatience.UNLOCKED);
        Closeable.closeQuietly(word);
        queue.close();
    }

    @Test
    void shouldTakeTheLockOfADeadOwner() {
        openWith(pid -> pid != OWNER);
        word.setVolatileValue(OWNER);

        queue.createAppender().close();

        assertThat(word.getVolatileValue()).isEqualTo(WriteLockPatience.UNLOCKED);
    }

    @Test
    void shouldNameALivingOwnerOnceItsPatienceIsOver() {
        openWith(pid -> true);
        word.setVolatileValue(OWNER);

        assertThatThrownBy(queue::createAppender)
                .isInstanceOfSatisfying(
                        WriteLockHeldException.class,
                        e -> assertThat(e.holderPid()).isEqualTo(OWNER));
        assertThat(word.getVolatileValue()).isEqualTo(OWNER);
    }

    @Test
    void shouldTryAgainWhenALongAwaitedLockIsFreeRatherThanGiveUp() throws TimeoutException {
        openWith(pid -> true);
        word.setVolatileValue(OWNER);
        TimingPauser pauser = patience.get();
        pauseFor(pauser, CHRONICLES_MILLIS + 50);

        word.setVolatileValue(WriteLockPatience.UNLOCKED);

        pauser.pause(CHRONICLES_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldHavePatienceWithEveryOwnerAnew() throws TimeoutException {
        openWith(pid -> true);
        TimingPauser pauser = patience.get();
        for (int i = 0; i < 4; i++) {
            word.setVolatileValue(OWNER + i);
            pauseFor(pauser, PATIENCE_MILLIS / 2);
        }
        for (int i = 0; i < 4; i++) {
            word.setVolatileValue(WriteLockPatience.UNLOCKED);
            pauser.pause(CHRONICLES_MILLIS, TimeUnit.MILLISECONDS);
            word.setVolatileValue(OWNER);
            pauseFor(pauser, PATIENCE_MILLIS / 2);
        }
    }

    @Test
    void shouldLeaveToChronicleHowLongItWaitsForSomethingElse() {
        openWith(pid -> true);
        TimingPauser pauser = patience.get();

        assertThatThrownBy(() -> pauseFor(pauser, 10 * CHRONICLES_MILLIS)).isInstanceOf(TimeoutException.class);
    }

    private static void pauseFor(TimingPauser pauser, long millis) throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            pauser.pause(CHRONICLES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void openWith(LongPredicate pidAlive) {
        patience = new WriteLockPatience(pidAlive, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        queue = Queues.open(folder, () -> SegmentCycle.FIRST_SEGMENT, 1 << 20, patience);
        word = queue.metaStore().acquireValueFor(WriteLockPatience.LOCK_KEY);
        patience.watch(word);
    }
}
