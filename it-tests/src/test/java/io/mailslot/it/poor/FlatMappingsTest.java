package io.mailslot.it.poor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However often a process works in another one's handle table, it has mapped that once. */
@HomeTest
class FlatMappingsTest {
    private static final int SELF = -1;
    private static final int ROUNDS = Integer.getInteger("mailslot.rounds", 3_000);

    @Test
    void shouldMapATableOnce(TestHome home, @Named("other") Child other) throws IOException {
        Kernel kernel = home.attach();
        other.run(c -> c.kernel());
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        try (ProcessObject process =
                kernel.openProcess(other.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            duplicateAndClose(kernel, event, process);
            long before = mappingsOf(home);
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                duplicateAndClose(kernel, event, process);
            }
            long micros = (System.nanoTime() - start) / 1_000;

            assertThat(mappingsOf(home)).isEqualTo(before);
            System.out.printf(
                    Locale.ROOT, "FIGURE duplicate + close in another process: %.1f us%n", (double) micros / ROUNDS);
        }
    }

    private static void duplicateAndClose(Kernel kernel, Event event, ProcessObject process) {
        int there = kernel.duplicate(SELF, event.handle(), process.handle(), DuplicateOptions.defaults());
        kernel.closeHandleIn(process.handle(), there);
    }

    private static long mappingsOf(TestHome home) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(home.path() + "/processes/"))
                    .count();
        }
    }
}
