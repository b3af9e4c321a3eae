package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.storm.Crowd;
import io.mailslot.it.storm.Delays;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.StormTable;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writers that all send as fast as they can share one lock that promises no order. None may go short of it for long, as
 * counted by the reader, from when all of them are at work until the first is told to stop.
 */
@HomeTest
@Tag("alone")
class FairWritersTest {
    private static final String FLOODED = "flooded";
    private static final int WINDOWS = 6;
    private static final Duration WINDOW = Duration.ofMillis(500);

    /** Of an even share, what everybody gets at least. */
    private static final double LEAST = 0.2;

    private static final long LONGEST_WRITE_MS = 250;
    private static final Duration NAP = Duration.ofMillis(50);

    private enum Role {
        FLOODER
    }

    /** Messages of each stream in the order of arrival. */
    private static final class Counts {
        private final int[] last;

        Counts(int streams) {
            last = new int[streams];
        }

        void count(ByteBuffer message) {
            int stream = message.getInt(message.position());
            int number = message.getInt(message.position() + Integer.BYTES);
            if (number != ++last[stream]) {
                throw new AssertionError(
                        "number " + number + " of stream " + stream + " where " + last[stream] + " was to come");
            }
        }

        boolean allPast(int number) {
            return Arrays.stream(last).allMatch(reached -> reached > number);
        }
    }

    @Test
    void shouldGiveEachOfThreeProcessesAShare(Jvms jvms) throws InterruptedException {
        flood(jvms, 3, 1);
    }

    @Test
    void shouldGiveEachOfFourThreadsAShare(Jvms jvms) throws InterruptedException {
        flood(jvms, 1, 4);
    }

    private static void flood(Jvms jvms, int processes, int threads) throws InterruptedException {
        Receiver receiver = jvms.kernel().createMailslot(FLOODED, MailslotOptions.defaults());
        Crowd crowd = new Crowd(jvms, 0, (what, pid, rest) -> false);
        HiccupMeter.start(hiccup -> crowd.note(hiccup));
        for (int i = 0; i < processes; i++) {
            ChildSpec flooder = jvms.jvm(FloodWriter.class)
                    .withArguments(FLOODED, Integer.toString(i * threads), Integer.toString(threads));
            crowd.start(Role.FLOODER, flooder, Optional.empty());
        }
        Counts counts = new Counts(processes * threads);
        Deadline.await("all are at work").until(() -> {
            crowd.checkNothingFailed();
            read(receiver, counts, NAP);
            return counts.allPast(FloodWriter.WARM_UP);
        });

        long begin = System.nanoTime();
        List<int[]> marks = new ArrayList<>(List.of(counts.last.clone()));
        for (int i = 0; i < WINDOWS; i++) {
            read(receiver, counts, WINDOW);
            marks.add(counts.last.clone());
        }
        Span common = new Span(begin, System.nanoTime());
        AtomicBoolean over = new AtomicBoolean();
        Thread rest = crowd.accompany("the reader", () -> drain(receiver, counts, over));
        try {
            crowd.end(flooder -> true);
        } finally {
            over.set(true);
            rest.join();
        }
        crowd.checkNothingFailed();
        judge(
                "processes " + processes + ", threads of each " + threads,
                marks,
                crowd.delays().during(common));
    }

    /** Reads for a while. */
    private static void read(Receiver receiver, Counts counts, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            if (receiver.drain(1_000, counts::count) == 0) {
                receiver.read(Duration.ofMillis(1)).ifPresent(message -> counts.count(ByteBuffer.wrap(message)));
            }
        }
    }

    /** Keeps the mailslot from being full while the writers end. */
    private static void drain(Receiver receiver, Counts counts, AtomicBoolean over) {
        while (!over.get() || receiver.info().messageCount() > 0) {
            read(receiver, counts, NAP);
        }
    }

    private static void judge(String who, List<int[]> marks, Delays delays) {
        double[] shares = shares(marks.get(0), marks.get(WINDOWS));
        double scantiest = 1;
        for (int i = 0; i < WINDOWS; i++) {
            double[] then = shares(marks.get(i), marks.get(i + 1));
            scantiest = Math.min(scantiest, Arrays.stream(then).min().orElseThrow());
        }
        StormTable table = new StormTable()
                .row("flood", who)
                .row("messages", total(marks.get(0), marks.get(WINDOWS)))
                .row("share of each", percent(shares))
                .row("least in any " + WINDOW.toMillis() + " ms", percent(scantiest))
                .row("longest write", delays.longest())
                .row("longest less hiccups", StormTable.millis(delays.netNanos(delays.longestNet())))
                .row("worst hiccup", StormTable.millis(delays.worstHiccup().nanos()));
        System.out.println(table);
        for (double share : shares) {
            assertThat(share).as("%s", table).isGreaterThan(LEAST / shares.length);
        }
        delays.requireNetWithin(LONGEST_WRITE_MS, table);
    }

    private static double[] shares(int[] from, int[] to) {
        double[] shares = new double[from.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (double) (to[i] - from[i]) / total(from, to);
        }
        return shares;
    }

    private static long total(int[] from, int[] to) {
        return Arrays.stream(to).asLongStream().sum()
                - Arrays.stream(from).asLongStream().sum();
    }

    private static String percent(double... shares) {
        StringBuilder text = new StringBuilder();
        for (double share : shares) {
            text.append(String.format(Locale.ROOT, "%.1f %% ", 100 * share));
        }
        return text.toString().trim();
    }
}
