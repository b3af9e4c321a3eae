package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several JVMs read from one receiver, which all inherited: each message goes to exactly one of them. */
@ExtendWith(TestHomeExtension.class)
class CompetingReadersTest implements StormWriter.Listener {
    private static final int READERS = 3;
    private static final int WRITES = 15_000;

    @Test
    void shouldGiveEachMessageToExactlyOneReader(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Path reports = Files.createDirectory(home.scratch().resolve("reports"));
        MailslotOptions small = MailslotOptions.defaults().withInheritable(true).withCapacity(1 << 20);
        Receiver plain = kernel.createMailslot(StormHand.PLAIN, small);
        Receiver broadcast = kernel.createMailslot(StormHand.BROADCAST, small);
        List<ChildJvm> readers = startReaders(home, kernel, reports, plain, broadcast);

        Random random = new Random(1);
        StormWriter toPlain = new StormWriter(kernel, StormHand.PLAIN, 2, reports, random);
        StormWriter toAll = new StormWriter(kernel, "\\\\.\\mailslot\\storm for all", 3, reports, random);
        for (int i = 0; i < WRITES; i++) {
            (random.nextBoolean() ? toPlain : toAll).step(this);
        }
        Deadline.await("everything is read")
                .until(() -> plain.info().messageCount() + broadcast.info().messageCount() == 0);
        readers.forEach(reader -> reader.closeInput());
        readers.forEach(reader -> reader.awaitExit(Deadline.PATIENCE));

        Map<Integer, Integer> written =
                Map.of(3, Progress.open(reports.resolve("stream-3")).written());
        Accounts accounts = Accounts.of(reports, written);
        assertThat(accounts.findings()).isEmpty();
        assertThat(accounts.unreported()).isZero();
        assertThat(accounts.read()).isGreaterThan(WRITES);
        for (int i = 0; i < READERS; i++) {
            long share = Files.size(reports.resolve("reader-" + i)) / (2 * Integer.BYTES);
            assertThat(share).as("messages of reader %d", i).isGreaterThan(accounts.read() / 20);
        }
    }

    private static List<ChildJvm> startReaders(
            TestHome home, Kernel kernel, Path reports, Receiver plain, Receiver broadcast) {
        List<ChildJvm> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            ProcessBuilder builder = ChildJvm.quick(JavaCommand.of(StormHand.class))
                    .arguments(
                            StormRole.READER.name(),
                            Integer.toString(i),
                            reports.toString(),
                            Integer.toString(i),
                            "-",
                            Integer.toString(plain.handle()),
                            Integer.toString(broadcast.handle()))
                    .toProcessBuilder();
            readers.add(home.create(kernel, builder, Inheritance.all()));
        }
        readers.forEach(reader ->
                Deadline.await("a reader is ready").until(() -> reader.line().startsWith(WorkerVoice.READY)));
        return readers;
    }

    @Override
    public void stall(Stall stall) {
        // how long writes take is not the question here
    }

    @Override
    public void hiccup(Span hiccup) {
        // nor what held them up
    }
}
