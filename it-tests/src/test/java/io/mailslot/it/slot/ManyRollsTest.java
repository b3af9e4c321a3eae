package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A mailslot that has had thousands of segments is as it was after one thousand. {@code -Dmailslot.rolls} sets how many, with
 * 10,000 in the Maven profile {@code storm}.
 */
@HomeTest
@Tag("storm")
class ManyRollsTest {
    private static final int ROLLS = Integer.getInteger("mailslot.rolls", 1_500);
    private static final int SOME = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long CAPACITY = MailslotOptions.MIN_CAPACITY;

    /** As large as messages get that lie in the segments themselves. */
    private static final int SIZE = 60;

    /** What a segment of an eighth of the capacity holds, at least. */
    private static final int MESSAGES_PER_ROLL = 1_750;

    /** Of one message, which so has a document of its own. */
    private final MessageBatch batch = new MessageBatch();

    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer received = ByteBuffer.allocateDirect(2 * SIZE);
    private int number;

    /** What a process and its mailslot take. */
    private record Taken(long kilobytes, long descriptors, long mappings) {
        static Taken now(Path home) throws IOException {
            Process du = new ProcessBuilder("du", "-sk", home.toString()).start();
            String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Taken(Long.parseLong(line.split("\\s")[0]), MappedSegments.descriptors(), MappedSegments.all());
        }
    }

    @Test
    void shouldTakeNoMoreAfterThousandsOfSegmentsThanAfterAThousand(
            TestHome home, @Named("idle") Child idle, Kernel kernel) throws IOException {
        Receiver receiver =
                kernel.createMailslot("rolling", MailslotOptions.defaults().withCapacity(CAPACITY));
        Sender sender = kernel.openMailslot("rolling");
        int sending = idle.call(c -> c.kernel().openMailslot("rolling").handle());
        idle.run(c -> SlotChild.send(c.kernel().sender(sending), 2));
        idle.run(c -> SlotChild.take(receiver, 1));
        assertThat(receiver.poll()).isPresent();

        long[] nanos = new long[ROLLS];
        for (int i = 0; i < SOME; i++) {
            nanos[i] = roll(sender, receiver);
        }
        Taken early = Taken.now(home.path());
        for (int i = SOME; i < ROLLS; i++) {
            nanos[i] = roll(sender, receiver);
        }
        Taken late = Taken.now(home.path());

        assertThat(highestSegment(home.path())).isGreaterThanOrEqualTo(ROLLS);
        long first = median(Arrays.copyOfRange(nanos, 0, SOME)) / MESSAGES_PER_ROLL;
        long last = median(Arrays.copyOfRange(nanos, ROLLS - SOME, ROLLS)) / MESSAGES_PER_ROLL;
        System.out.printf(
                Locale.ROOT,
                "FIGURE %d rolls: %s, then %s; %d ns a message, then %d%n",
                ROLLS,
                early,
                late,
                first,
                last);
        assertThat(late.kilobytes()).isLessThanOrEqualTo(early.kilobytes() + CAPACITY / 1024 / 2);
        assertThat(late.descriptors()).isLessThanOrEqualTo(early.descriptors() + 4);
        assertThat(late.mappings()).isLessThanOrEqualTo(early.mappings() + 20);
        assertThat(last).as("ns a message, at last; at first %d", first).isLessThan(2 * first);
        Deadline.await("the idle process has let go of what is deleted", Deadline.DEATH_NOTICED)
                .untilAsserted(() -> assertThat(idle.<Long>call(c -> MappedSegments.deleted()))
                        .as("deleted, but mapped")
                        .isZero());
        idle.run(c -> SlotChild.send(c.kernel().sender(sending), 1));
        assertThat(receiver.poll(received.clear())).isTrue();
    }

    /** Sends and takes as many messages as a segment holds; returns how much of a processor that took. */
    private long roll(Sender sender, Receiver receiver) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < MESSAGES_PER_ROLL; i++) {
            message.clear().putInt(0, ++number);
            sender.write(batch.add(message));
            batch.clear();
            received.clear();
            boolean taken = receiver.poll(received);
            if (!taken || received.getInt(0) != number) {
                throw new AssertionError(taken ? received.getInt(0) + " instead of " + number : number + " is missing");
            }
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long highestSegment(Path home) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home)) {
            return tree.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".cq4"))
                    .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                    .max()
                    .orElseThrow();
        }
    }
}
