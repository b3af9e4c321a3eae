package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process stands still while it drops the oldest messages of a mailslot, or passes over those that were dropped. */
@HomeTest
class StoppedDropTest {
    private static final String BOUND = "\\\\.\\mailslot\\news";
    private static final String BROADCAST = "\\\\*\\mailslot\\news";
    private static final MailslotOptions DROPPING =
            MailslotOptions.defaults().withCapacity(1 << 20).withWhenFull(WhenFull.DROP_OLDEST);

    /** Lies in the arena. */
    private static final byte[] MESSAGE = new byte[100];

    /** More than half of what the arena has room for. */
    private static final int LARGE = 500 << 10;

    private static final int FEW = 50;

    private static final int SENT = 20_000;

    @Test
    void shouldDropNothingOfWhatCameWhileItStoodStill(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Receiver receiver = kernel.createMailslot(BROADCAST, DROPPING);
        Sender sender = kernel.openMailslot(BOUND);
        Halfway<?> standing = Halfway.in(
                jvms,
                FaultPoint.DROP_CHOSEN,
                c -> writeUntilItHasStoodStill(c.kernel().openMailslot(BOUND)));
        long chosen = word(home, LogControlPage.LOWEST_SEGMENT_OFFSET);
        // until another segment is described where the one after the chosen one was
        while (word(home, LogControlPage.CURRENT_SEGMENT_OFFSET) < chosen + 1 + LogControlPage.MAX_SEGMENTS) {
            for (int i = 0; i < FEW; i++) {
                sender.write(MESSAGE);
            }
        }
        standing.goOn();

        assertThat(receiver.info().messageCount()).isPositive();
        long count = receiver.info().messageCount();
        assertThat(countAll(receiver)).isEqualTo(count);
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    private static void writeUntilItHasStoodStill(Sender sender) {
        while (FaultPoint.timesReached() == 0) {
            sender.write(MESSAGE);
        }
    }

    /** Where the message that is dropped took the arena, and the next one would. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteThoughWhoHasDroppedDoesNotGiveTheRoomBack(boolean killed, TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(BROADCAST, DROPPING);
        Sender sender = kernel.openMailslot(BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        sender.write(new byte[LARGE]);
        Halfway<?> standing = Halfway.in(
                jvms, FaultPoint.DROP_TOLD, c -> c.kernel().openMailslot(BOUND).write(new byte[LARGE]));
        if (killed) {
            standing.child().killNow();
        }

        sender.write(new byte[LARGE]);

        assertThat(receiver.read()).hasSize(LARGE);
        assertThat(receiver.info().missedMessages()).isOne();
        if (!killed) {
            standing.goOn();
            assertThat(receiver.poll().orElseThrow()).hasSize(LARGE);
        }
        assertThat(receiver.poll()).isEmpty();
        assertThat(receiver.info().missedMessages()).isOne();
        assertThat(HomeVerifier.verify(home.path(), killed ? Deadline.DEATH_NOTICED : Duration.ZERO))
                .isEmpty();
    }

    @Test
    void shouldCountWhatItPassedOverThoughOthersReadOnMeanwhile(Jvms jvms) {
        Passing passing = Passing.standingAt(FaultPoint.DROPPED_PASSED_OVER, jvms);
        Receiver receiver = passing.receiver();
        long read = countAll(receiver);

        passing.standing().goOn();

        assertThat(read).isPositive();
        assertThat(receiver.info().missedMessages()).isEqualTo(SENT - read);
    }

    /** Who has moved the cursor over what was dropped is killed before it has counted that. */
    @Test
    void shouldCountWhatAKilledReaderHasPassedOver(Jvms jvms) {
        Passing passing = Passing.standingAt(FaultPoint.DROPPED_PASSED_OVER, jvms);
        Receiver receiver = passing.receiver();
        passing.standing().child().killNow();

        long left = receiver.info().messageCount();
        assertThat(receiver.info().missedMessages()).isEqualTo(SENT - left);
        assertThat(countAll(receiver)).isEqualTo(left);
        assertThat(receiver.info().missedMessages()).isEqualTo(SENT - left);
    }

    /** Who has counted what was dropped is killed before it has told up to where; what comes next is dropped, too. */
    @Test
    void shouldCountNothingTwiceThatAKilledReaderHasCounted(Jvms jvms) {
        Passing passing = Passing.standingAt(FaultPoint.DROPPED_COUNTED, jvms);
        Receiver receiver = passing.receiver();
        passing.standing().child().killNow();
        receiver.peek();

        passing.flood();

        long left = receiver.info().messageCount();
        assertThat(receiver.info().missedMessages()).isEqualTo(2L * SENT - left);
        assertThat(countAll(receiver)).isEqualTo(left);
        assertThat(receiver.info().missedMessages()).isEqualTo(2L * SENT - left);
    }

    /** Nobody has come by since. */
    @ParameterizedTest
    @EnumSource(names = {"DROPPED_PASSED_OVER", "DROPPED_NOTED", "DROPPED_COUNTED"})
    void shouldCountNothingTwiceOnceWhatIsNextIsDroppedAsWell(FaultPoint point, TestHome home, Jvms jvms)
            throws IOException {
        Passing passing = Passing.standingAt(point, jvms);
        Receiver receiver = passing.receiver();
        passing.standing().child().killNow();
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().mailslots())
                .singleElement()
                .satisfies(seen -> assertThat(seen.missedMessages()).isEqualTo(SENT - seen.messageCount()));

        passing.flood();

        long left = receiver.info().messageCount();
        assertThat(receiver.info().missedMessages()).isEqualTo(2L * SENT - left);
        assertThat(countAll(receiver)).isEqualTo(left);
        assertThat(receiver.info().missedMessages()).isEqualTo(2L * SENT - left);
    }

    /** A receiver that another process shares, which stands still in a read that passes over what was dropped. */
    private record Passing(Receiver receiver, Sender sender, Halfway<?> standing) {
        static Passing standingAt(FaultPoint point, Jvms jvms) {
            Receiver receiver = jvms.kernel().createMailslot(BROADCAST, DROPPING);
            Sender sender = jvms.kernel().openMailslot(BOUND);
            flood(sender);
            return new Passing(receiver, sender, Halfway.in(jvms, point, c -> receiver.poll()));
        }

        void flood() {
            flood(sender);
        }

        /** More than it holds. */
        private static void flood(Sender sender) {
            for (int i = 0; i < SENT; i++) {
                sender.write(MESSAGE);
            }
        }
    }

    private static long countAll(Receiver receiver) {
        long count = 0;
        for (Optional<byte[]> next = receiver.poll(); next.isPresent(); next = receiver.poll()) {
            count++;
        }
        return count;
    }

    /** A word of the mailslot's control page. */
    private static long word(TestHome home, int offset) throws IOException {
        try (Stream<Path> files = LiveTree.walk(home.path().resolve("mailslots"))) {
            Path page = files.filter(file -> file.endsWith("control.dat"))
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(page.toFile(), "r")) {
                file.seek(offset);
                return Long.reverseBytes(file.readLong());
            }
        }
    }
}
