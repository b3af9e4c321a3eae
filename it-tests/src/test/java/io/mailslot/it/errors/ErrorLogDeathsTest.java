package io.mailslot.it.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.ErrorLogStatus;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Processes die, and stand still, while they write down an error: others go on, and lose none of theirs. */
@HomeTest
class ErrorLogDeathsTest {
    private static final int NOTES = 3_000;
    private static final int KINDS = 5;
    private static final List<FaultPoint> POINTS =
            List.of(FaultPoint.ERROR_CLAIMED, FaultPoint.ERROR_FILLED, FaultPoint.ERROR_COUNTED);

    private static void note(Path home, String message) {
        new ErrorLog(new HomePaths(home))
                .note(ErrorReport.warning(ErrorLogDeathsTest.class, ErrorCode.IO_DEVICE, message));
    }

    private static OptionalLong count(Path home, String message) {
        return HomeInspector.errors(home).errors().stream()
                .filter(error -> error.message().equals(message))
                .mapToLong(ErrorStatus::count)
                .findFirst();
    }

    /** Comes to each of the points, the last one with the second note. */
    private static Child victim(Jvms jvms, FaultPoint point) {
        String message = "of the victim of " + point.name();
        return jvms.jvm()
                .withName(point.name())
                .stopAtFaultPoint(point.name(), 1)
                .startedPlainly()
                .start(c -> {
                    note(c.kernel().home(), message);
                    note(c.kernel().home(), message);
                });
    }

    @Test
    void shouldGoOnWhoeverStandsStillOrDiesWhereAnErrorIsWrittenDown(TestHome home, Jvms jvms) {
        jvms.kernel();
        note(home.path(), "before");
        List<Child> victims = POINTS.stream().map(point -> victim(jvms, point)).toList();
        victims.forEach(Child::awaitStopped);

        note(home.path(), "beside");
        note(home.path(), "before");
        assertThat(count(home.path(), "beside")).hasValue(1);
        assertThat(count(home.path(), "before")).hasValue(2);

        victims.forEach(Child::kill);
        note(home.path(), "beside");
        assertThat(count(home.path(), "beside")).hasValue(2);
        assertThat(count(home.path(), "of the victim of ERROR_CLAIMED")).isEmpty();
        assertThat(count(home.path(), "of the victim of ERROR_FILLED")).isEmpty();
        assertThat(count(home.path(), "of the victim of ERROR_COUNTED")).hasValue(2);
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }

    private static void noteForEver(ChildContext c) {
        for (int i = 0; ; i++) {
            note(c.kernel().home(), "of the killed " + letter(i));
        }
    }

    private static void noteAll(Path home) {
        for (int i = 0; i < NOTES; i++) {
            note(home, "of the living " + letter(i));
        }
    }

    private static char letter(int number) {
        return (char) ('a' + number % KINDS);
    }

    /** Real JVMs, which meet new kinds at the same time, and of which some are killed at any instruction. */
    @Test
    void shouldCountAllOfTheLivingWhileOthersAreKilled(TestHome home, Jvms jvms) {
        jvms.kernel();
        Child first = jvms.jvm().withName("first").startedPlainly().start();
        Child second = jvms.jvm().withName("second").startedPlainly().start();
        Child living = jvms.jvm().withName("living").startedPlainly().start();
        first.begin(ErrorLogDeathsTest::noteForEver);
        second.begin(ErrorLogDeathsTest::noteForEver);
        living.begin(c -> {
            noteAll(c.kernel().home());
            c.reached("done");
        });
        Deadline.await("the others write")
                .until(() -> count(home.path(), "of the killed e").isPresent());

        noteAll(home.path());
        first.kill();
        noteAll(home.path());
        second.kill();
        living.awaitPoint("done");

        ErrorLogStatus errors = HomeInspector.errors(home.path());
        Map<String, Long> counts =
                errors.errors().stream().collect(Collectors.toMap(ErrorStatus::message, ErrorStatus::count));
        assertThat(counts).hasSize(2 * KINDS);
        for (int i = 0; i < KINDS; i++) {
            assertThat(counts).containsEntry("of the living " + letter(i), 3L * NOTES / KINDS);
            assertThat(counts.get("of the killed " + letter(i))).isPositive();
        }
        assertThat(errors.dropped()).isZero();
        assertThat(HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED)).isEmpty();
    }
}
