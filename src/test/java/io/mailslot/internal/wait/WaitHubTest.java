package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WaitHubTest {
    private static final int LINE = 64;

    private final Region memory = Region.inThisProcess(1_000 * LINE);

    /** Threads of this one do not look up by themselves: a signal that they miss is never told of. */
    private static WaitHub hub(boolean sleeps) {
        return new WaitHub(() -> sleeps && Futex.canSleepOnSeveral(), TimeUnit.HOURS.toNanos(1));
    }

    private SignalWord word(int index) {
        return new SignalWord(memory, index * LINE);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfEverySignal(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        AtomicInteger published = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        SignalWord word = word(0);
        WaitHub.Registration registration = hub.register(word, () -> seen.set(published.get()));
        for (int i = 1; i <= 200; i++) {
            published.set(i);
            word.signal();
            int last = i;
            await("told of signal " + i).until(() -> seen.get() == last);
        }
        registration.cancel();
    }

    @Test
    void shouldTellOfSignalsAndNotOfAnnouncements() {
        WaitHub hub = hub(true);
        AtomicInteger told = new AtomicInteger();
        SignalWord word = word(0);
        WaitHub.Registration registration = hub.register(word, told::incrementAndGet);
        for (int i = 1; i <= 50; i++) {
            await("is ready").until(() -> (memory.getIntVolatile(0) & 1) != 0);
            word.announce();
            await("sleeps again").until(() -> (memory.getIntVolatile(0) & 1) != 0);
            word.signal();
            int signals = i;
            await("told of signal " + i).until(() -> told.get() == signals);
        }
        registration.cancel();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldServeMoreWordsThanOneThreadCan(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        List<WaitHub.Registration> registrations = new ArrayList<>();
        List<SignalWord> words = new ArrayList<>();
        AtomicInteger[] told = new AtomicInteger[300];
        for (int i = 0; i < told.length; i++) {
            AtomicInteger mine = new AtomicInteger();
            told[i] = mine;
            words.add(word(i));
            registrations.add(hub.register(words.get(i), mine::incrementAndGet));
        }
        assertThat(hub.threads()).isEqualTo(3);
        for (int i : new int[] {0, 126, 127, 253, 254, 299}) {
            int before = told[i].get();
            words.get(i).signal();
            await("told of word " + i).until(() -> told[i].get() > before);
        }
        registrations.forEach(WaitHub.Registration::cancel);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndIdleThreads(boolean sleeps) {
        WaitHub hub = new WaitHub(() -> sleeps && Futex.canSleepOnSeveral());
        List<WaitHub.Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            registrations.add(hub.register(word(i), () -> {}));
        }
        assertThat(hub.threads()).isEqualTo(3);

        registrations.forEach(WaitHub.Registration::cancel);

        await("idle threads end").until(() -> hub.threads() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellNobodyWhoHasCancelled(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        SignalWord word = word(0);
        AtomicInteger cancelled = new AtomicInteger();
        AtomicInteger kept = new AtomicInteger();
        WaitHub.Registration first = hub.register(word, cancelled::incrementAndGet);
        WaitHub.Registration second = hub.register(word, kept::incrementAndGet);
        first.cancel();
        first.cancel();
        // What was called before the cancel has returned when the next call of the other is over.
        word.signal();
        await("told").until(() -> kept.get() > 0);
        int before = cancelled.get();
        int keptBefore = kept.get();
        word.signal();
        await("told again").until(() -> kept.get() > keptBefore);
        assertThat(cancelled).hasValue(before);
        second.cancel();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldServeAWordAgainAfterItWasLetGo(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        SignalWord word = word(0);
        for (int i = 0; i < 300; i++) {
            AtomicInteger told = new AtomicInteger();
            WaitHub.Registration registration = hub.register(word, told::incrementAndGet);
            word.signal();
            await("told in round " + i).until(() -> told.get() > 0);
            registration.cancel();
            if (i % 3 == 0) {
                word.signal();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWhenACallbackFails(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        SignalWord word = word(0);
        AtomicInteger told = new AtomicInteger();
        WaitHub.Registration failing = hub.register(word, () -> {
            if (told.get() == 0) {
                throw new IllegalStateException("expected by the test");
            }
        });
        WaitHub.Registration sound = hub.register(word, told::incrementAndGet);
        word.signal();
        await("told though another failed").until(() -> told.get() > 0);
        failing.cancel();
        int before = told.get();
        word.signal();
        await("told again").until(() -> told.get() > before);
        sound.cancel();
    }

    /** Whoever writes the log is foreign, and may fail himself, for want of memory for instance. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWhenAFailureCannotBeLogged(boolean sleeps) {
        WaitHub hub = hub(sleeps);
        SignalWord word = word(0);
        AtomicInteger called = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        WaitHub.Registration failing = hub.register(word, () -> {
            if (called.getAndIncrement() == 0) {
                throw new Unspeakable();
            }
        });
        WaitHub.Registration sound = hub.register(word, told::incrementAndGet);
        word.signal();
        await("told though another failed").until(() -> told.get() > 0);
        await("called").until(() -> called.get() > 0);
        failing.cancel();
        int before = told.get();
        word.signal();
        await("told again").until(() -> told.get() > before);
        sound.cancel();
    }

    /** A failure that nobody can write down. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("by the test");
        }
    }

    /** The thread that there is would watch for nobody, as long as the JVM lives. */
    @Test
    void shouldKeepNoneOfManyRegistrationsWhenThereIsNoThreadForAll() {
        AtomicInteger asked = new AtomicInteger();
        WaitHub hub = new WaitHub(() -> {
            if (asked.getAndIncrement() > 0) {
                throw new OutOfMemoryError("no thread, by the test");
            }
            return Futex.canSleepOnSeveral();
        });
        SignalWord[] words = new SignalWord[WaitHub.WORDS_PER_THREAD + 1];
        Arrays.setAll(words, this::word);

        assertThatThrownBy(() -> new HubSleeper(hub, words)).hasMessageContaining("no thread");

        Awaitility.await("the idle thread ends").atMost(Duration.ofSeconds(60)).until(() -> hub.threads() == 0);
    }

    /** All of this JVM share these threads, which outlive whoever needed one first. */
    @Test
    void shouldKeepNoClassLoaderOfWhoNeededAThread() throws Exception {
        WaitHub hub = hub(true);
        ClassLoader application = new ClassLoader("application", null) {};
        Thread first = new Thread(() -> hub.register(word(0), () -> {}));
        first.setContextClassLoader(application);
        first.start();
        first.join();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("mailslot-hub"))
                .extracting(Thread::getContextClassLoader)
                .doesNotContain(application);
    }
}
