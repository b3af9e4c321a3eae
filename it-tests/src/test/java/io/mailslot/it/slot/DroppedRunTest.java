package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of small messages that are dropped, and their room used again, while receivers are in the middle of them. */
@HomeTest
class DroppedRunTest {
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final String BOUND = "\\\\.\\mailslot\\news";
    private static final MailslotOptions DROPPING =
            MailslotOptions.defaults().withCapacity(1 << 20).withWhenFull(WhenFull.DROP_OLDEST);

    /** More than it holds. */
    private static final int MANY = 25_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random = new Random(7);
    private int sent;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldCountWhatIsMissedInTheMiddleOfARun(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot(NEWS, DROPPING);
        Sender sender = kernel.openMailslot(BOUND);
        Heard heard = new Heard();

        for (int round = 0; round < 20; round++) {
            send(sender, MANY / 5 * random.nextInt(8));
            receiver.drain(random.nextInt(300), heard::hear);
            MailslotInfo info = receiver.info();
            assertThat(heard.count + info.missedMessages() + info.messageCount())
                    .isEqualTo(sent);
        }
        send(sender, MANY);
        receiver.drain(Integer.MAX_VALUE, heard::hear);

        assertThat(receiver.info().missedMessages()).isPositive();
        assertThat(heard.count + receiver.info().missedMessages()).isEqualTo(sent);
        assertThat(heard.last).containsEntry(1, sent - 1);
    }

    @Test
    void shouldLeaveAloneWhoKeepsUp(TestHome home) {
        Kernel kernel = home.attach();
        Receiver quick = kernel.createMailslot(NEWS, DROPPING);
        Receiver slow = kernel.createMailslot(NEWS, DROPPING);
        Receiver idle = kernel.createMailslot(NEWS, DROPPING);
        Sender sender = kernel.openMailslot(BOUND);
        Heard byQuick = new Heard();
        Heard bySlow = new Heard();

        for (int i = 0; i < 1_000; i++) {
            send(sender, MANY / 250);
            quick.drain(Integer.MAX_VALUE, byQuick::hear);
            slow.drain(10, bySlow::hear);
        }

        assertThat(byQuick.count).isEqualTo(sent);
        assertThat(quick.info().missedMessages()).isZero();
        slow.drain(Integer.MAX_VALUE, bySlow::hear);
        assertThat(bySlow.count + slow.info().missedMessages()).isEqualTo(sent);
        assertThat(slow.info().missedMessages()).isPositive();
        MailslotInfo unread = idle.info();
        assertThat(unread.messageCount() + unread.missedMessages()).isEqualTo(sent);
        Heard byIdle = new Heard();
        idle.drain(Integer.MAX_VALUE, byIdle::hear);
        assertThat(byIdle.count).isEqualTo(unread.messageCount());
    }

    /** Writers of several JVMs, one of which is killed, and receivers that read as fast as they can, each in its own way. */
    @Test
    void shouldMissNothingUntoldWhileOthersWrite(Jvms jvms, Kernel kernel) {
        List<Reader> readers = Stream.of(How.values())
                .map(how -> new Reader(kernel.createMailslot(NEWS, DROPPING), how))
                .toList();
        List<Child> writers = Stream.of(1, 2, 3)
                .map(number -> jvms.start(c -> NumberedMessage.send(c.kernel().openMailslot(BOUND), number, 20 * MANY)))
                .toList();
        Reader late = readers.get(readers.size() - 1);
        readers.subList(0, readers.size() - 1)
                .forEach(reader -> reader.work = CompletableFuture.runAsync(reader, threads));
        Deadline.await("something is missed by the one that begins late")
                .until(() -> late.receiver.info().missedMessages() > 0);
        late.work = CompletableFuture.runAsync(late, threads);

        writers.get(2).kill();
        jvms.all(writers.get(0), writers.get(1));
        readers.forEach(reader -> reader.ends = true);
        readers.forEach(reader -> reader.work.join());

        for (Reader reader : readers) {
            long missed = reader.receiver.info().missedMessages();
            System.out.printf(Locale.ROOT, "FIGURE %s: %d heard, %d missed%n", reader.how, reader.heard.count, missed);
            assertThat(reader.heard.count + missed)
                    .as("%s", reader.how)
                    .isEqualTo(readers.get(0).heard.count
                            + readers.get(0).receiver.info().missedMessages())
                    .isBetween(40L * MANY, 60L * MANY);
        }
    }

    /** Now and then a batch of one, which has a document of its own, so that runs end early, each elsewhere. */
    private void send(Sender sender, int count) {
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < count; i++, sent++) {
            byte[] message = new NumberedMessage(1, sent).toBytes();
            if (random.nextInt(100) == 0) {
                sender.write(batch.add(message));
                batch.clear();
            } else {
                sender.write(message);
            }
        }
    }

    private enum How {
        DRAIN,
        POLL,
        PEEK
    }

    private static final class Reader implements Runnable {
        final Receiver receiver;
        final How how;
        final Heard heard = new Heard();
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 10);
        CompletableFuture<Void> work;
        volatile boolean ends;

        Reader(Receiver receiver, How how) {
            this.receiver = receiver;
            this.how = how;
        }

        @Override
        public void run() {
            boolean last;
            do {
                last = ends;
                while (readSome()) {
                    Thread.onSpinWait();
                }
            } while (!last);
        }

        private boolean readSome() {
            return switch (how) {
                case DRAIN -> receiver.drain(256, heard::hear) > 0;
                case POLL -> {
                    boolean found = receiver.poll(buffer.clear());
                    if (found) {
                        heard.hear(buffer.flip());
                    }
                    yield found;
                }
                case PEEK -> {
                    receiver.peek().ifPresent(NumberedMessage::parse);
                    byte[] message = receiver.poll().orElse(null);
                    if (message != null) {
                        heard.hear(ByteBuffer.wrap(message));
                    }
                    yield message != null;
                }
            };
        }
    }

    /** What a receiver has got: whole, and in the order of each sender. */
    private static final class Heard {
        final Map<Integer, Integer> last = new HashMap<>();
        long count;

        void hear(ByteBuffer message) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            NumberedMessage heard = NumberedMessage.parse(bytes);
            Integer before = last.put(heard.sender(), heard.sequence());
            assertThat(before == null ? -1 : before).isLessThan(heard.sequence());
            count++;
        }
    }
}
