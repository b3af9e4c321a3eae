package io.mailslot.launcher.bench;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;

/** Messages through a mailslot. */
final class Mailslots {
    /** The name under which a receiver is inherited that several share. */
    static final String RECEIVER = "receiver";

    private static final int MOST_AT_ONCE = 256;

    /** From here on a copy costs more than a call: such messages are copied once, each by a call of its own. */
    private static final int LARGE_BYTES = 512;

    private Mailslots() {}

    static Outbox outbox(Task task) {
        Sender sender = attach(task).openMailslot(Task.mailslot(task.broadcast()));
        ByteBuffer message = ByteBuffer.allocateDirect(task.size());
        if (task.batch() == 1) {
            return due -> sender.write(message.clear().putLong(0, due));
        }
        MessageBatch batch = new MessageBatch();
        return due -> {
            message.putLong(0, due);
            batch.clear();
            for (int i = 0; i < task.batch(); i++) {
                batch.add(message.clear());
            }
            sender.write(batch);
        };
    }

    static Inbox inbox(Task task) {
        Kernel kernel = attach(task);
        Receiver receiver = task.broadcast()
                ? kernel.createMailslot(Task.mailslot(true))
                : kernel.inherited(RECEIVER, Receiver.class);
        ByteBuffer copy = ByteBuffer.allocateDirect(task.size());
        return arrival -> {
            receiver.read(copy.clear());
            arrival.arrived(copy.getLong(0));
            takeMore(receiver, copy, arrival);
        };
    }

    private static void takeMore(Receiver receiver, ByteBuffer copy, Inbox.Arrival arrival) {
        if (copy.capacity() < LARGE_BYTES) {
            receiver.drain(MOST_AT_ONCE, message -> {
                copy.put(0, message, message.position(), message.remaining());
                arrival.arrived(copy.getLong(0));
            });
            return;
        }
        for (int i = 0; i < MOST_AT_ONCE && receiver.poll(copy.clear()); i++) {
            arrival.arrived(copy.getLong(0));
        }
    }

    private static Kernel attach(Task task) {
        return Kernel.attach(KernelOptions.defaults().withHome(Task.home(task.folder())));
    }
}
