package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each operation of the control plane in a process that has next to nothing of something left: it works or fails with the
 * code of that, nobody else loses anything, and what it did is whole afterwards.
 */
@ExtendWith(TestHomeExtension.class)
class PoorMatrixTest {
    private static final int OPEN_FILES = 220;
    private static final int MOST_FREE = 8;
    private static final int ADDRESS_SPACE_KIB = 6_000_000;
    private static final int SPACE_FOR_STACKS_KIB = 20_000_000;

    @Test
    void shouldHarmNobodyWithoutDescriptors(TestHome home) throws IOException {
        run(home, "ulimit -n " + OPEN_FILES, "descriptors", MOST_FREE, List.of());
    }

    /** With so little address space there is none for a mapping, nor for the stack of another thread. */
    @Test
    void shouldHarmNobodyWithoutAddressSpace(TestHome home) throws IOException {
        run(home, "ulimit -v " + ADDRESS_SPACE_KIB, "memory", 0, List.of());
    }

    /** Files can be mapped, but there is no room for the stack of a thread, which are large here. */
    @Test
    void shouldHarmNobodyWithoutThreads(TestHome home) throws IOException {
        run(home, "ulimit -v " + SPACE_FOR_STACKS_KIB, "threads", 0, List.of("-Xss512m"));
    }

    /** A process may have some 65,000 mappings; the JVM itself may end when it is close to them, which harms nobody either. */
    @Test
    void shouldHarmNobodyWithoutMappings(TestHome home) throws IOException {
        run(
                home,
                ":",
                "mappings",
                1,
                List.of(
                        "-Xms256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:ErrorFile=" + home.scratch().resolve("hs_err")));
    }

    private static void run(TestHome home, String limits, String kind, int degrees, List<String> jvmOptions)
            throws IOException {
        Path lively = Files.createDirectory(home.scratch().resolve("lively"));
        Path durable = home.scratch().resolve("durable");
        Kernel kernel = home.attach();
        Receiver precious = kernel.createMailslot("precious");
        kernel.openMailslot("precious").write(new byte[] {1});
        kernel.createMailslot("scrap");
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("shared"));
        leaveMessage(durable);
        Files.setPosixFilePermissions(lively, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        try (Kernel there = Kernel.attach(KernelOptions.defaults().withHome(lively))) {
            int handles = kernel.handles().size();
            ChildJvm poor = home.start(TestHome.limited(
                    limits,
                    ChildJvm.quick(JavaCommand.of(PoorJvm.class))
                            .withJvmOptions(jvmOptions.toArray(String[]::new))
                            .withArguments(
                                    home.path().toString(),
                                    lively.toString(),
                                    durable.toString(),
                                    home.scratch().toString(),
                                    String.valueOf(kernel.processId()),
                                    String.valueOf(event.handle()),
                                    kind,
                                    String.valueOf(degrees))
                            .toProcessBuilder()));

            Map<String, List<String>> table = outcomes(poor);

            print(kind, degrees, table);
            assertThat(table).isNotEmpty();
            boolean mayEnd = kind.equals("mappings");
            poor.expectAnyExit();
            if (mayEnd) {
                poor.expectErrorOutput();
            }
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

    private static void assertSound(Path home) {
        assertThat(HomeVerifier.verify(home, Duration.ofSeconds(5)))
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

    private static Map<String, List<String>> outcomes(ChildJvm poor) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        Optional<String> line = poor.lineIfAny();
        while (line.isPresent()) {
            String[] parts = line.get().split(PoorJvm.SEPARATOR);
            if (parts.length > 2) { // the JVM says a word itself when it cannot start a thread
                table.computeIfAbsent(parts[1], operation -> new ArrayList<>()).add(parts[2]);
            }
            line = poor.lineIfAny();
        }
        return table;
    }

    private static void print(String kind, int degrees, Map<String, List<String>> table) {
        System.out.println("Poor matrix, " + kind + ": rich, then " + degrees + " to 0 of them left");
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
