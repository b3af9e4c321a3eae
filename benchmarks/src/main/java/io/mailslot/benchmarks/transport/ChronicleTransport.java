package io.mailslot.benchmarks.transport;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;

/** Messages through a Chronicle queue as its builder makes it; each receiver has a tailer. */
final class ChronicleTransport {
    /** So many bytes are copied faster by eights than by a call. */
    private static final int FEW = 128;

    private ChronicleTransport() {}

    static Inbox polling(Port port) {
        return inbox(port, port.idle()::idle, () -> {});
    }

    static Inbox pausing(Port port, Pauser pauser) {
        return inbox(port, pauser::pause, pauser::reset);
    }

    private static Inbox inbox(Port port, Runnable pause, Runnable reset) {
        Tail tail = new Tail(port);
        return (most, arrived) -> {
            while (!tail.read(arrived)) {
                pause.run();
            }
            reset.run();
            tail.readMore(most - 1, arrived);
        };
    }

    static Outbox outbox(Port port) {
        ExcerptAppender appender = queue(port).createAppender();
        appender.singleThreadedCheckDisabled(true);
        Source source = new Source();
        return message -> {
            try (DocumentContext document = appender.writingDocument()) {
                Bytes<?> bytes = document.wire().bytes();
                if (message.capacity() > FEW) {
                    bytes.write(source.of(message), 0L, message.capacity());
                } else {
                    for (int i = 0; i < message.capacity(); i += Long.BYTES) {
                        bytes.writeLong(message.getLong(i));
                    }
                }
            }
        };
    }

    private static ChronicleQueue queue(Port port) {
        return SingleChronicleQueueBuilder.binary(port.common("")).build();
    }

    /** Wrapping costs a little; senders use the same buffer all the time. */
    private static final class Source {
        private ByteBuffer wrapped;
        private BytesStore<?, ByteBuffer> store;

        BytesStore<?, ByteBuffer> of(ByteBuffer message) {
            if (message != wrapped) {
                wrapped = message;
                // a duplicate: the store changes the byte order of its buffer
                store = BytesStore.wrap(message.duplicate().clear());
            }
            return store;
        }
    }

    /** Reads from where the queue stood at the beginning. */
    private static final class Tail {
        private final ExcerptTailer tailer;
        private final ByteBuffer copy;

        Tail(Port port) {
            tailer = queue(port).createTailer();
            tailer.singleThreadedCheckDisabled(true);
            copy = ByteBuffer.allocateDirect(port.size());
        }

        boolean read(Arrival arrived) {
            int length;
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return false;
                }
                Bytes<?> bytes = document.wire().bytes();
                length = (int) bytes.readRemaining();
                if (length > FEW) {
                    OS.memory()
                            .copyMemory(bytes.addressForRead(bytes.readPosition()), Jvm.address(copy), (long) length);
                } else {
                    for (int i = 0; i < length; i += Long.BYTES) {
                        copy.putLong(i, bytes.readLong());
                    }
                }
            }
            arrived.message(copy, 0, length);
            return true;
        }

        void readMore(int most, Arrival arrived) {
            int taken = 0;
            while (taken < most && read(arrived)) {
                taken++;
            }
        }
    }
}
