package io.mailslot.benchmarks.wait;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;

/** Messages through a Chronicle queue as its builder makes it. */
final class ChronicleTransport {
    private ChronicleTransport() {}

    /** A pauser of null stands for none. */
    static Inbox inbox(Path folder, Pauser pauser) {
        ExcerptTailer tailer = queue(folder).createTailer();
        tailer.singleThreadedCheckDisabled(true);
        return buffer -> {
            while (!read(tailer, buffer)) {
                if (pauser == null) {
                    Thread.onSpinWait();
                } else {
                    pauser.pause();
                }
            }
            if (pauser != null) {
                pauser.reset();
            }
        };
    }

    private static boolean read(ExcerptTailer tailer, ByteBuffer buffer) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> bytes = document.wire().bytes();
            for (int i = 0; i < buffer.capacity(); i += Long.BYTES) {
                buffer.putLong(i, bytes.readLong());
            }
            return true;
        }
    }

    static Outbox outbox(Path folder) {
        ExcerptAppender appender = queue(folder).createAppender();
        appender.singleThreadedCheckDisabled(true);
        return message -> {
            try (DocumentContext document = appender.writingDocument()) {
                Bytes<?> bytes = document.wire().bytes();
                for (int i = 0; i < message.capacity(); i += Long.BYTES) {
                    bytes.writeLong(message.getLong(i));
                }
            }
        };
    }

    private static ChronicleQueue queue(Path folder) {
        return SingleChronicleQueueBuilder.binary(folder).build();
    }
}
