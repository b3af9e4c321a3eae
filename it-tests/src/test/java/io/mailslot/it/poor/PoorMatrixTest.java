package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Poverty;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.ErrorOutput;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each operation of the control plane in a process that has next to nothing of something left: it works or fails with the
 * code of that, nobody else loses anything, and what it did is whole afterwards.
 */
@HomeTest
class PoorMatrixTest {
    private static final int OPEN_FILES = 220;
    private static final int MOST_FREE = 8;
    private static final int ADDRESS_SPACE_KIB = 6_000_000;
    private static final int SPACE_FOR_STACKS_KIB = 20_000_000;

    @Test
    void shouldHarmNobodyWithoutDescriptors(TestHome home, Jvms jvms) throws IOException {
        run(home, Poor.limited(jvms, "ulimit -n " + OPEN_FILES), Poverty.Of.DESCRIPTORS, MOST_FREE);
    }

    /** With so little address space there is none for a mapping, nor for the stack of another thread. */
    @Test
    @Tag("long")
    void shouldHarmNobodyWithoutAddressSpace(TestHome home, Jvms jvms) throws IOException {
        run(home, Poor.limited(jvms, "ulimit -v " + ADDRESS_SPACE_KIB), Poverty.Of.MEMORY, 0);
    }

    /** Files can be mapped, but there is no room for the stack of a thread, which are large here. */
    @Test
    @Tag("long")
    void shouldHarmNobodyWithoutThreads(TestHome home, Jvms jvms) throws IOException {
        ChildSpec poor = Poor.limited(jvms, "ulimit -v " + SPACE_FOR_STACKS_KIB).withJvmOptions("-Xss512m");
        run(home, poor, Poverty.Of.THREADS, 0);
    }

    /** A process may have some 65,000 mappings; the JVM itself may end when it is close to them, which harms nobody either. */
    @Test
    void shouldHarmNobodyWithoutMappings(TestHome home, Jvms jvms) throws IOException {
        ChildSpec poor = jvms.jvm()
                .withJvmOptions(
                        "-Xms256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:ErrorFile=" + home.scratch().resolve("hs_err"))
                .withErrorOutput(ErrorOutput.ALLOWED);
        run(home, poor, Poverty.Of.MAPPINGS, 1);
    }

    private static void run(TestHome home, ChildSpec spec, Poverty.Of what, int degrees) throws IOException {
        Path lively = Files.createDirectory(home.scratch().resolve("lively"));
        Path durable = home.scratch().resolve("durable");
        Kernel kernel = home.attach();
        Receiver precious = kernel.createMailslot("precious");
        kernel.openMailslot("precious").write(new byte[] {1});
        kernel.createMailslot("scrap");
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("shared"));
        leaveMessage(durable);
        Files.setPosixFilePermissions(lively, PosixFilePermissions.fromString("rwx------"));
        try (Kernel there = Kernel.attach(KernelOptions.defaults().withHome(lively))) {
            int handles = kernel.handles().size();
            boolean mayEnd = what == Poverty.Of.MAPPINGS;
            Child poor = mayEnd ? spec.start().expectEnd() : spec.start();
            PoorJvm.Surroundings surroundings = new PoorJvm.Surroundings(
                    lively.toString(),
                    durable.toString(),
                    home.scratch().toString(),
                    kernel.processId(),
                    event.handle());
            List<String> operations = poor.call(c -> PoorJvm.prepare(c.kernel(), surroundings));

            Map<String, List<String>> table = outcomes(poor, operations, what, degrees, mayEnd);
            if (poor.isAlive()) {
                poor.run(c -> c.kernel().close());
            }
            poor.close();

            print(what, degrees, table);
            assertThat(table).isNotEmpty();
            assertThat(mayEnd || table.keySet().equals(Set.copyOf(operations)))
                    .as("%s of %s", table.keySet(), operations)
                    .isTrue();
            table.forEach((operation, outcomes) -> assertThat(outcomes)
                    .as(operation)
                    .hasSizeBetween(mayEnd ? 1 : degrees + 2, degrees + 2)
                    .allMatch(outcome -> outcome.equals(PoorJvm.WELL) || outcome.matches("[48] .*")));
            assertThat(kernel.handles()).hasSize(handles);
            assertThat(precious.poll()).hasValue(new byte[] {1});
            assertThat(there.handles()).isEmpty();
            assertSound(home.path());
            assertSound(lively);
        }
        // Whoever leaves without a descriptor cannot delete all that it has put aside: the next one does.
        assertThat(takeMessage(durable)).hasValue(new byte[] {2});
        assertSound(durable);
    }

    /** What came of each operation, rich first; of fewer if the JVM ends meanwhile, and may. */
    private static Map<String, List<String>> outcomes(
            Child poor, List<String> operations, Poverty.Of what, int degrees, boolean mayEnd) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        try {
            for (int i = 0; i < operations.size(); i++) {
                int number = i;
                add(table, operations.get(i), poor.call(c -> PoorJvm.tryRich(number)));
            }
            for (int degree = degrees; degree >= 0; degree--) {
                int left = degree;
                for (int i = 0; i < operations.size(); i++) {
                    int number = i;
                    add(table, operations.get(i), poor.call(c -> PoorJvm.tryPoor(number, what, left)));
                }
            }
        } catch (ChildFailure ended) {
            if (!mayEnd || !endsSoon(poor)) {
                throw ended;
            }
        }
        return table;
    }

    /** It is heard of the end of a JVM before its process is gone. */
    private static boolean endsSoon(Child poor) {
        try {
            poor.process().onExit().get(Deadline.DEATH_NOTICED.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException lives) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(Map<String, List<String>> table, String operation, String outcome) {
        table.computeIfAbsent(operation, none -> new ArrayList<>()).add(outcome);
    }

    private static void assertSound(Path home) {
        assertThat(HomeVerifier.verify(home, Deadline.DEATH_NOTICED))
                .as(home.toString())
                .isEmpty();
        assertThat(home.resolve("lost")).doesNotExist();
    }

    private static void leaveMessage(Path durable) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(durable))) {
            kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("cursor"));
            kernel.openMailslot("kept").write(new byte[] {2});
        }
    }

    private static Optional<byte[]> takeMessage(Path durable) {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(durable))) {
            return kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("cursor"))
                    .poll();
        }
    }

    private static void print(Poverty.Of what, int degrees, Map<String, List<String>> table) {
        System.out.println("Poor matrix, " + what + ": rich, then " + degrees + " to 0 of them left");
        table.forEach((operation, outcomes) -> System.out.printf(
                java.util.Locale.ROOT,
                "  %-36s %s%n",
                operation,
                String.join(" ", outcomes.stream().map(o -> o.split(" ")[0]).toList())));
        new TreeSet<>(table.values().stream()
                        .flatMap(List::stream)
                        .filter(outcome -> !outcome.matches("ok|[48] .*"))
                        .toList())
                .forEach(bad -> System.out.println("  BAD " + bad));
    }
}
