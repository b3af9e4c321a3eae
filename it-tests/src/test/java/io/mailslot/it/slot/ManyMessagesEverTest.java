package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A mailslot that has had four billion messages: what it tells of them is right across that edge, too. */
@HomeTest
class ManyMessagesEverTest {
    private static final String NAME = "\\\\*\\mailslot\\old";
    private static final long BEFORE_THE_EDGE = (1L << Integer.SIZE) - 1_000;
    private static final int SIZE = 1_000;

    @Test
    void shouldCountWhatIsDroppedAndReadAcrossTheEdge(TestHome home) throws IOException {
        MailslotOptions dropping = MailslotOptions.defaults()
                .withCapacity(MailslotOptions.MIN_CAPACITY)
                .withWhenFull(WhenFull.DROP_OLDEST);
        try (Kernel kernel = home.attach();
                Receiver first = kernel.createMailslot(NAME, dropping)) {
            assertThat(first.poll()).isEmpty();
            age(home.path());
            try (Receiver joined = kernel.createMailslot(NAME, dropping);
                    Sender sender = kernel.openMailslot("old")) {
                int sent = 0;
                for (; sent < 5_000; sent++) {
                    sender.write(ByteBuffer.allocate(SIZE).putInt(0, sent).array());
                }
                int read = 0;
                for (; joined.poll().isPresent(); read++) {
                    assertThat(read
                                    + joined.info().missedMessages()
                                    + joined.info().messageCount())
                            .as("after %d messages", read)
                            .isEqualTo(sent - 1L);
                }
                assertThat(joined.info().missedMessages()).isPositive().isEqualTo(sent - (long) read);
            }
        }
    }

    @Test
    void shouldNumberMessagesAcrossTheEdge(TestHome home) throws IOException {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("old", MailslotOptions.defaults());
        age(home.path());
        Sender sender = kernel.openMailslot("old");
        for (int sent = 0; sent < 2_000; sent++) {
            sender.write(ByteBuffer.allocate(SIZE).putInt(0, sent).array());
        }

        assertShows(receiver, 0, BEFORE_THE_EDGE);
        receiver.advance(BEFORE_THE_EDGE + 995);
        assertShows(receiver, BEFORE_THE_EDGE + 1_500, BEFORE_THE_EDGE + 1_500);
        assertShows(receiver, 0, BEFORE_THE_EDGE + 995); // before the edge, from behind it
        receiver.advance(BEFORE_THE_EDGE + 1_005);
        assertShows(receiver, BEFORE_THE_EDGE, BEFORE_THE_EDGE + 1_005);
        receiver.advance(BEFORE_THE_EDGE + 2_000);
        assertThat(receiver.info().messageCount()).isZero();
        assertThatThrownBy(() -> receiver.advance(BEFORE_THE_EDGE + 2_001))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private static void assertShows(Receiver receiver, long from, long first) {
        List<Long> numbers = new ArrayList<>();
        long next = receiver.look(from, 10_000, (number, message) -> {
            assertThat(message.getInt()).isEqualTo((int) (number - BEFORE_THE_EDGE));
            return numbers.add(number);
        });
        assertThat(next).isEqualTo(BEFORE_THE_EDGE + 2_000);
        assertThat(numbers).isEqualTo(LongStream.range(first, next).boxed().toList());
    }

    /** As if so many messages had gone through it. */
    private static void age(Path home) throws IOException {
        Path page;
        try (Stream<Path> tree = LiveTree.walk(home.resolve("mailslots"))) {
            page = tree.filter(path -> path.endsWith("control.dat")).findFirst().orElseThrow();
        }
        ByteBuffer word =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, BEFORE_THE_EDGE);
        int firstSegment = LogControlPage.SEGMENTS_OFFSET + LogControlPage.SEGMENT_LENGTH;
        try (RandomAccessFile file = new RandomAccessFile(page.toFile(), "rw")) {
            file.seek(LogControlPage.STATES_OFFSET + LogControlPage.STATE_MESSAGES);
            file.write(word.array());
            file.seek(firstSegment + LogControlPage.SEGMENT_MESSAGES);
            file.write(word.array());
        }
    }
}
