package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.Region;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Again and again the only process of a home is killed, while it writes or reads, and the home begins anew: what is sound
 * is never taken for damaged, and every message is accounted for. {@code -Dmailslot.durablestorm.kills} sets how often,
 * {@code -Dmailslot.storm.seed} plays the same choices again.
 */
@HomeTest
@Tag("storm")
class DurableStormTest {
    private static final int FEW_KILLS = 3;

    /** How often a process is killed at each point; the first times the log has no history. */
    private static final int OCCURRENCES = Integer.getInteger("mailslot.durablestorm.occurrences", 1);

    private final ByteBuffer buffer = ByteBuffer.allocate(100_000);

    @ParameterizedTest
    @EnumSource(WhenFull.class)
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldLoseNothingWhenAHomeDiesAgainAndAgain(WhenFull policy, TestHome home, Jvms jvms) throws IOException {
        String given = System.getProperty("mailslot.storm.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        Random random = new Random(seed);
        Region accounts = accounts(home);
        int kills = Integer.getInteger("mailslot.durablestorm.kills", FEW_KILLS);
        for (int kill = 0; kill < kills; kill++) {
            Child churn = churn(home, jvms, random.nextLong(), policy).start().awaitOutput("going");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
            churn.kill();
            assertThat(churn.out()).isEqualTo("going\n");
            checkAndTakeSome(home, accounts, random, policy, kill + 1, "seed " + seed + ", kill " + kill);
        }
        deleteAll(home);
    }

    /** At every step at which a log is half changed, with an occurrence that comes when it has some history. */
    @ParameterizedTest
    @EnumSource(
            value = FaultPoint.class,
            names = {
                "ARENA_GROWN",
                "APPEND_RESERVED",
                "APPEND_HALF_COPIED",
                "APPEND_COPIED",
                "APPEND_COMMITTED",
                "WRITE_BEFORE_WAKE",
                "ROLL_FILE_MADE",
                "ROLL_SEALED",
                "ROLL_COUNTED",
                "RECLAIM_COUNTED",
                "RECLAIM_FILE_DELETED",
                "READ_CURSOR_MOVED"
            })
    void shouldTakeNoHalfChangedLogForDamaged(FaultPoint point, TestHome home, Jvms jvms) throws IOException {
        int last = 3;
        for (int occurrence = last - OCCURRENCES + 1; occurrence <= last; occurrence++) {
            churn(home, jvms, occurrence, WhenFull.DROP_OLDEST)
                    .stopAtFaultPoint(point.name(), occurrence)
                    .start()
                    .awaitStopped()
                    .killNow();
            String when = point + ", occurrence " + occurrence;
            checkAndTakeSome(home, accounts(home), new Random(1), WhenFull.DROP_OLDEST, 2 * occurrence, when);
        }
        deleteAll(home);
    }

    private static Region accounts(TestHome home) throws IOException {
        Path file = file(home);
        if (!Files.exists(file)) {
            MappedFiles.writeZeros(PlainFile.atOrNew(file), 0, DurableChurn.ACCOUNTS);
        }
        return MappedFiles.map(file, 0, DurableChurn.ACCOUNTS);
    }

    private static Path file(TestHome home) {
        return home.scratch().resolve("accounts");
    }

    private static ChildSpec churn(TestHome home, Jvms jvms, long seed, WhenFull policy) throws IOException {
        accounts(home);
        return jvms.jvm(DurableChurn.class)
                .withArguments(String.valueOf(seed), file(home).toString(), policy.name());
    }

    private void checkAndTakeSome(
            TestHome home, Region accounts, Random random, WhenFull policy, int kills, String when) {
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver receiver = kernel.createMailslot(DurableChurn.NAME, DurableChurn.OPTIONS)) {
            long taken = accounts.getLong(DurableChurn.TAKEN);
            long written = accounts.getLong(DurableChurn.WRITTEN);
            int unread = (int) receiver.info().messageCount();
            CursorStatus status = Durables.cursor(home, "churn", DurableChurn.CURSOR);
            assertThat(status.open()).isTrue();
            assertThat(status.messageCount()).as(when).isEqualTo(unread);
            long last = written;
            if (unread > 0) {
                long first = number(receiver.peek().orElseThrow());
                last = first + unread - 1;
                assertThat(first).as("%s: first unread after %d", when, taken).isGreaterThan(taken);
            }
            long known = accounts.getLong(DurableChurn.COUNT) + status.missedMessages() + unread;
            // Each kill may hide one that was taken, or have one counted as missed that was.
            assertThat(last - known).as("%s: written and not known", when).isBetween((long) -kills, (long) kills);
            if (policy == WhenFull.WAIT) {
                assertThat(status.missedMessages()).isZero();
                assertThat(last - unread - taken)
                        .as("%s: one may be taken and not told", when)
                        .isBetween(0L, 1L);
            }
            assertThat(last).as("%s: last unread", when).isBetween(written, written + 1);
            accounts.putLongVolatile(DurableChurn.WRITTEN, last);
            takeSome(receiver, random.nextInt(unread + 1), last - unread, accounts, when);
            Durables.assertSound(home);
        }
    }

    private void takeSome(Receiver receiver, int count, long before, Region accounts, String when) {
        accounts.putLongVolatile(DurableChurn.TAKEN, before);
        for (int i = 1; i <= count; i++) {
            receiver.read(buffer.clear());
            Numbered.requireWhole(buffer.flip(), when);
            assertThat((long) Numbered.number(buffer)).as(when).isEqualTo(before + i);
            accounts.putLongVolatile(DurableChurn.TAKEN, before + i);
            accounts.putLongVolatile(DurableChurn.COUNT, accounts.getLong(DurableChurn.COUNT) + 1);
        }
    }

    private static long number(byte[] message) {
        return Numbered.number(ByteBuffer.wrap(message));
    }

    private static void deleteAll(TestHome home) {
        try (Kernel kernel = Kernel.attach(home.options())) {
            Durables.deleteAll(home, kernel);
        }
    }
}
