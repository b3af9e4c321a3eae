package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To send and to receive leaves nothing on the heap, whatever is counted: rolls and wraps too. */
@HomeTest
class GarbageTest {
    private static final int WARM_UP = 40_000;
    private static final int MESSAGES = 200_000;
    private static final int BATCH = 50;

    private final ByteBuffer message = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer received = ByteBuffer.allocateDirect(4096);
    private final MessageBatch batch = new MessageBatch();
    private final Consumer<ByteBuffer> handler = this::add;
    private final Consumer<ByteBuffer> filler = this::fill;
    private final Receiver.Viewer viewer = this::view;
    private Receiver receiver;
    private Sender sender;
    private long sum;
    private long looked;
    private long filled;

    @BeforeEach
    void open(TestHome home) {
        Kernel kernel = home.attach();
        receiver = kernel.createMailslot("clean", MailslotOptions.defaults());
        sender = kernel.openMailslot("clean");
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        receiver = null;
        sender = null;
    }

    @Test
    void shouldLeaveNothingBehindForSmallMessages(TestHome home) {
        measure("64 B", 1, () -> pass(64));
    }

    /** Each write asks what has the name. */
    @Test
    void shouldLeaveNothingBehindForBroadcasts(TestHome home) {
        Kernel kernel = home.attach();
        receiver = kernel.createMailslot("\\\\*\\mailslot\\clean-for-all", MailslotOptions.defaults());
        sender = kernel.openMailslot("\\\\*\\mailslot\\clean-for-all");
        byte[] bytes = new byte[64];

        measure("64 B by a name", 2, () -> {
            pass(64);
            sender.write(bytes);
            if (!receiver.poll(received.clear())) {
                throw new AssertionError("an array did not arrive");
            }
        });
    }

    @Test
    void shouldLeaveNothingBehindForLargerMessages(TestHome home) {
        measure("4 KiB", 1, () -> pass(4096));
    }

    @Test
    void shouldLeaveNothingBehindForBatchesAndDrains(TestHome home) {
        measure("batches", BATCH, () -> {
            batch.clear();
            for (int i = 0; i < BATCH; i++) {
                batch.add(message.clear().limit(64));
            }
            sender.write(batch);
            if (receiver.drain(BATCH, handler) != BATCH) {
                throw new AssertionError("a batch did not arrive");
            }
        });
    }

    @Test
    void shouldLeaveNothingBehindForLooksAndAdvances(TestHome home) {
        measure("looks at batches", BATCH, () -> {
            batch.clear();
            for (int i = 0; i < BATCH; i++) {
                batch.add(message.clear().limit(64));
            }
            sender.write(batch);
            lookAndAdvance(BATCH);
        });
        measure("looks at single messages", 1, () -> {
            sender.write(message.clear().limit(64));
            lookAndAdvance(1);
        });
    }

    /** Of sizes that change from message to message, so that each has a buffer of its size. */
    @Test
    void shouldLeaveNothingBehindForFillersAndHandlers(TestHome home) {
        measure("filled messages of 8 to 407 B", BATCH, () -> {
            for (int i = 0; i < BATCH; i++) {
                sender.write(8 + 8 * i + (int) (filled++ & 7), filler);
            }
            if (receiver.drain(BATCH, handler) != BATCH) {
                throw new AssertionError("not all was handed out");
            }
        });
    }

    private void fill(ByteBuffer place) {
        place.putLong(0, filled);
    }

    private void lookAndAdvance(int messages) {
        long next = receiver.look(looked, messages, viewer);
        if (next != looked + messages) {
            throw new AssertionError("not all was shown");
        }
        looked = next;
        receiver.advance(next);
    }

    private boolean view(long number, ByteBuffer each) {
        add(each);
        return number >= looked;
    }

    private void add(ByteBuffer each) {
        sum += each.getLong(each.position());
    }

    private void pass(int bytes) {
        sender.write(message.clear().limit(bytes));
        received.clear();
        if (!receiver.poll(received) || received.position() != bytes) {
            throw new AssertionError("a message of " + bytes + " bytes did not arrive");
        }
    }

    private static void measure(String what, int messagesAStep, Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        for (int i = 0; i < WARM_UP; i += messagesAStep) {
            step.run();
        }
        double each = bytesEach(threads, self, messagesAStep, step);
        long start = System.nanoTime();
        while (each >= 1 && System.nanoTime() - start < Deadline.PATIENCE.toNanos()) {
            each = bytesEach(threads, self, messagesAStep, step); // the compiler may come late on a busy machine
        }
        System.out.printf(Locale.ROOT, "FIGURE garbage of %s: %.4f B a message%n", what, each);
        assertThat(each).as("bytes on the heap for each message of %s", what).isLessThan(1);
    }

    private static double bytesEach(ThreadMXBean threads, long self, int messagesAStep, Runnable step) {
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < MESSAGES; i += messagesAStep) {
            step.run();
        }
        return (threads.getThreadAllocatedBytes(self) - before) / (double) MESSAGES;
    }
}
