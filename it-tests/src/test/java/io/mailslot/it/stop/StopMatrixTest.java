package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.fault.Victims;
import io.mailslot.it.fault.Victims.Surroundings;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM stands still (SIGSTOP) at a named point. Meanwhile messages and waits of others go on; their calls of the control
 * plane work, or end with 33 after one patience; their JVMs end when they are told to. Once it goes on, all is right.
 */
@HomeTest
@Tag("storm")
class StopMatrixTest {
    /** Without the time for which the machine held the bystander up. */
    private static final long LONGEST_P99_MICROS = 50_000;

    /** A busy machine makes something late now and then. */
    private static final int TRIES = 4;

    private static final long LONGEST_CALL_MS = Bystander.PATIENCE_MS + 1_000;
    private static final long LONGEST_END_MS = 3_000;
    private static final int LOCK_VIOLATION = 33;
    private static final int TERMINATED = 128 + 15;

    private static final Map<FaultPoint, String> MATRIX = new TreeMap<>();

    @AfterAll
    static void printMatrix() throws IOException {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "A process stands still at a fault point; others meanwhile:%n%-30s%10s%10s%10s  %-24s%8s",
                "fault point",
                "operations",
                "p99 us",
                "max us",
                "control, code:ms",
                "end ms"));
        MATRIX.forEach((point, row) -> text.append(String.format(Locale.ROOT, "%n%-30s%s", point, row)));
        text.append(String.format(
                Locale.ROOT, "%n%d of %d points, all went on%n", MATRIX.size(), FaultPoint.values().length));
        System.out.print(text);
        Files.writeString(Path.of("target", "stop-matrix.txt"), text);
    }

    @ParameterizedTest
    @MethodSource("io.mailslot.it.fault.Points#chosen")
    void shouldStopNobodyElseWhenAProcessStandsStillAt(FaultPoint point, TestHome home, TestHome other, Jvms jvms) {
        Child bystander = bystander(point, other, jvms);
        Surroundings surroundings = null;
        Child victim;
        if (Victims.actsForTheDead(point)) {
            bystander.stop(); // or it would act for them
            Victims.leaveTheDead(point, jvms);
            victim = Victims.start(point, jvms);
        } else {
            surroundings = new Surroundings(jvms);
            victim = surroundings.start(point);
        }
        victim.awaitStopped().stop();
        bystander.resume();

        String row = whatOthersDo(bystander);

        goOn(victim, Victims.needsTheMailslotForItself(point) ? null : surroundings);
        assertThat(victim.awaitEnd().code()).isEqualTo(Victims.exitCode(point));
        assertThat(victim.err()).isEmpty();
        checkThatAllIsRight(point, surroundings, home);
        home.awaitNobodyLeft(); // of scripts that the victim has run
        MATRIX.put(point, row);
    }

    private static Child bystander(FaultPoint point, TestHome other, Jvms jvms) {
        Child bystander = jvms.jvm()
                .withName("bystander")
                .startedPlainly()
                .withSystemProperty(Patience.PROPERTY, Long.toString(Bystander.PATIENCE_MS))
                .start();
        if (Victims.needsADesertedHome(point)) {
            String elsewhere = other.path().toString();
            bystander.run(c -> Bystander.openElsewhere(elsewhere));
        } else {
            bystander.run(Bystander::open);
        }
        return bystander;
    }

    private static String whatOthersDo(Child bystander) {
        Bystander.Traffic traffic = bystander.call(c -> Bystander.traffic());
        List<Bystander.Call> control = bystander.call(c -> Bystander.control());
        // What waits for the victim does so each time: it stands still all the while.
        for (int tries = 1; tries < TRIES && traffic.p99() >= LONGEST_P99_MICROS; tries++) {
            traffic = bystander.call(c -> Bystander.traffic());
        }
        for (int tries = 1; tries < TRIES && longest(control) >= LONGEST_CALL_MS; tries++) {
            control = bystander.call(c -> Bystander.control());
        }
        NetTime start = NetTime.start();
        int code = bystander.terminate().awaitEnd().code();
        long endMs = start.took().toMillis();

        String row = String.format(
                Locale.ROOT,
                "%10s%10s%10s  %-24s%8d",
                traffic.operations(),
                traffic.p99(),
                traffic.longest(),
                control.stream().map(Bystander.Call::toString).collect(Collectors.joining(" ")),
                endMs);
        assertThat(traffic.p99()).as("p99 in us: %s", row).isLessThan(LONGEST_P99_MICROS);
        assertThat(control)
                .as("codes: %s", row)
                .extracting(Bystander.Call::code)
                .isSubsetOf(0, LOCK_VIOLATION);
        assertThat(control)
                .as("calls: %s", row)
                .allSatisfy(call -> assertThat(call.millis()).isLessThan(LONGEST_CALL_MS));
        assertThat(code).as("end: %s", row).isEqualTo(TERMINATED);
        assertThat(endMs).as("ends on SIGTERM: %s", row).isLessThan(LONGEST_END_MS);
        return row;
    }

    private static long longest(List<Bystander.Call> calls) {
        return calls.stream().mapToLong(Bystander.Call::millis).max().orElseThrow();
    }

    /** Has the victim go on to its end; what it writes meanwhile is taken from the surroundings, if there are any. */
    private static void goOn(Child victim, Surroundings surroundings) {
        victim.resume();
        if (surroundings != null) {
            Deadline.await("the victim ends").until(() -> {
                surroundings.drain();
                return !victim.isAlive();
            });
        }
    }

    private static void checkThatAllIsRight(FaultPoint point, Surroundings surroundings, TestHome home) {
        if (surroundings != null) {
            surroundings.use();
        }
        Kernel kernel = home.attach();
        Victims.deleteDurables(
                kernel,
                HomeInspector.inspect(home.path()).orElseThrow().mailslots().stream()
                        .filter(MailslotStatus::durable)
                        .map(MailslotStatus::name)
                        .toList());
        Deadline.await("all is right after " + point, Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(HomeVerifier.verify(home.path(), Duration.ZERO))
                        .isEmpty());
        assertThat(home.path().resolve("lost"))
                .satisfiesAnyOf(
                        lost -> assertThat(lost).doesNotExist(),
                        lost -> assertThat(lost).isEmptyDirectory());
    }
}
