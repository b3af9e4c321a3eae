package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A semaphore as a pool of permits whose users are killed at random moments. A permit that a killed process holds is
 * lost, as on Windows; no other permit may be, and none may be made.
 */
@HomeTest
@Tag("storm")
class PermitStormTest {
    private static final int PERMITS = 100;
    private static final int AT_ONCE = 2;
    private static final int KILLS = Integer.getInteger("mailslot.permitstorm.kills", 8);

    /** What a victim's diary tells of the permits it has. */
    private static final class Account {
        private int held;
        private int steps;

        /** What it was about to do when it last wrote: +1 for a take, -n for a return, 0 if it had done it. */
        private int begun;

        void read(String step) {
            int count = Integer.parseInt(step.substring(1));
            steps++;
            switch (step.charAt(0)) {
                case 't' -> begun = 1;
                case 'r' -> begun = -count;
                case 'T', 'R' -> {
                    held += begun;
                    begun = 0;
                }
                default -> throw new AssertionError("a torn entry: " + step);
            }
        }
    }

    @Test
    void shouldLoseOnlyWhatTheKilledHeld(TestHome home, Jvms jvms, Kernel kernel) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Semaphore permits = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(PERMITS, PERMITS + 1).withName(PermitTaker.PERMITS));
        Receiver diary = kernel.createMailslot(PermitTaker.DIARY);
        Map<String, Account> accounts = new HashMap<>();
        List<Child> takers = new ArrayList<>();
        for (int started = 0; started < KILLS; started++) {
            int taker = started;
            takers.add(jvms.jvm().startedPlainly().start(c -> PermitTaker.run(c.kernel(), taker, seed + taker)));
            if (takers.size() == AT_ONCE) {
                awaitWork(diary, accounts, started);
                LockSupport.parkNanos(random.nextInt(30_000_000)); // the moment of the kill
                takers.remove(random.nextInt(AT_ONCE)).kill();
            }
        }
        takers.forEach(Child::kill);
        readOn(diary, accounts);

        int held = accounts.values().stream().mapToInt(account -> account.held).sum();
        int uncertainTakes = accounts.values().stream()
                .mapToInt(account -> Math.max(account.begun, 0))
                .sum();
        int uncertainReturns = accounts.values().stream()
                .mapToInt(account -> Math.max(-account.begun, 0))
                .sum();
        int steps =
                accounts.values().stream().mapToInt(account -> account.steps).sum();
        int left = permits.release(1);
        System.out.printf(
                Locale.ROOT,
                "permits: %d kills, %d steps, %d left of %d, killed held %d, perhaps %d more or %d less%n",
                KILLS,
                steps,
                left,
                PERMITS,
                held,
                uncertainTakes,
                uncertainReturns);
        assertThat(left)
                .as("seed %d", seed)
                .isBetween(PERMITS - held - uncertainTakes, PERMITS - held + uncertainReturns);
        assertThat(held).as("what the killed held").isBetween(0, KILLS * PermitTaker.MOST_AT_ONCE);
        Deadline.await("the dead are reaped", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(permits.describe().usageCount()).isOne());
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void awaitWork(Receiver diary, Map<String, Account> accounts, int newest) {
        Deadline.await("taker " + newest + " works").until(() -> {
            readOn(diary, accounts);
            return accounts.containsKey(String.valueOf(newest));
        });
    }

    private static void readOn(Receiver diary, Map<String, Account> accounts) {
        Optional<byte[]> entry = diary.poll();
        while (entry.isPresent()) {
            String[] words = new String(entry.get(), US_ASCII).split(" ");
            accounts.computeIfAbsent(words[0], name -> new Account()).read(words[1]);
            entry = diary.poll();
        }
    }
}
