package io.mailslot.it.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.slot.Progress;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * JVMs that send few messages open their queues late, and go on with each other's runs. They die in an append, one after the other,
 * and nobody reads meanwhile: all that any of them has written is there, in order, and no more than that and what it died in.
 */
@HomeTest
@Tag("storm")
class FewMessagesDeathTest {
    private static final String NAME = "few";
    private static final long CAPACITY = 64 << 20;

    /** More than one of them needs until it comes to a point of documents for the third time. */
    private static final int MOST_MESSAGES = 20_000;

    private static final int DEATHS = 3;

    private static final String LAST = "last";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            names = {
                "APPEND_LOCKED",
                "APPEND_RESUMED",
                "APPEND_STATE_CHANGING",
                "APPEND_COPIED",
                "APPEND_COMMITTED",
                "RUN_OPENED",
                "RUN_ANNOUNCED",
                "RUN_COPIED",
                "RUN_COMMITTED",
                "RUN_SEALED",
                "WRITE_BEFORE_WAKE"
            })
    void shouldLoseNothingWhenOneAfterTheOtherDiesAt(FaultPoint point, Jvms jvms) throws IOException {
        Receiver receiver =
                jvms.kernel().createMailslot(NAME, MailslotOptions.defaults().withCapacity(CAPACITY));
        List<Integer> written = new ArrayList<>();
        for (int death = 0; death < DEATHS; death++) {
            // the first one leaves a run to be repaired
            String fault = death == 0 ? FaultPoint.RUN_COMMITTED.name() : point + "#" + death;
            written.add(sendUntilDeath(jvms, fault, death));
        }
        try (Sender sender = jvms.kernel().openMailslot(NAME)) {
            sender.write(LAST.getBytes(US_ASCII));
        }

        List<String> read = readAll(receiver);
        int at = 0;
        for (int death = 0; death < DEATHS; death++) {
            int count = 0;
            while (read.get(at).equals(text(death, count))) {
                count++;
                at++;
            }
            int known = written.get(death);
            assertThat(count)
                    .as("of %s, by the one with number %d", written, death)
                    .isBetween(known, known + 1);
        }
        assertThat(read.subList(at, read.size())).containsExactly(LAST);
        assertThat(written.get(0)).isPositive();
    }

    /** How many messages it has written for certain. */
    private int sendUntilDeath(Jvms jvms, String fault, int sender) throws IOException {
        String progress = folder.resolve("progress-" + sender).toString();
        Victims.awaitHalt(Victims.halting(jvms, fault).startedPlainly().start(c -> send(c, progress, sender)));
        return Progress.open(Path.of(progress)).written();
    }

    private static void send(ChildContext child, String progress, int sender) {
        Kernel.prepareForFewMessages().join();
        try (Sender few = child.kernel().openMailslot(NAME)) {
            Progress known = Progress.open(Path.of(progress));
            for (int i = 0; i < MOST_MESSAGES; i++) {
                few.write(text(sender, i).getBytes(US_ASCII));
                known.begin(i + 1);
                known.done();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(int sender, int number) {
        return "message " + number + " of the sender with the number " + sender;
    }

    private static List<String> readAll(Receiver receiver) {
        List<String> read = new ArrayList<>();
        for (Optional<byte[]> next = receiver.poll(); next.isPresent(); next = receiver.poll()) {
            read.add(new String(next.get(), US_ASCII));
        }
        return read;
    }
}
