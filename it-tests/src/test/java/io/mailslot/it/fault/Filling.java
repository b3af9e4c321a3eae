package io.mailslot.it.fault;

import static io.mailslot.it.fault.Victim.CAPACITY;
import static io.mailslot.it.fault.Victim.LARGE_MESSAGE;
import static io.mailslot.it.fault.Victim.LAST_MESSAGE;
import static io.mailslot.it.fault.Victim.bytes;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How victims fill a mailslot, and empty it. */
final class Filling {
    private static final String SHORT_MESSAGE = LAST_MESSAGE.repeat(5);
    private static final int DOCUMENTS_OF_A_SEGMENT = 2_500;
    private static final int MESSAGES_OF_A_RUN = 5;
    private static final long NAP_NANOS = 3_000_000;

    private Filling() {}

    /** Writes more than a segment takes. */
    static void fillASegment(Sender sender) {
        for (int i = 0; i < DOCUMENTS_OF_A_SEGMENT; i++) {
            sender.write(document());
        }
    }

    /** Writes so many small messages that some share a document, and one that does not. */
    static void writeRun(Sender sender) {
        for (int i = 0; i < MESSAGES_OF_A_RUN; i++) {
            sender.write(bytes(LAST_MESSAGE));
        }
        sender.write(bytes(LARGE_MESSAGE));
    }

    /** Writes until it is full. */
    static void fillWithDocuments(Kernel kernel) {
        Sender sender = kernel.openMailslot(
                Victim.SURVIVING_MAILSLOT, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        try {
            while (true) {
                sender.write(document());
            }
        } catch (MailslotFullException full) {
            return;
        }
    }

    /** A batch is a document, where single messages would share one. */
    private static MessageBatch document() {
        return new MessageBatch().add(bytes(SHORT_MESSAGE));
    }

    /** Writes until it is full. */
    static void fillUp(Sender sender) {
        byte[] message = bytes(SHORT_MESSAGE);
        boolean written = true;
        while (written) {
            written = sender.tryWrite(message, 0, message.length);
        }
    }

    /** Writes large messages, of which not all find room. */
    static void fillArena(Sender sender) {
        byte[] large = bytes(LARGE_MESSAGE);
        for (int i = 0; i < 2 * CAPACITY / large.length; i++) {
            sender.tryWrite(large, 0, large.length);
        }
    }

    /** Has another thread read a message now and then. */
    static void readSlowly(Receiver receiver) {
        Thread reader = new Thread(() -> {
            try {
                while (true) {
                    receiver.poll();
                    LockSupport.parkNanos(NAP_NANOS);
                }
            } catch (InvalidHandleException closed) {
                return; // at the end of the deed
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads until there is nothing. */
    static void readAll(Receiver receiver) {
        while (receiver.poll().isPresent()) {
            Thread.onSpinWait();
        }
    }
}
