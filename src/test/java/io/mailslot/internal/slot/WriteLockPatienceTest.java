package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class WriteLockPatienceTest {
    private static final long OWNER = 4_000_000L;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path folder;

    private SingleChronicleQueue queue;
    private LongValue word;

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

    private void openWith(LongPredicate pidAlive) {
        WriteLockPatience patience = new WriteLockPatience(pidAlive, PATIENCE_NANOS);
        queue = Queues.open(folder, () -> SegmentCycle.FIRST_SEGMENT, 1 << 20, patience);
        word = queue.metaStore().acquireValueFor(WriteLockPatience.LOCK_KEY);
        patience.watch(word);
    }
}
