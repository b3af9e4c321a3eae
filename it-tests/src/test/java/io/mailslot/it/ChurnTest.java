package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.DiskUsage;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Opening and closing again and again leaves nothing behind, on disk or in memory. The system property
 * {@code mailslot.churn.cycles} asks for more cycles, such as 1,000,000; of creations, which make and delete a queue's
 * files each, one in {@value #CYCLES_PER_CREATION} is done unless {@code mailslot.churn.creations} says otherwise.
 */
@HomeTest
class ChurnTest {
    private static final int CYCLES = Integer.getInteger("mailslot.churn.cycles", 30_000);
    private static final int CYCLES_PER_CREATION = 40;
    private static final int CREATIONS = Integer.getInteger("mailslot.churn.creations", CYCLES / CYCLES_PER_CREATION);
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);

    /** Descriptors come and go with probes and threads; what leaks one a cycle is far above. */
    private static final int SLACK = 20;

    @Test
    void shouldLeaveNothingBehindOfMailslots(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        churn(home, CREATIONS, i -> kernel.createMailslot("churn/" + i, SMALL).close());
        assertThat(home.path().resolve("mailslots")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingBehindOfSenders(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("slot", SMALL);
        churn(home, CYCLES, i -> kernel.openMailslot("slot").close());
    }

    @Test
    void shouldLeaveNothingBehindOfDuplicates(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("slot", SMALL);
        Sender sender = kernel.openMailslot("slot");
        churn(home, CYCLES, i -> kernel.closeHandle(kernel.duplicate(sender.handle(), DuplicateOptions.defaults())));
        assertThat(sender.describe().usageCount()).isOne();
    }

    private static void churn(TestHome home, int cycles, IntConsumer cycle) throws IOException {
        int first = Math.min(1_000, cycles / 2);
        for (int i = 0; i < first; i++) {
            cycle.accept(i);
        }
        long bytes = DiskUsage.of(home.path());
        long files = files(home.path());
        long descriptors = descriptors();

        for (int i = first; i < cycles; i++) {
            cycle.accept(i);
        }

        assertThat(DiskUsage.of(home.path())).as("bytes").isLessThanOrEqualTo(bytes);
        assertThat(files(home.path())).as("files and folders").isLessThanOrEqualTo(files);
        assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors + SLACK);
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    private static long files(Path home) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home)) {
            return tree.count();
        }
    }

    private static long descriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(folder)) {
            return open.count();
        }
    }
}
