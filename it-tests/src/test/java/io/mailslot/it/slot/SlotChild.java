package io.mailslot.it.slot;

import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.testkit.ChildContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What children of tests do with numbered messages. What they remember is that of their JVM. */
final class SlotChild {
    static final String BROADCAST = "\\\\*\\mailslot\\";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static int last;
    private static int sent;

    private SlotChild() {}

    /** The handle of a receiver of its own, of the broadcast mailslot of that name. */
    static int join(ChildContext c, String name) {
        return c.kernel().createMailslot(BROADCAST + name).handle();
    }

    /** The handle of the receiver of a new mailslot of that capacity. */
    static int create(ChildContext c, String name, long capacity) {
        return c.kernel()
                .createMailslot(name, MailslotOptions.defaults().withCapacity(capacity))
                .handle();
    }

    /** How many messages were sent until one was refused, and with which code. */
    static long[] fill(Sender sender, int size) {
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        for (long count = 0; ; count++) {
            Numbered.fill(message.clear(), 0, sent + 1);
            try {
                sender.write(message);
                sent++;
            } catch (MailslotException refused) {
                return new long[] {count, refused.errorCode().value()};
            }
        }
    }

    /** Whether there is room for a message at once. */
    static boolean tryOne(Sender sender, int size) {
        ByteBuffer message = ByteBuffer.allocate(size);
        Numbered.fill(message, 0, sent + 1);
        boolean done = sender.tryWrite(message.array(), 0, size);
        sent += done ? 1 : 0;
        return done;
    }

    /** Takes so many; the number of the last one, and when the first one was taken. */
    static long[] take(Receiver receiver, int count) {
        long first = 0;
        for (int i = 0; i < count; i++) {
            Optional<byte[]> message = receiver.read(PATIENCE);
            first = first == 0 ? System.nanoTime() : first;
            check(ByteBuffer.wrap(message.orElseThrow(() -> new AssertionError("no message in time"))));
        }
        return new long[] {last, first};
    }

    /** How many there were, and how many this receiver has missed so far. */
    static long[] drain(Receiver receiver) {
        long taken = 0;
        int some = receiver.drain(1_000, SlotChild::check);
        while (some > 0) {
            taken += some;
            some = receiver.drain(1_000, SlotChild::check);
        }
        return new long[] {taken, receiver.info().missedMessages()};
    }

    private static void check(ByteBuffer message) {
        Numbered.requireWhole(message, "message of a child");
        int number = Numbered.number(message);
        if (number <= last) {
            throw new AssertionError("number " + number + " comes after " + last);
        }
        last = number;
    }

    /** Sends messages in batches of one, which have a document each, where single ones would share some. */
    static void documents(Sender sender, int count) {
        ByteBuffer message = ByteBuffer.allocate(64);
        MessageBatch batch = new MessageBatch();
        for (int i = 1; i <= count; i++) {
            Numbered.fill(message.clear(), 0, i);
            sender.write(batch.add(message));
            batch.clear();
        }
    }

    static void send(Sender sender, int count) {
        ByteBuffer message = ByteBuffer.allocate(64);
        for (int i = 1; i <= count; i++) {
            Numbered.fill(message.clear(), 0, i);
            sender.write(message);
        }
    }
}
