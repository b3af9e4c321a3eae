package io.mailslot.remote.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A bridge that dies at any moment. */
class BridgeStateKillTest {
    private static final int KILLS = Integer.getInteger("mailslot.bridgestorm.kills", 3);
    private static final int MOST_IN_FRAME = CarryingBridge.MOST_IN_FRAME;
    private static final MarkKey KEY = CarryingBridge.KEY;

    @Test
    void shouldLoseNothingAndDoubtOneFrameOnlyByAKill() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        try (Jvms jvms = Jvms.open()) {
            Kernel kernel = jvms.kernel();
            Receiver orders = kernel.createMailslot(
                    "orders", MailslotOptions.defaults().withCursor("reader").withCapacity(256 << 20));
            Ledger ledger = new Ledger();
            for (int kill = 0; kill < KILLS; kill++) {
                Child bridge = jvms.start().begin(CarryingBridge::carry).awaitPoint("begun");
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000)));
                bridge.killNow();
                ledger.read(orders);
                ledger.check(kernel, "seed " + seed + ", kill " + kill);
            }
            assertThat(ledger.expected).as("messages that were carried").isGreaterThan(KILLS);
        }
    }

    /** What came, without regard to the marks: each message is its number. */
    private static final class Ledger {
        private long expected;
        private long twice;
        private long kills;

        /** What the last check has found, for who has to explain the next one. */
        private String before = "nothing";

        void read(Receiver orders) {
            orders.drain(Integer.MAX_VALUE, message -> {
                long number = message.getLong();
                if (number == expected) {
                    expected++;
                } else {
                    assertThat(number).as("number behind %d", expected - 1).isLessThan(expected);
                    twice++;
                }
            });
        }

        void check(Kernel kernel, String when) {
            kills++;
            assertThat(twice).as("twice, %s", when).isLessThanOrEqualTo(kills * MOST_IN_FRAME);
            try (BridgeState state = CarryingBridge.open(kernel)) {
                long next = state.next(KEY).orElse(0);
                long doubt = state.inDoubt(KEY, next, Long.MAX_VALUE);
                assertThat(next)
                        .as("marked, %s, %d in doubt, after %s", when, doubt, before)
                        .isBetween(expected - doubt, expected);
                assertThat(doubt).as("in doubt, %s", when).isLessThanOrEqualTo(MOST_IN_FRAME);
                for (int i = 0; i < CarryingBridge.OTHERS; i++) {
                    assertThat(state.next(CarryingBridge.other(i)))
                            .as("other %d, %s", i, when)
                            .hasValue(i);
                }
                before = next + " marked, " + doubt + " in doubt, " + expected + " come";
            }
        }
    }
}
