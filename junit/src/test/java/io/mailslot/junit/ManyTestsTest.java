package io.mailslot.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Many tests with children, at once and one after the other; the profile "storm" has more of them. */
class ManyTestsTest {
    private static final int CLASSES = 5;
    private static final int ROUNDS = Integer.getInteger("mailslot.testkit.rounds", 1);
    private static final int CHILDREN = Integer.getInteger("mailslot.testkit.children", 1);
    private static final int IN_A_ROW = Integer.getInteger("mailslot.testkit.row", 6);

    /** Until all classes are loaded, and the threads of pools are there. */
    private static final int WARM = 2;

    static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    static IntStream row() {
        return IntStream.range(0, IN_A_ROW);
    }

    @Test
    void shouldNotMeetInParallelClasses() {
        Parallel.HOMES.clear();
        Parallel.MOST.set(0);
        Events events = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(CLASSES))
                .selectors(
                        selectClass(A.class),
                        selectClass(B.class),
                        selectClass(C.class),
                        selectClass(D.class),
                        selectClass(E.class))
                .execute()
                .testEvents();

        int tests = CLASSES * ROUNDS;
        events.assertStatistics(statistics -> statistics.started(tests).succeeded(tests));
        assertThat(Parallel.HOMES)
                .hasSize(tests)
                .allSatisfy(home -> assertThat(home).doesNotExist());
        assertThat(Parallel.MOST.get()).isGreaterThan(1);
        System.out.println(tests * CHILDREN + " children of " + tests + " tests in " + CLASSES + " classes, "
                + Parallel.MOST.get() + " tests at once");
    }

    /** All of them use the same name. */
    @ChildJvms(timeout = "2m")
    abstract static class Parallel {
        static final Set<Path> HOMES = ConcurrentHashMap.newKeySet();
        static final AtomicInteger RUNNING = new AtomicInteger();
        static final AtomicInteger MOST = new AtomicInteger();

        @ParameterizedTest
        @MethodSource("io.mailslot.junit.ManyTestsTest#rounds")
        void getsWhatItsOwnChildrenWrite(int round, Jvms jvms, Kernel kernel) {
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            try {
                HOMES.add(jvms.home());
                Receiver orders = kernel.createMailslot("orders");
                Sender sender = kernel.openMailslot("orders");
                String mine = jvms.folder() + " " + round;

                Child[] children = Stream.generate(() -> jvms.start(c -> sender.write(mine)))
                        .limit(CHILDREN)
                        .toArray(Child[]::new);
                jvms.all(children);

                for (int i = 0; i < CHILDREN; i++) {
                    assertThat(orders.readText()).isEqualTo(mine);
                }
                assertThat(orders.poll()).isEmpty();
            } finally {
                RUNNING.decrementAndGet();
            }
        }
    }

    static class A extends Parallel {}

    static class B extends Parallel {}

    static class C extends Parallel {}

    static class D extends Parallel {}

    static class E extends Parallel {}

    @Test
    void shouldLeaveNothingBehindOneAfterTheOther() {
        InARow.SEEN.clear();
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(InARow.class))
                .execute()
                .testEvents();

        events.assertStatistics(statistics -> statistics.started(IN_A_ROW).succeeded(IN_A_ROW));
        Figures warm = InARow.SEEN.get(WARM);
        Figures last = InARow.SEEN.get(IN_A_ROW - 1);
        System.out.println(
                "before test " + (WARM + 1) + " in a row " + warm + ", before test " + IN_A_ROW + " " + last);
        assertThat(last.descriptors).isLessThanOrEqualTo(warm.descriptors);
        assertThat(last.threads).isLessThanOrEqualTo(warm.threads);
        assertThat(last.processes).isLessThanOrEqualTo(warm.processes);
        assertThat(last.files).isLessThanOrEqualTo(warm.files);
    }

    @ChildJvms
    static class InARow {
        static final List<Figures> SEEN = new ArrayList<>();

        @ParameterizedTest
        @MethodSource("io.mailslot.junit.ManyTestsTest#row")
        void startsAndKills(int number, Jvms jvms) throws IOException {
            SEEN.add(settled(jvms)); // the test before has been closed
            Receiver orders = jvms.kernel().createMailslot("orders");
            Sender sender = jvms.kernel().openMailslot("orders");
            Child clerk = jvms.start();
            clerk.run(c -> sender.write("tea"));
            assertThat(orders.readText()).isEqualTo("tea");
            if (number % 2 == 0) {
                clerk.killNow();
            }
        }
    }

    /** What is there once threads and streams that are ending have ended, if these are not to stay. */
    private static Figures settled(Jvms jvms) throws IOException {
        Figures now = Figures.now(jvms);
        long start = System.nanoTime();
        while (InARow.SEEN.size() > WARM
                && !now.isWithin(InARow.SEEN.get(WARM))
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            now = Figures.now(jvms);
        }
        return now;
    }

    /** Of this JVM: what it has open, and what its tests have left; of threads those of the kit, as others come and go. */
    private record Figures(long descriptors, long threads, long processes, long files) {
        static Figures now(Jvms jvms) throws IOException {
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("mailslot-testkit"))
                    .count();
            return new Figures(
                    count(Path.of("/proc/self/fd")),
                    threads,
                    ProcessHandle.current().descendants().count(),
                    count(jvms.home().getParent().getParent())
                            + count(jvms.folder().getParent()));
        }

        boolean isWithin(Figures other) {
            return descriptors <= other.descriptors
                    && threads <= other.threads
                    && processes <= other.processes
                    && files <= other.files;
        }

        private static long count(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.count();
            }
        }
    }
}
