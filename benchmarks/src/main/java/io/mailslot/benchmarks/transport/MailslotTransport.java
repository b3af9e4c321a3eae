package io.mailslot.benchmarks.transport;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitStrategy;
import java.nio.ByteBuffer;

/** Messages through a mailslot, or through a broadcast mailslot of which every receiver gets all of them. */
final class MailslotTransport {
    /** From here on a copy costs more than a call: such messages are copied once, each with a call of its own. */
    private static final int LARGE_BYTES = 512;

    private static Kernel kernel;

    private MailslotTransport() {}

    /** A receiver that waits in a read. */
    static Inbox reading(Port port, WaitStrategy strategy) {
        return reading(create(port, strategy), port.size());
    }

    /** The same, of a receiver that is there. */
    static Inbox reading(Receiver receiver, int size) {
        ByteBuffer copy = ByteBuffer.allocateDirect(size);
        return (most, arrived) -> {
            int length = receiver.read(copy.clear());
            arrived.message(copy, 0, length);
            pollMore(receiver, copy, most - 1, arrived);
        };
    }

    /** A receiver that asks again and again. */
    static Inbox polling(Port port) {
        Receiver receiver = create(port, WaitStrategy.ADAPTIVE);
        ByteBuffer copy = ByteBuffer.allocateDirect(port.size());
        return (most, arrived) -> {
            while (pollMore(receiver, copy, most, arrived) == 0) {
                port.idle().idle();
            }
        };
    }

    /** Every receiver ends with the payload in memory of its own. */
    private static int pollMore(Receiver receiver, ByteBuffer copy, int most, Arrival arrived) {
        if (most > 1 && copy.capacity() < LARGE_BYTES) {
            return receiver.drain(most, message -> {
                int length = message.remaining();
                copy.put(0, message, message.position(), length);
                arrived.message(copy, 0, length);
            });
        }
        int taken = 0;
        while (taken < most && receiver.poll(copy.clear())) {
            arrived.message(copy, 0, copy.position());
            taken++;
        }
        return taken;
    }

    static Outbox outbox(Port port, WaitStrategy strategy) {
        return outbox(open(kernel(port, strategy), name(port)));
    }

    /** The same, of a sender that is there. */
    static Outbox outbox(Sender sender) {
        return new Outbox() {
            private final MessageBatch batch = new MessageBatch();

            @Override
            public void send(ByteBuffer message) {
                sender.write(message.clear());
            }

            @Override
            public void add(ByteBuffer message) {
                batch.add(message.clear());
            }

            @Override
            public void flush() {
                sender.write(batch);
                batch.clear();
            }
        };
    }

    private static Receiver create(Port port, WaitStrategy strategy) {
        return kernel(port, strategy).createMailslot(name(port));
    }

    /** The receiver may be about to create it. */
    private static Sender open(Kernel kernel, String name) {
        Sender[] sender = new Sender[1];
        Pauses.until("the mailslot " + name, () -> {
            try {
                sender[0] = kernel.openMailslot(name);
                return true;
            } catch (MailslotNotFoundException e) {
                return false;
            }
        });
        return sender[0];
    }

    private static String name(Port port) {
        return port.broadcast() ? "\\\\*\\mailslot\\" + port.name() : port.name();
    }

    private static synchronized Kernel kernel(Port port, WaitStrategy strategy) {
        if (kernel == null) {
            kernel = Kernel.attach(KernelOptions.defaults()
                    .withHome(port.folder().resolve("home"))
                    .withWaitStrategy(strategy));
        }
        return kernel;
    }
}
