package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.DiskUsage;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a home, a process, a mailslot and an idle receiver may cost. */
@ExtendWith(TestHomeExtension.class)
class LimitsTest {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int MANY = 200;
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);

    @Test
    void shouldServeManyMailslotsInOneProcessWithLittleSpaceEach(TestHome home) {
        Kernel kernel = home.attach();
        List<Receiver> receivers = new ArrayList<>();
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            receivers.add(kernel.createMailslot("many/" + i, SMALL));
            senders.add(kernel.openMailslot("many/" + i));
        }

        for (int i = 0; i < MANY; i++) {
            senders.get(i).write(Payload.ofSize(i));
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(receivers.get(i).poll()).hasValue(Payload.ofSize(i));
        }

        assertThat(kernel.handles()).hasSize(2 * MANY);
        assertThat(DiskUsage.of(home.path().resolve("mailslots")) / MANY)
                .as("allocated bytes per mailslot")
                .isLessThanOrEqualTo(32 * KIB);
        assertThat(HomeInspector.inspect(home.path(), Detail.ALLOCATED_BYTES)
                        .orElseThrow()
                        .mailslots())
                .hasSize(MANY)
                .extracting(MailslotStatus::allocatedBytes)
                .allSatisfy(bytes -> assertThat(bytes).isBetween(1L, 32L * KIB));
    }

    @Test
    void shouldServeManyMailslotsOfAnotherProcess(TestHome home) {
        ChildJvm child = home.agent();
        for (int i = 0; i < 50; i++) {
            child.must("create", "many/" + i, 424, 0, false);
        }
        Kernel kernel = home.attach();

        for (int i = 0; i < 50; i++) {
            try (Sender sender = kernel.openMailslot("many/" + i)) {
                sender.write(Payload.ofSize(i));
            }
        }

        for (int i = 0; i < 50; i++) {
            assertThat(child.must("read", 4 * (i + 1), 0).number("size")).isEqualTo(i);
        }
    }

    @Test
    void shouldTakeLittleForAFreshHomeAndEachProcess(TestHome home) throws IOException {
        home.attach();
        assertThat(DiskUsage.of(home.path())).as("a fresh home").isLessThanOrEqualTo(MIB);

        home.agent();
        home.agent();

        List<Path> folders;
        try (Stream<Path> processes = Files.list(home.path().resolve("processes"))) {
            folders = processes.toList();
        }
        assertThat(folders)
                .hasSize(3)
                .allSatisfy(folder ->
                        assertThat(DiskUsage.of(folder)).as("a fresh process").isLessThanOrEqualTo(64 * KIB));
    }

    @Test
    void shouldShrinkOnceEveryProcessHasLeft(TestHome home) {
        ChildJvm child = home.agent();
        for (int i = 0; i < 20; i++) {
            int receiver = child.must("create", "large/" + i, MIB, 0, false).handle();
            int sender = child.must("open", "large/" + i, false).handle();
            child.must("fill", sender, MIB);
            child.must("info", receiver);
        }
        assertThat(DiskUsage.of(home.path())).isGreaterThan(20 * MIB);

        child.end();

        assertThat(DiskUsage.of(home.path()))
                .as("a home that everybody has left")
                .isLessThanOrEqualTo(4 * MIB);
    }

    @Test
    void shouldShrinkOnceTheKilledAreNoticed(TestHome home) {
        ChildJvm child = home.agent();
        child.must("create", "large", MIB, 0, false);
        int sender = child.must("open", "large", false).handle();
        for (int i = 0; i < 20; i++) {
            child.must("fill", sender, MIB);
        }

        child.kill();
        home.attach().close();

        assertThat(DiskUsage.of(home.path())).isLessThanOrEqualTo(4 * MIB);
    }

    @Test
    void shouldCostNothingToWaitForAMessage(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.agent();
        int receiver = child.must("create", "idle", 424, "forever", false).handle();
        Sender sender = kernel.openMailslot("idle");
        child.must("read", receiver, 200);
        Duration before = cpuTime(child);

        child.tell("read", receiver, "forever");
        assertThat(child.saysNothingFor(Duration.ofSeconds(2))).isTrue();

        assertThat(cpuTime(child).minus(before))
                .as("CPU time of 2 s of waiting")
                .isLessThan(Duration.ofMillis(200));
        assertThat(child.errorOutput()).isEmpty();
        sender.write(new byte[7]);
        assertThat(child.reply().number("size")).isEqualTo(7);
    }

    private static Duration cpuTime(ChildJvm child) {
        return child.process().info().totalCpuDuration().orElseThrow();
    }
}
