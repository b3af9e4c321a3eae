package io.mailslot.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.mailslot.Kernel;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.Leaks;
import io.mailslot.testkit.OpenHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Each complaint and each time limit, as the failure of a test that is run by this one. */
class FailuresTest {
    private static final Path FOLDER = Path.of("target/mailslot-testkit");

    private static Events run(Class<?> tests) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .execute();
        return results.testEvents();
    }

    /** What is told under a failure. */
    private static Condition<Throwable> besides(String... texts) {
        return new Condition<>(
                failure -> Stream.of(failure.getSuppressed())
                        .map(each -> String.valueOf(each.getMessage()))
                        .anyMatch(message -> Stream.of(texts).allMatch(message::contains)),
                "with " + List.of(texts) + " beside it");
    }

    @Test
    void shouldComplainAtTheEndOfATest() {
        Events events = run(Complaints.class);

        events.assertStatistics(statistics -> statistics.started(5).succeeded(1).failed(4));
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("endsUnseen"),
                                finishedWithFailure(
                                        instanceOf(ChildFailure.class),
                                        message(text ->
                                                text.contains("child 'Shop' ended with 3, and nobody has looked")))))
                .haveExactly(
                        1,
                        event(
                                test("leavesAProcess"),
                                finishedWithFailure(message(text ->
                                        text.contains("left behind: process ") && text.contains("sleep 4716")))))
                .haveExactly(
                        1,
                        event(test("printsErrors"), finishedWithFailure(message(text -> text.contains("a warning")))))
                .haveExactly(
                        1,
                        event(
                                test("leavesAHandleOpen"),
                                finishedWithFailure(message(text -> text.contains("RECEIVER orders")))));
        assertThat(FOLDER.resolve("io.mailslot.junit.FailuresTest.Complaints/leavesAProcess/Shop.out"))
                .exists();
        assertThat(FOLDER.resolve("io.mailslot.junit.FailuresTest.Complaints/mayLeaveAProcess"))
                .doesNotExist();
    }

    @ChildJvms
    static class Complaints {
        @Test
        void endsUnseen(Jvms jvms) {
            jvms.start(Shop.class, "fail").process().onExit().join();
        }

        @Test
        void leavesAProcess(Jvms jvms) {
            jvms.start(Shop.class, "leave").awaitEnd();
        }

        @Test
        @ChildJvms(leaks = Leaks.IGNORE)
        void mayLeaveAProcess(Jvms jvms) {
            jvms.start(Shop.class, "leave").awaitEnd();
        }

        @Test
        @ChildJvms(openHandles = OpenHandles.FORBIDDEN)
        void leavesAHandleOpen(Kernel kernel) {
            kernel.createMailslot("orders");
        }

        @Test
        @ChildJvms(errorOutput = ErrorOutput.FORBIDDEN)
        void printsErrors(Jvms jvms) {
            jvms.start(c -> System.err.println("a warning")).awaitEnd();
        }
    }

    @Test
    void shouldTellWhatChildrenSaidAndDid() {
        Events events = run(Hanging.class);

        events.assertStatistics(statistics -> statistics.started(3).failed(3));
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("failsItself"),
                                finishedWithFailure(
                                        message("of the test's own"), besides("child 'Shop', process ", "open at 80"))))
                .haveExactly(
                        1,
                        event(
                                test("waitsForNothing"),
                                finishedWithFailure(
                                        instanceOf(ChildFailure.class),
                                        message(text -> text.contains("did not print 'closed' within 800 ms")
                                                && text.contains("io.mailslot.junit.Shop.main")))))
                .haveExactly(
                        1,
                        event(
                                test("runsIntoJUnitsLimit"),
                                finishedWithFailure(besides("when the time was up", "io.mailslot.junit.Shop.main"))));
        assertThat(FOLDER.resolve("io.mailslot.junit.FailuresTest.Hanging/failsItself/Shop.out"))
                .hasContent("open at 80");
    }

    @ChildJvms
    static class Hanging {
        @Test
        void failsItself(@Jvm(main = Shop.class, args = "80", ready = "open") Child shop) {
            throw new IllegalStateException("of the test's own");
        }

        @Test
        @ChildJvms(timeout = "0.8s")
        void waitsForNothing(@Jvm(main = Shop.class, args = "80") Child shop) {
            while (!shop.out().contains("open")) {
                LockSupport.parkNanos(1_000_000); // or the failure would tell of a JVM that is just beginning
            }
            shop.awaitOutput("closed");
        }

        @Test
        @Timeout(value = 3, unit = TimeUnit.SECONDS)
        void runsIntoJUnitsLimit(@Jvm(main = Shop.class, args = "80", ready = "open") Child shop) throws Exception {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void shouldShareTheChildrenOfAClass() {
        Shared.PIDS.clear();

        Events events = run(Shared.class);

        events.assertStatistics(statistics -> statistics.started(3).succeeded(3));
        assertThat(Shared.PIDS).hasSize(4).containsOnly(Shared.PIDS.get(0));
        assertThat(ProcessHandle.of(Shared.PIDS.get(0))).isEmpty();
    }

    @ChildJvms(scope = Scope.CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Shared {
        static final List<Long> PIDS = new ArrayList<>();

        @BeforeAll
        static void before(@Named("common") Child child) {
            PIDS.add(child.pid());
        }

        @Test
        void first(@Named("common") Child child) {
            PIDS.add(child.pid());
        }

        @Test
        void second(@Named("common") Child child) {
            PIDS.add(child.pid());
        }

        @Nested
        class Within {
            @Test
            void third(@Named("common") Child child) {
                PIDS.add(child.pid());
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoTests() {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(TooEarly.class))
                .execute()
                .containerEvents();

        events.assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(text -> text.contains("scope = Scope.CLASS")))));
    }

    @ChildJvms
    static class TooEarly {
        @BeforeAll
        static void before(Jvms jvms) {
            assertThat(jvms).isNotNull();
        }

        @Test
        void never() {}
    }
}
