package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class VirtualThreadTest {
    private static final int LINE = 64;
    private static final int WORDS = 300;
    private static final int PUBLISHED = WORDS * LINE;

    private final Region memory = Region.inThisProcess(PUBLISHED + LINE);

    @BeforeEach
    void needVirtualThreads() {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
    }

    /** By reflection, since these tests compile for older JDKs as well. */
    private static Thread startVirtual(Runnable task) {
        try {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            return (Thread) start.invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A signal that is lost shows as a wait without end, however slow the machine is. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private boolean until(Waiting place, Duration timeout, int published) {
        return place.until(
                () -> memory.getIntVolatile(PUBLISHED) >= published,
                timeout.toNanos(),
                WaitStrategy.ADAPTIVE,
                () -> {});
    }

    @Test
    void shouldKnowVirtualThreads() {
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        startVirtual(() -> virtual.complete(VirtualThreads.isCurrent()));
        assertThat(virtual.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
        assertThat(VirtualThreads.isCurrent()).isFalse();
    }

    /** Many more than there are carriers: were they to keep them, the later ones would not even begin. */
    @Test
    void shouldNotKeepTheirCarriers() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger held = new AtomicInteger();
        for (int i = 0; i < WORDS; i++) {
            Waiting place = Sleeping.AUTOMATIC.placeWithoutNet(new SignalWord(memory, i * LINE));
            threads.add(startVirtual(() -> {
                begun.incrementAndGet();
                held.addAndGet(until(place, FOR_EVER, 1) ? 1 : 0);
            }));
        }
        Awaitility.await("all have begun").atMost(Duration.ofSeconds(60)).until(() -> begun.get() == WORDS);
        Awaitility.await("all bits are set").atMost(Duration.ofSeconds(60)).until(this::allBitsAreSet);
        memory.putIntVolatile(PUBLISHED, 1);
        for (int i = 0; i < WORDS; i++) {
            new SignalWord(memory, i * LINE).signal();
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(held).hasValue(WORDS);
    }

    private boolean allBitsAreSet() {
        for (int i = 0; i < WORDS; i++) {
            if ((memory.getIntVolatile(i * LINE) & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldPlayPingPong() {
        SignalWord ping = new SignalWord(memory, 0);
        SignalWord pong = new SignalWord(memory, LINE);
        int rounds = 5_000;
        CompletableFuture<Void> other = new CompletableFuture<>();
        startVirtual(() -> {
            Waiting place = Sleeping.HUB.placeWithoutNet(new AdaptiveSpin(), ping);
            for (int i = 1; i <= rounds && until(place, FOR_EVER, 2 * i - 1); i++) {
                memory.putIntVolatile(PUBLISHED, 2 * i);
                pong.signal();
            }
            other.complete(null);
        });
        Waiting place = Sleeping.FUTEX.placeWithoutNet(new AdaptiveSpin(), pong);
        for (int i = 1; i <= rounds; i++) {
            memory.putIntVolatile(PUBLISHED, 2 * i - 1);
            ping.signal();
            assertThat(until(place, FOR_EVER, 2 * i)).isTrue();
        }
        assertThat(other).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldEndWhenInterruptedOrOutOfTime() {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Waiting place = new Waiting(new SignalWord(memory, 0));
        long took = waitInVain(place);
        for (int tries = 1; tries < 20 && took >= 500_000_000; tries++) {
            took = waitInVain(place); // the machine may have kept it up now and then
        }
        assertThat(took).isBetween(30_000_000L, 500_000_000L);
        Thread thread = startVirtual(() -> {
            try {
                until(place, FOR_EVER, 1);
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        thread.interrupt();
        assertThat(failure.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(WaitInterruptedException.class);
    }

    /** Waits for 30 ms; returns how many nanoseconds it took. */
    private long waitInVain(Waiting place) {
        CompletableFuture<Long> took = new CompletableFuture<>();
        startVirtual(() -> {
            long start = System.nanoTime();
            until(place, Duration.ofMillis(30), 1);
            took.complete(System.nanoTime() - start);
        });
        return took.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
