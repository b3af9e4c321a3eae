package io.mailslot.it.look;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages are shown with their numbers, stay unread, and are taken by a number. */
@HomeTest
class LookTest {
    private static final String NAME = "looked at";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);

    private Kernel kernel;
    private Receiver receiver;
    private Sender sender;

    @BeforeEach
    void open(TestHome home) {
        kernel = home.attach();
        receiver = kernel.createMailslot(NAME, SMALL);
        sender = kernel.openMailslot(NAME, OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(10)));
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        kernel = null;
        receiver = null;
        sender = null;
    }

    private void write(String... texts) {
        for (String text : texts) {
            sender.write(text.getBytes(UTF_8));
        }
    }

    private void writeBatch(String... texts) {
        MessageBatch batch = new MessageBatch();
        for (String text : texts) {
            batch.add(text.getBytes(UTF_8));
        }
        sender.write(batch);
    }

    private String poll() {
        return receiver.poll().map(message -> new String(message, UTF_8)).orElse(null);
    }

    @Test
    void shouldShowMessagesOfEachKindAndLeaveThemUnread() {
        List<String> texts = List.of("small", "", "b0", "b1".repeat(300), "b2", "large".repeat(20_000), "last");
        write("small", "");
        writeBatch("b0", "b1".repeat(300), "b2");
        write("large".repeat(20_000), "last");

        for (int round = 0; round < 2; round++) {
            Seen seen = new Seen();
            assertThat(receiver.look(0, 100, seen)).isEqualTo(7);
            assertThat(seen.numbers).isEqualTo(Seen.numbers(0, 7));
            assertThat(seen.texts).isEqualTo(texts);
        }
        assertThat(Seen.of(receiver, 7).numbers).isEmpty();
        assertThat(Seen.of(receiver, 3).texts).isEqualTo(texts.subList(3, 7));
        assertThat(receiver.info().messageCount()).isEqualTo(7);
        assertThat(poll()).isEqualTo("small");
    }

    @Test
    void shouldGoOnFromWhereItEnded() {
        writeBatch("0", "1", "2", "3", "4", "5", "6");
        write("7", "8");
        Seen seen = new Seen();

        long next = 0;
        for (int most = 1; next < 9; most++) {
            next = receiver.look(next, most, seen);
        }

        assertThat(seen.numbers).isEqualTo(Seen.numbers(0, 9));
        assertThat(receiver.look(next, 5, seen)).isEqualTo(9);
        assertThat(receiver.look(700, 5, seen)).isEqualTo(700);
        assertThat(receiver.look(0, 0, seen)).isZero();
        write("9");
        assertThat(receiver.look(next, 5, seen)).isEqualTo(10);
        assertThat(seen.texts).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void shouldTakeAllBeforeANumberAndNothingElse() {
        writeBatch("0", "1", "2", "3", "4");
        write("5", "6", "7");

        receiver.advance(receiver.look(0, 3, (number, message) -> true));
        assertThat(receiver.info().messageCount()).isEqualTo(5);
        receiver.advance(3);
        receiver.advance(0);
        assertThat(Seen.of(receiver, 0).numbers).isEqualTo(Seen.numbers(3, 8));
        receiver.advance(6); // not the place where somebody looked last
        assertThat(Seen.of(receiver, 0).texts).containsExactly("6", "7");
        receiver.advance(8);
        assertThat(receiver.info().messageCount()).isZero();
        assertThat(poll()).isNull();
        receiver.advance(8);
        write("8");
        assertThat(Seen.of(receiver, 0).numbers).containsExactly(8L);
    }

    @Test
    void shouldTellOfAMessageThatCannotBeReadAndPassOverItOnRequest(TestHome home) throws IOException {
        write("0", "damaged".repeat(100));
        writeBatch("2"); // which has a document of its own
        writeBatch("3", "damaged".repeat(100), "5");
        loseContents(home.path());

        assertThat(Seen.of(receiver, 0).texts).containsExactly("0");
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> Seen.of(receiver, 1)).hasMessageContaining("it has the number 1");
        }
        receiver.advance(2);
        assertThat(receiver.look(2, 9, new Seen())).isEqualTo(3);
        assertThatThrownBy(() -> Seen.of(receiver, 3)).hasMessageContaining("it has the number 3");
        write("6");
        receiver.advance(4); // what else is in the batch cannot be told from it

        Seen last = Seen.of(receiver, 0);
        assertThat(last.numbers).containsExactly(6L);
        assertThat(last.texts).containsExactly("6");
        assertThat(poll()).isEqualTo("6");
    }

    @Test
    void shouldPassOverARunThatCannotBeReadOnRequest(TestHome home) throws IOException {
        write("0", "1", "2", "3", "4"); // the last three in a run
        loseContents(home.path());
        writeBatch("5");

        assertThat(Seen.of(receiver, 0).texts).containsExactly("0", "1");
        assertThatThrownBy(() -> Seen.of(receiver, 2))
                .hasMessageContaining("run of messages")
                .hasMessageContaining("it has the number 2");
        receiver.advance(3); // what else is in the run cannot be told from it

        Seen last = Seen.of(receiver, 0);
        assertThat(last.numbers).containsExactly(5L);
        assertThat(last.texts).containsExactly("5");
        assertThat(poll()).isEqualTo("5");
        assertThat(receiver.info().messageCount()).isZero();
    }

    /** What lies in the arena does not any more. */
    private static void loseContents(Path home) throws IOException {
        try (Stream<Path> tree = LiveTree.walk(home.resolve("mailslots"))) {
            Path arena =
                    tree.filter(path -> path.endsWith("arena.dat")).findFirst().orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(arena.toFile(), "rw")) {
                file.write(new byte[2_048]);
            }
        }
    }

    @Test
    void shouldRefuseToTakeWhatIsNotWrittenYet() {
        receiver.advance(0);
        assertRefused(() -> receiver.advance(1), "before number 1", "has had 0 so far");
        write("0", "1");
        assertRefused(() -> receiver.advance(3), "before number 3", "has had 2 so far");
        assertRefused(() -> receiver.advance(Long.MAX_VALUE), "has had 2 so far");
        assertThat(receiver.info().messageCount()).isEqualTo(2);
        receiver.advance(2);
        assertRefused(() -> receiver.advance(3), "has had 2 so far");
    }

    @Test
    void shouldRefuseNumbersThatCannotBe() {
        assertRefused(() -> receiver.look(-1, 1, new Seen()), "-1");
        assertRefused(() -> receiver.look(0, -1, new Seen()), "-1");
        assertRefused(() -> receiver.advance(-1), "-1");
        assertRefused(() -> receiver.setSignaledFrom(-1), "-1");
    }

    private static void assertRefused(Runnable call, String... words) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(call::run)
                .withMessageContainingAll(words)
                .satisfies(e -> assertThat(e.errorCode().value()).isEqualTo(87));
    }

    @Test
    void shouldNeedTheRightToReadAndAnOpenHandle() {
        int other = kernel.duplicate(
                receiver.handle(), DuplicateOptions.defaults().withAccess(EnumSet.of(AccessRight.SYNCHRONIZE)));
        Receiver blind = kernel.receiver(other);

        assertThatThrownBy(() -> blind.look(0, 1, new Seen())).isInstanceOf(InsufficientRightsException.class);
        assertThatThrownBy(() -> blind.advance(0)).isInstanceOf(InsufficientRightsException.class);
        blind.close();
        assertThatThrownBy(() -> blind.look(0, 1, new Seen())).isInstanceOf(InvalidHandleException.class);
        assertThatThrownBy(() -> blind.advance(0)).isInstanceOf(InvalidHandleException.class);
        assertThatThrownBy(() -> blind.setSignaledFrom(0)).isInstanceOf(InvalidHandleException.class);
    }

    @Test
    void shouldEndAtTheMessageThatIsNotDealtWith() {
        writeBatch("0", "1", "2", "3");

        long next = receiver.look(0, 9, (number, message) -> number < 2);
        receiver.advance(next);

        assertThat(next).isEqualTo(2);
        assertThat(Seen.of(receiver, 0).texts).containsExactly("2", "3");
    }

    @Test
    void shouldLeaveAllUnreadWhenAViewerThrows() {
        writeBatch("0", "1", "2");
        Error mine = new StackOverflowError("mine");

        assertThatThrownBy(() -> receiver.look(0, 9, (number, message) -> {
                    if (number == 1) {
                        throw mine;
                    }
                    return true;
                }))
                .isSameAs(mine);

        assertThat(Seen.of(receiver, 0).texts).containsExactly("0", "1", "2");
    }

    @Test
    void shouldLetAViewerCallBack() {
        writeBatch("0", "1", "2", "3");
        write("4");
        List<String> seen = new ArrayList<>();

        long next = receiver.look(0, 9, (number, message) -> {
            seen.add(UTF_8.decode(message).toString());
            if (number == 1) {
                receiver.advance(2);
                assertThat(poll())
                        .as("the next one is taken before it is shown")
                        .isEqualTo("2");
                write("5");
                assertThat(Seen.of(receiver, 0).texts).containsExactly("3", "4", "5");
            }
            return true;
        });

        assertThat(seen).containsExactly("0", "1", "3", "4", "5");
        assertThat(next).isEqualTo(6);
    }

    @Test
    void shouldLetAViewerCloseItsReceiver() {
        write("0", "1");
        List<Long> seen = new ArrayList<>();

        long next = receiver.look(0, 9, (number, message) -> {
            receiver.close();
            return seen.add(number);
        });

        assertThat(next).isOne();
        assertThat(seen).containsExactly(0L);
    }

    @Test
    void shouldGiveRoomBackThroughManySegments() {
        int[] written = new int[1];
        byte[] large = new byte[60_000];
        long next = 0;
        for (int round = 0; round < 400; round++) {
            for (int i = 0; i < 60; i++) {
                sender.write(4, place -> place.putInt(written[0]));
                written[0]++;
            }
            sender.write(large);
            written[0]++;
            next = receiver.look(next, 61, (number, message) -> {
                assertThat(message.remaining() > 4 || message.getInt() == number)
                        .isTrue();
                return true;
            });
            assertThat(next).isEqualTo(written[0]);
            receiver.advance(round % 3 == 2 ? next : next - 31);
        }
        receiver.advance(next);
        assertThat(receiver.info().messageCount()).isZero();
    }

    @Test
    void shouldWakeASenderThatWaitsForRoom() throws Exception {
        long next = 0;
        while (sender.tryWrite(new byte[50_000], 0, 50_000)) {
            next = receiver.look(next, 1, (number, message) -> true);
        }
        FutureTask<Void> waiting = new FutureTask<>(() -> sender.write(new byte[50_000]), null);
        Thread thread = new Thread(waiting, "waits for room");
        thread.start();
        Deadline.await("a sender waits for room").until(() -> Idle.is(thread));

        receiver.advance(next);

        waiting.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Seen.of(receiver, 0).numbers).containsExactly(next);
    }

    @Test
    void shouldSkipWhatOthersTakeAndTakeNothingTwice(Jvms jvms) {
        Child other = jvms.start();
        int shared = duplicateInto(other);
        writeBatch("0", "1", "2", "3", "4", "5");

        assertThat(look(other, shared, 0, 2).numbers()).containsExactly(0L, 1L);
        assertThat(Seen.of(receiver, 0).numbers).isEqualTo(Seen.numbers(0, 6));
        String read = other.call(c -> c.kernel().receiver(shared).readText());
        assertThat(read).isEqualTo("0");
        assertThat(Seen.of(receiver, 0).numbers).isEqualTo(Seen.numbers(1, 6));
        receiver.advance(4);
        other.run(c -> c.kernel().receiver(shared).advance(2));
        assertThat(look(other, shared, 0, 1).numbers()).containsExactly(4L);
        assertThat(look(other, shared, 2, 1).next()).isEqualTo(5);
        other.run(c -> c.kernel().receiver(shared).advance(6));
        receiver.advance(5);
        assertThat(receiver.info().messageCount()).isZero();
        assertThat(refusal(other, c -> c.kernel().receiver(shared).advance(7))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }

    private int duplicateInto(Child other) {
        Receiver own = receiver;
        return other.call(c -> own.handle());
    }

    private static Shown look(Child other, int handle, long from, int most) {
        return other.call(c -> Shown.of(c.kernel().receiver(handle), from, most));
    }

    /** Both look and advance as they like; whatever is written is seen by one of them at least, and then nothing is left. */
    @Test
    void shouldShowEachMessageToSomebodyWhenTwoAdvance(Jvms jvms) {
        Child other = jvms.start();
        int shared = duplicateInto(other);
        int messages = 6_000;
        boolean[] seen = new boolean[messages];
        Child writer = jvms.start();
        int sending = writer.call(c -> c.kernel().openMailslot(NAME).handle());
        writer.begin(c -> NumberedMessage.send(c.kernel().sender(sending), 1, messages));

        long next = 0;
        long others = 0;
        while (next < messages && others < messages) {
            long from = others;
            CompletableFuture<Shown> shown =
                    other.submit(c -> Shown.of(c.kernel().receiver(shared), from, 40));
            next = receiver.look(next, 30, (number, message) -> mark(seen, number, message));
            receiver.advance(next);
            shown.join().numbers().forEach(number -> seen[number.intValue()] = true);
            long to = shown.join().next();
            other.run(c -> c.kernel().receiver(shared).advance(to));
            others = to;
        }

        jvms.all(writer);
        assertThat(seen).doesNotContain(false);
        assertThat(receiver.info().messageCount()).isZero();
    }

    private static boolean mark(boolean[] seen, long number, ByteBuffer message) {
        assertThat(message.hasRemaining()).isTrue();
        seen[(int) number] = true;
        return true;
    }
}
