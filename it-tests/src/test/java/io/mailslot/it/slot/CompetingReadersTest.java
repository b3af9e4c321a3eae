package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.WorkerVoice;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several JVMs read from one receiver, which all inherited: each message goes to exactly one of them. */
@HomeTest
class CompetingReadersTest implements StormWriter.Listener {
    private static final int READERS = 3;
    private static final int WRITES = 15_000;

    @Test
    void shouldGiveEachMessageToExactlyOneReader(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Path reports = Files.createDirectory(home.scratch().resolve("reports"));
        MailslotOptions small = MailslotOptions.defaults().withInheritable(true).withCapacity(1 << 20);
        Receiver plain = kernel.createMailslot(StormHand.PLAIN, small);
        Receiver broadcast = kernel.createMailslot(StormHand.BROADCAST, small);
        List<Child> readers = startReaders(jvms, reports, plain, broadcast);

        Random random = new Random(1);
        StormWriter toPlain = new StormWriter(kernel, StormHand.PLAIN, 2, reports, random);
        StormWriter toAll = new StormWriter(kernel, "\\\\.\\mailslot\\storm for all", 3, reports, random);
        for (int i = 0; i < WRITES; i++) {
            (random.nextBoolean() ? toPlain : toAll).step(this);
        }
        Deadline.await("everything is read")
                .until(() -> plain.info().messageCount() + broadcast.info().messageCount() == 0);
        for (Child reader : readers) {
            reader.process().getOutputStream().close();
        }
        jvms.all(readers.toArray(Child[]::new));

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

    private static List<Child> startReaders(Jvms jvms, Path reports, Receiver plain, Receiver broadcast) {
        List<Child> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(jvms.jvm(StormHand.class)
                    .withArguments(
                            StormRole.READER.name(),
                            Integer.toString(i),
                            reports.toString(),
                            Integer.toString(i),
                            "-",
                            Integer.toString(plain.handle()),
                            Integer.toString(broadcast.handle()))
                    .withInheritance(Inheritance.all())
                    .withOpenInput()
                    .start());
        }
        readers.forEach(reader -> reader.awaitOutput(WorkerVoice.READY));
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
