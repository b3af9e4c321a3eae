package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Receiver;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two bridges of a home is killed. */
@NeedsNatsServer
class TakeoverTest {
    private static final Duration TAKEOVER = Duration.ofSeconds(2);
    private static final String DOMAIN = "takeover";
    private static final int MESSAGES = 1_000;

    @TempDir
    Path folder;

    /** The best of three: others use the machine, too. What comes is complete in each. */
    @Test
    void shouldServeWithinTwoSecondsWhenTheOtherIsKilled() {
        try (NatsServer server = NatsServer.start()) {
            Duration took = takeOver(server, "first");
            for (String attempt : List.of("second", "third")) {
                if (took.compareTo(TAKEOVER) >= 0) {
                    took = takeOver(server, attempt);
                }
            }
            assertThat(took).isLessThan(TAKEOVER);
        }
    }

    private Duration takeOver(NatsServer server, String attempt) {
        String domain = DOMAIN + "-" + attempt;
        try (Jvms jvms = Jvms.open();
                Machine b = Machine.at(server.url(), domain, "b", folder.resolve(attempt))) {
            Receiver orders = b.start().connected().receiver("orders");
            Child first = BridgeChild.start(jvms, server.url(), domain, "a");
            try (Bridge second = Bridge.start(jvms.kernel(), Machine.options(server.url(), domain, "a"))) {
                write(jvms, 0);
                assertThat(second.awaitConnected(Duration.ofMillis(100))).isFalse();
                assertThat(second.status().state()).isEqualTo(BridgeStatus.State.STANDBY);

                long killed = System.nanoTime();
                first.expectEnd().killNow();
                assertThat(second.awaitConnected(Machine.PATIENCE))
                        .as("%s", second.status())
                        .isTrue();
                Duration took = Duration.ofNanos(System.nanoTime() - killed);
                System.out.println("standby serves " + took.toMillis() + " ms after the kill");

                write(jvms, MESSAGES);
                Machine.assertReads(orders, "x", 0, 2 * MESSAGES);
                assertThat(orders.poll()).isEmpty();
                return took;
            }
        }
    }

    private static void write(Jvms jvms, int first) {
        try (var sender = Machine.open(jvms.kernel(), "\\\\b\\mailslot\\orders")) {
            for (int i = first; i < first + MESSAGES; i++) {
                sender.write("x " + i);
            }
        }
    }
}
