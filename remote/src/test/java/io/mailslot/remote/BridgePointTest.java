package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.bridge.BridgePoint;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bridge dies between two steps of its work and another one goes on: nothing is lost, everything comes in order, and what was in
 * doubt is all that may come twice. {@code -Dmailslot.bridge.everything=true} has it die at each point, {@code
 * -Dmailslot.bridge.occurrences} sets at how many occurrences.
 */
@NeedsNatsServer
@Tag("storm")
class BridgePointTest {
    private static final String EVERYTHING = "mailslot.bridge.everything";
    private static final int OCCURRENCES = Integer.getInteger("mailslot.bridge.occurrences", 1);

    /** When the occurrence is not the first one, there is a history. */
    private static final int LAST_OCCURRENCE = 3;

    private static final int MESSAGES = 200;
    private static final String ORDERS = "\\\\b\\mailslot\\orders";
    private static final AtomicInteger DOMAINS = new AtomicInteger();
    private static NatsServer server;

    @TempDir
    Path folder;

    private final String domain = "points" + DOMAINS.incrementAndGet();

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    static Stream<BridgePoint> ofTheBegin() {
        return Stream.of(
                BridgePoint.TURN_TAKEN,
                BridgePoint.OUTBOX_MADE,
                BridgePoint.OUTBOX_NOTED,
                BridgePoint.DESK_ASKED,
                BridgePoint.DESK_DONE);
    }

    static Stream<BridgePoint> ofFeeds() {
        return Stream.of(BridgePoint.FEED_LOOKED, BridgePoint.FEED_STORED, BridgePoint.FEED_ADVANCED);
    }

    /** All of them, or the one at which something is in doubt. */
    static Stream<BridgePoint> ofInlets() {
        return Stream.of(
                        BridgePoint.INLET_APPENDED,
                        BridgePoint.INLET_CAME,
                        BridgePoint.INLET_INTENDED,
                        BridgePoint.INLET_MARKED,
                        BridgePoint.INLET_TAKEN)
                .limit(Boolean.getBoolean(EVERYTHING) ? Long.MAX_VALUE : 1);
    }

    @ParameterizedTest
    @MethodSource("ofTheBegin")
    @EnabledIfSystemProperty(named = EVERYTHING, matches = "true")
    void shouldLoseNothingWhenTheSendersBridgeDiesWhileItBegins(BridgePoint point) {
        diesSending(point, 1);
    }

    @ParameterizedTest
    @MethodSource("ofFeeds")
    @EnabledIfSystemProperty(named = EVERYTHING, matches = "true")
    void shouldLoseNothingWhenTheSendersBridgeDiesWhileItCarries(BridgePoint point) {
        for (int occurrence = LAST_OCCURRENCE - OCCURRENCES + 1; occurrence <= LAST_OCCURRENCE; occurrence++) {
            diesSending(point, occurrence);
        }
    }

    private void diesSending(BridgePoint point, int occurrence) {
        Path home = folder.resolve(point + "-" + occurrence);
        try (Jvms jvms = Jvms.open();
                Machine b = Machine.at(server.url(), domain + occurrence, "b", home)) {
            Receiver orders = b.start().connected().receiver("orders");
            Child mortal = BridgeChild.startArmed(jvms, server.url(), domain + occurrence, "a", point, occurrence);
            int written = writeUntilItHasEnded(jvms.kernel(), mortal);
            BridgeChild.start(jvms, server.url(), domain + occurrence, "a");
            write(Machine.open(jvms.kernel(), ORDERS), written, MESSAGES);

            assertThat(read(orders, written + MESSAGES)).isEqualTo(numbers(written + MESSAGES));
            assertThat(orders.read(Duration.ofMillis(200))).isEmpty();
            assertThat(b.inlet("orders").inDoubt()).isZero();
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("ofInlets")
    void shouldLoseNothingWhenTheReceiversBridgeDies(BridgePoint point) {
        for (int occurrence = LAST_OCCURRENCE - OCCURRENCES + 1; occurrence <= LAST_OCCURRENCE; occurrence++) {
            diesReceiving(point, occurrence);
        }
    }

    private void diesReceiving(BridgePoint point, int occurrence) {
        Path home = folder.resolve(point + "-" + occurrence);
        try (Jvms jvms = Jvms.open();
                Machine a = Machine.at(server.url(), domain + occurrence, "a", home);
                Receiver orders = jvms.kernel().createMailslot("orders")) {
            a.start().connected();
            Child mortal = BridgeChild.startArmed(jvms, server.url(), domain + occurrence, "b", point, occurrence);
            int written = writeUntilItHasEnded(a.kernel(), mortal);
            Child heir = BridgeChild.start(jvms, server.url(), domain + occurrence, "b");
            write(Machine.open(a.kernel(), ORDERS), written, MESSAGES);
            int all = written + MESSAGES;

            boolean twice = point == BridgePoint.INLET_APPENDED;
            List<Integer> come = readUntil(orders, all - 1);
            assertThat(come.stream().distinct()).isEqualTo(numbers(all));
            int repeated = come.size() - all;
            await().atMost(Machine.PATIENCE)
                    .until(() -> BridgeChild.inlet(heir, "orders").get(0) > 0);
            List<Long> counted = BridgeChild.inlet(heir, "orders");
            boolean inDoubt = twice || point == BridgePoint.INLET_INTENDED;
            assertThat(repeated).isEqualTo(twice ? counted.get(2).intValue() : 0);
            // One frame, with as many as had been written while the one before was dealt with.
            assertThat(counted.get(2)).isBetween(inDoubt ? 1L : 0L, inDoubt ? (long) written : 0L);
            assertThat(counted.get(3)).as("expired").isZero();
            assertThat(orders.read(Duration.ofMillis(200))).isEmpty();
        }
    }

    /** Opens it anew each time: the bridge may end before it has made the outbox, or while it is asked. */
    private static int writeUntilItHasEnded(Kernel kernel, Child mortal) {
        int written = 0;
        long start = System.nanoTime();
        while (mortal.isAlive()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Machine.PATIENCE);
            try {
                write(kernel, written, 1);
                written++;
            } catch (MailslotException noBridge) {
                Thread.onSpinWait();
            }
        }
        assertThat(mortal.awaitEnd().code()).isEqualTo(BridgePoint.HALT_STATUS);
        return written;
    }

    private static void write(Kernel kernel, int first, int count) {
        write(kernel.openMailslot(ORDERS), first, count);
    }

    private static void write(Sender opened, int first, int count) {
        try (Sender sender = opened) {
            for (int i = first; i < first + count; i++) {
                sender.write(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static List<Integer> read(Receiver orders, int count) {
        List<Integer> come = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            come.add(Integer.valueOf(Machine.read(orders)));
        }
        return come;
    }

    private static List<Integer> readUntil(Receiver orders, int last) {
        List<Integer> come = new ArrayList<>();
        int next = -1;
        while (next != last) {
            next = Integer.parseInt(Machine.read(orders));
            come.add(next);
        }
        return come;
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
