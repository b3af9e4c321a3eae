package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a thousand mailslots take. */
@HomeTest
@Tag("alone")
class FootprintTest {
    private static final int MAILSLOTS = 1_000;
    private static final long MOST_KILOBYTES = 16 << 10;
    private static final long MOST_HEAP_BYTES = 20 << 20;
    private static final double SLOWEST_MS = 2.5;

    @Test
    void shouldHoldAThousandMailslotsInLittleMemory(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        List<Receiver> receivers = new ArrayList<>();
        List<Sender> senders = new ArrayList<>();
        long[] creates = new long[MAILSLOTS];
        long[] opens = new long[MAILSLOTS];
        kernel.createMailslot("warm-up");
        kernel.openMailslot("warm-up").write(new byte[64]);
        long heap = usedHeap();
        long files = kilobytes(home.path());
        for (int i = 0; i < MAILSLOTS; i++) {
            long start = System.nanoTime();
            receivers.add(kernel.createMailslot("number " + i));
            long created = System.nanoTime();
            senders.add(kernel.openMailslot("number " + i));
            senders.get(i).write(new byte[64]);
            creates[i] = created - start;
            opens[i] = System.nanoTime() - created;
            assertThat(receivers.get(i).read()).hasSize(64);
        }
        long heapTaken = usedHeap() - heap;
        long filesTaken = kilobytes(home.path()) - files;

        System.out.printf(
                Locale.ROOT,
                "FIGURE %d mailslots: %d KiB of files, %d KiB of heap; p50 of create %.2f ms, of open and first write"
                        + " %.2f ms; %d descriptors%n",
                MAILSLOTS,
                filesTaken,
                heapTaken >> 10,
                median(creates),
                median(opens),
                MappedSegments.descriptors());
        assertThat(filesTaken).as("KiB of files").isLessThanOrEqualTo(MOST_KILOBYTES);
        assertThat(heapTaken).as("bytes of heap").isLessThanOrEqualTo(MOST_HEAP_BYTES);
        assertThat(median(creates)).as("ms to create, median").isLessThanOrEqualTo(SLOWEST_MS);
        assertThat(median(opens)).as("ms to open, median").isLessThanOrEqualTo(SLOWEST_MS);
        senders.forEach(Sender::close);
        receivers.forEach(Receiver::close);
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long kilobytes(Path home) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", home.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\s")[0]);
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }
}
