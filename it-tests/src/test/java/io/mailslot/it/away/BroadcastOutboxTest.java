package io.mailslot.it.away;

import static io.mailslot.it.away.Away.NEWS;
import static io.mailslot.it.away.Away.NEWS_OUT;
import static io.mailslot.it.away.Away.deleteAll;
import static io.mailslot.it.away.Away.look;
import static io.mailslot.it.away.Away.outbox;
import static io.mailslot.it.away.Away.refused;
import static io.mailslot.it.away.Away.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broadcasts that go to this machine and, as far as there is an outbox for them, to all others. */
@HomeTest
class BroadcastOutboxTest {
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
    private static final OpenOptions HASTY = OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(20));
    private static final byte[] LARGE = new byte[100_000];

    /** One message in each of the ways there are. */
    private static List<String> writeInEveryWay(Sender sender) {
        sender.write("text");
        sender.write("an array, or a part".getBytes(UTF_8), 0, 8);
        assertThat(sender.tryWrite("tried".getBytes(UTF_8), 0, 5)).isTrue();
        ByteBuffer buffer = ByteBuffer.wrap("-buffer".getBytes(UTF_8)).position(1);
        sender.write(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        ByteBuffer direct =
                ByteBuffer.allocateDirect(6).put("direct".getBytes(UTF_8)).flip();
        assertThat(sender.tryWrite(direct)).isTrue();
        assertThat(direct.hasRemaining()).isFalse();
        sender.write(new MessageBatch().add("one".getBytes(UTF_8)).add("two".getBytes(UTF_8)));
        sender.write(6, filled -> filled.put("filled".getBytes(UTF_8)));
        return List.of("text", "an array", "tried", "buffer", "direct", "one", "two", "filled");
    }

    @Test
    void shouldWriteToBothInEveryWay(TestHome home, Kernel kernel) {
        Receiver here = kernel.createMailslot(NEWS);
        Receiver out = outbox(kernel, NEWS_OUT);

        List<String> written = writeInEveryWay(kernel.openMailslot(NEWS));

        assertThat(texts(here)).isEqualTo(written);
        assertThat(texts(out)).isEqualTo(written);
        out.close();
        deleteAll(home, kernel);
    }

    @Test
    void shouldGoOutAlsoWhereNobodyListensHere(TestHome home, Kernel kernel) {
        Receiver out = outbox(kernel, NEWS_OUT);

        List<String> written = writeInEveryWay(kernel.openMailslot(NEWS));

        assertThat(texts(out)).isEqualTo(written);
        out.close();
        deleteAll(home, kernel);
    }

    /** Also of other names: who has looked in vain is told of each name that is given. */
    @Test
    void shouldFindAnOutboxThatAppearsLaterAndLoseOneThatGoes(
            TestHome home, @Named("bridge") Child child, Kernel kernel) {
        Receiver here = kernel.createMailslot(NEWS);
        Sender sender = kernel.openMailslot(NEWS);
        for (int round = 0; round < 3; round++) {
            sender.write("here only");
            kernel.createMailslot("other" + round);
            sender.write("still here only");

            child.run(c -> outbox(c.kernel(), NEWS_OUT).close());
            sender.write("both");
            kernel.createMailslot("another" + round);
            sender.write("both again");

            Receiver out = outbox(kernel, NEWS_OUT);
            assertThat(texts(out)).as("round " + round).containsExactly("both", "both again");
            out.close();
            kernel.deleteMailslot(NEWS_OUT);
            sender.write("here only again");
            assertThat(texts(here))
                    .as("round " + round)
                    .containsExactly("here only", "still here only", "both", "both again", "here only again");
        }
        deleteAll(home, kernel);
    }

    @Test
    void shouldLeaveOtherNamesAndOtherSendersAlone(TestHome home, Kernel kernel) {
        Receiver out = outbox(kernel, NEWS_OUT);
        Receiver toB = outbox(kernel, "\\\\B\\mailslot\\news");
        Receiver here = kernel.createMailslot(NEWS);

        kernel.openMailslot("news").write("to the mailslot of this machine");
        kernel.openMailslot("\\\\*\\mailslot\\olds").write("another name");

        assertThat(texts(here)).containsExactly("to the mailslot of this machine");
        assertThat(texts(out)).isEmpty();
        assertThat(texts(toB)).isEmpty();
        out.close();
        toB.close();
        deleteAll(home, kernel);
    }

    private static long fill(Kernel kernel, String name) {
        try (Sender sender = kernel.openMailslot(name)) {
            long written = 0;
            while (sender.tryWrite(LARGE, 0, LARGE.length)) {
                written++;
            }
            return written;
        }
    }

    private static long inOutbox(TestHome home) {
        return look(home).mailslot(NEWS_OUT).orElseThrow().messageCount();
    }

    /** As where no server can be reached for long: that is no reason for this machine to be silent. */
    @Test
    void shouldReachThisMachineThoughTheOutboxIsFull(TestHome home, Kernel kernel) {
        outbox(kernel, NEWS_OUT, SMALL).close();
        Receiver here = kernel.createMailslot(NEWS);
        long before = fill(kernel, NEWS_OUT);
        Sender sender = kernel.openMailslot(NEWS, HASTY);

        assertThat(refused(ErrorCode.NOT_ENOUGH_QUOTA, () -> sender.write(LARGE)))
                .hasMessageContainingAll(NEWS_OUT, "who receives it on this machine has it");
        assertThat(here.info().messageCount()).isEqualTo(1);
        assertThat(sender.tryWrite(LARGE, 0, LARGE.length)).isFalse();
        ByteBuffer buffer = ByteBuffer.wrap(LARGE);
        assertThat(sender.tryWrite(buffer)).isFalse();
        assertThat(buffer.remaining()).as("not consumed").isEqualTo(LARGE.length);

        assertThat(here.info().messageCount()).isEqualTo(3);
        assertThat(inOutbox(home)).isEqualTo(before);
        deleteAll(home, kernel);
    }

    @Test
    void shouldReachOtherMachinesThoughTheMailslotHereIsFull(TestHome home, Kernel kernel) {
        outbox(kernel, NEWS_OUT).close();
        Receiver here = kernel.createMailslot(NEWS, SMALL);
        long before = fill(kernel, "news");
        Sender sender = kernel.openMailslot(NEWS, HASTY);

        assertThat(refused(ErrorCode.NOT_ENOUGH_QUOTA, () -> sender.write(LARGE)))
                .hasMessageContainingAll("'news'", "under way to the other machines");
        assertThat(sender.tryWrite(ByteBuffer.wrap(LARGE))).isFalse();

        assertThat(here.info().messageCount()).isEqualTo(before);
        assertThat(inOutbox(home)).isEqualTo(2);
        deleteAll(home, kernel);
    }

    /** Who has waited for the one does not wait for the other all over again. */
    @Test
    void shouldWaitForBothWithinOneTimeout(TestHome home, Kernel kernel) throws Exception {
        Duration timeout = Duration.ofSeconds(3);
        outbox(kernel, NEWS_OUT, SMALL).close();
        kernel.createMailslot(NEWS, SMALL);
        fill(kernel, NEWS_OUT);
        fill(kernel, "news");
        Sender sender = kernel.openMailslot(NEWS, OpenOptions.defaults().withWriteTimeout(timeout));
        long begin = System.nanoTime();
        NetTime start = NetTime.start();
        Asleep<Void> writing = Asleep.in(() -> {
            sender.write(LARGE);
            return null;
        });
        while (System.nanoTime() - begin < timeout.dividedBy(2).toNanos()) {
            writing.goesOn();
        }

        kernel.deleteMailslot(NEWS_OUT); // from now on there is one to wait for

        writing.failsWith(ErrorCode.NOT_ENOUGH_QUOTA);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(timeout);
        assertThat(start.took()).isLessThan(timeout.plusSeconds(1));
        deleteAll(home, kernel);
    }

    @ParameterizedTest(name = "{0} bytes here, {1} out")
    @CsvSource({"10, 1000", "1000, 10"})
    void shouldSendNowhereWhatOneOfThemCannotTake(int mostHere, int mostOut, TestHome home, Kernel kernel) {
        Receiver here = kernel.createMailslot(NEWS, SMALL.withMaxMessageSize(mostHere));
        outbox(kernel, NEWS_OUT, SMALL.withMaxMessageSize(mostOut)).close();
        Sender sender = kernel.openMailslot(NEWS);
        byte[] large = new byte[11];

        refused(ErrorCode.INVALID_PARAMETER, () -> sender.write(large));
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.tryWrite(large, 0, large.length));
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.write(ByteBuffer.wrap(large)));
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.tryWrite(ByteBuffer.wrap(large)));
        MessageBatch batch = new MessageBatch().add(new byte[1]).add(large);
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.write(batch));
        refused(ErrorCode.INVALID_PARAMETER, () -> sender.write(large.length, buffer -> {}));

        assertThat(here.info().messageCount()).isZero();
        assertThat(inOutbox(home)).isZero();
        sender.write(new byte[10]);
        assertThat(here.info().messageCount()).isOne();
        assertThat(inOutbox(home)).isOne();
        deleteAll(home, kernel);
    }

    @Test
    void shouldGoOnHereWhenTheOutboxIsDeletedWhileAWriteWaitsForItsRoom(TestHome home, Kernel kernel) throws Exception {
        outbox(kernel, NEWS_OUT, SMALL).close();
        Receiver here = kernel.createMailslot(NEWS);
        Sender sender = kernel.openMailslot(NEWS, OpenOptions.defaults().withWriteTimeout(Deadline.PATIENCE));
        fill(kernel, NEWS_OUT);
        Asleep<Void> writing = Asleep.in(() -> {
            sender.write(LARGE);
            return null;
        });

        kernel.deleteMailslot(NEWS_OUT);

        writing.result();
        assertThat(here.info().messageCount()).isOne();
        deleteAll(home, kernel);
    }

    @Test
    void shouldWaitUntilBothHaveAll(TestHome home, Kernel kernel) throws Exception {
        Receiver out = outbox(kernel, NEWS_OUT);
        Receiver here = kernel.createMailslot(NEWS);
        Sender sender = kernel.openMailslot(NEWS);
        sender.awaitTaken(Duration.ZERO);
        sender.write("news");
        here.read();
        assertThat(refused(ErrorCode.SEM_TIMEOUT, () -> sender.awaitTaken(Duration.ofMillis(20))))
                .hasMessageContaining(NEWS_OUT);
        Asleep<Void> waiting = Asleep.in(() -> {
            sender.awaitTaken(Deadline.PATIENCE);
            return null;
        });

        out.read();

        waiting.result();
        out.close();
        deleteAll(home, kernel);
    }
}
