package io.mailslot.remote.internal.bridge;

import static io.mailslot.remote.internal.bridge.PaperMachine.numbered;
import static io.mailslot.remote.internal.bridge.PaperMachine.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.api.Receiver;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge whose home lies on a file system that is full. Needs root, to mount one. */
class FullDiskTest {
    private static final UUID OUTBOX = new UUID(1, 2);
    private static final int MEBIBYTES = 48;
    private static final byte[] LARGE = new byte[100_000];

    @TempDir
    Path folder;

    private final PaperEngine engine = new PaperEngine();
    private Path small;
    private PaperMachine b;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        small = Files.createDirectory(folder.resolve("small"));
        int refused = run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m,mode=0700", "tmpfs", small.toString());
        assumeTrue(refused == 0, "needs a file system of its own, and the system refuses to mount one");
        b = new PaperMachine(engine, "b", small).start(List.of(), List.of("a/orders"));
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (b != null) {
            b.close();
            assertThat(run("umount", "-l", small.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void shouldTellWaitAndGoOnWhenThereIsRoomAgain() throws IOException {
        try (Receiver orders = b.kernel().createMailslot("orders")) {
            b.receives("a", "orders", OUTBOX, 0, numbered(0, 3));
            assertReads(orders, 0, 3);
            Path filler = fill();
            for (int i = 3; i < 103; i++) {
                b.receives("a", "orders", OUTBOX, i, LARGE);
            }
            b.awaitInlet("orders", inlet -> inlet.problem().contains("free some space"));
            assertThat(cpuOfInlets(Duration.ofSeconds(2))).isLessThan(Duration.ofMillis(500));
            assertThat(b.bridge().view().state()).isEqualTo(View.State.ACTIVE);

            Files.delete(filler);
            for (int i = 3; i < 103; i++) {
                assertThat(orders.read(PaperMachine.PATIENCE)).contains(LARGE);
            }
            b.awaitTaken();
            assertThat(orders.poll()).isEmpty();
            assertThat(b.inlet("orders").inDoubt()).isZero();
            assertThat(b.inlet("orders").expired()).isZero();
        }
    }

    private Path fill() throws IOException {
        Path filler = small.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            catchThrowableOfType(IOException.class, () -> {
                for (int i = 0; i < 2 * MEBIBYTES; i++) {
                    out.write(new byte[1 << 19]);
                }
            });
            catchThrowableOfType(IOException.class, () -> {
                for (int i = 0; i < 1 << 19; i++) {
                    out.write(new byte[64]);
                }
            });
        }
        return filler;
    }

    /** How much processor they take while some time passes: that is measured, and nothing is waited for. */
    private static Duration cpuOfInlets(Duration time) {
        long before = nanosOfInlets();
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Duration.ofNanos(nanosOfInlets() - before);
    }

    private static long nanosOfInlets() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mailslot-bridge-inlet"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }

    private static void assertReads(Receiver receiver, int first, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(read(receiver)).isEqualTo(Integer.toString(first + i));
        }
    }
}
