package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.DiskUsage;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a home, a process, a mailslot and an idle receiver may cost. */
@HomeTest
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
    void shouldServeManyMailslotsOfAnotherProcess(@Named("receiver") Child child, Kernel kernel) {
        int[] receivers = child.call(c -> IntStream.range(0, 50)
                .map(i -> c.kernel().createMailslot("many/" + i, SMALL).handle())
                .toArray());

        for (int i = 0; i < 50; i++) {
            try (Sender sender = kernel.openMailslot("many/" + i)) {
                sender.write(Payload.ofSize(i));
            }
        }

        int[] sizes = child.call(c -> IntStream.of(receivers)
                .map(each -> c.kernel().receiver(each).poll().orElseThrow().length)
                .toArray());
        assertThat(sizes).isEqualTo(IntStream.range(0, 50).toArray());
    }

    @Test
    void shouldTakeLittleForAFreshHomeAndEachProcess(TestHome home, Jvms jvms) throws IOException {
        home.attach();
        assertThat(DiskUsage.of(home.path())).as("a fresh home").isLessThanOrEqualTo(MIB);

        List<Child> others = List.of(jvms.start(), jvms.start());
        others.forEach(other -> other.run(c -> c.kernel()));

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
    void shouldShrinkOnceEveryProcessHasLeft(@Named("only") Child child, TestHome home, Jvms jvms) {
        child.run(c -> {
            MailslotOptions large = MailslotOptions.defaults().withMaxMessageSize(MIB);
            for (int i = 0; i < 20; i++) {
                Receiver receiver = c.kernel().createMailslot("large/" + i, large);
                c.kernel().openMailslot("large/" + i).write(Payload.ofSize(MIB));
                receiver.info();
            }
        });
        assertThat(DiskUsage.of(home.path())).isGreaterThan(20 * MIB);

        jvms.all(child);

        assertThat(DiskUsage.of(home.path()))
                .as("a home that everybody has left")
                .isLessThanOrEqualTo(4 * MIB);
    }

    @Test
    void shouldShrinkOnceTheKilledAreNoticed(@Named("only") Child child, TestHome home) {
        child.run(c -> {
            c.kernel().createMailslot("large", MailslotOptions.defaults().withMaxMessageSize(MIB));
            Sender sender = c.kernel().openMailslot("large");
            for (int i = 0; i < 20; i++) {
                sender.write(Payload.ofSize(MIB));
            }
        });

        child.killNow();
        home.attach().close();

        assertThat(DiskUsage.of(home.path())).isLessThanOrEqualTo(4 * MIB);
    }

    @Test
    void shouldCostNothingToWaitForAMessage(@Named("idle") Child child, Kernel kernel) {
        int receiver = child.call(c -> c.kernel().createMailslot("idle", SMALL).handle());
        Sender sender = kernel.openMailslot("idle");
        child.run(c -> c.kernel().receiver(receiver).read(Duration.ofMillis(200)));

        CompletableFuture<Integer> size = child.submit(
                c -> c.kernel().receiver(receiver).read(Timeouts.FOREVER).orElseThrow().length);
        Duration used = cpuTimeOfTwoSeconds(child, size);
        for (int tries = 1; tries < 5 && used.toMillis() >= 200; tries++) {
            used = cpuTimeOfTwoSeconds(child, size); // its JVM may still be compiling
        }

        assertThat(used).as("CPU time of 2 s of waiting").isLessThan(Duration.ofMillis(200));
        sender.write(new byte[7]);
        assertThat(size).succeedsWithin(Deadline.PATIENCE).isEqualTo(7);
    }

    private static Duration cpuTimeOfTwoSeconds(Child child, CompletableFuture<Integer> waiting) {
        Duration before = cpuTime(child);
        Deadline.await("it waits").during(Duration.ofSeconds(2)).until(() -> !waiting.isDone());
        return cpuTime(child).minus(before);
    }

    private static Duration cpuTime(Child child) {
        return child.process().info().totalCpuDuration().orElseThrow();
    }
}
