package io.mailslot.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.internal.death.DeathWatch;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.liveness.JavaChild;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that attaches and leaves again and again, while another process keeps the home from beginning anew. */
@Timeout(120)
class RepeatedAttachmentTest {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int TIMES = 40;
    private static final int FEW = 6;

    @TempDir
    private Path home;

    private JavaChild neighbour;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(Files.exists(MAPS), "mappings are counted in /proc");
        neighbour = JavaChild.start(WatchFixture.Stranger.class, home.toString());
    }

    @AfterEach
    void end() {
        neighbour.close();
    }

    @Test
    void shouldMapTheTablesOfTheHomeOnce() throws IOException {
        SharedKernel kept = attachAndLeave();
        long before = mappings("/kernel.dat");
        for (int i = 0; i < TIMES; i++) {
            attachAndLeave();
        }
        assertThat(mappings("/kernel.dat")).isEqualTo(before);
        assertThat(kept.isOver()).isTrue();
    }

    @Test
    void shouldLeaveNoHandleTableMappedOnceMemoryIsCollected() {
        for (int i = 0; i < TIMES; i++) {
            attachAndLeave();
        }
        await("the collector unmaps what nobody can reach")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    System.gc();
                    return mappings("/handles.dat") < FEW;
                });
    }

    @Test
    void shouldStartNoThreadForEachAttachmentThatIsSoonOver() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        attachAndLeave();
        long before = threads.getTotalStartedThreadCount();
        for (int i = 0; i < TIMES; i++) {
            attachAndLeave();
        }
        assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(TIMES);
    }

    private SharedKernel attachAndLeave() {
        AtomicReference<SharedKernel> kernel = new AtomicReference<>();
        Attachments.attach(home, HomeRules.PRIVATE, DeathWatch.class, process -> {
                    kernel.set(process.kernel());
                    DeathWatch watch = new DeathWatch(process.kernel(), process.reaper(), () -> {}, new Lookout());
                    watch.startLater();
                    return watch;
                })
                .giveBack();
        return kernel.get();
    }

    /** How many mappings of files in the home that are, or were, called so. */
    private long mappings(String name) throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains(home.toString()) && line.contains(name))
                    .count();
        }
    }
}
