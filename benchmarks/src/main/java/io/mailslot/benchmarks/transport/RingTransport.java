package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Messages through Agrona's ring of 4 MiB in a mapped file; one ring for each receiver. */
final class RingTransport {
    private static final int LENGTH = (4 << 20) + RingBufferDescriptor.TRAILER_LENGTH;
    private static final int TYPE = 1;

    private RingTransport() {}

    static Inbox inbox(Port port) throws IOException {
        Path file = port.ofReceiver(port.index(), ".ring");
        Path unfinished = port.ofReceiver(port.index(), ".new");
        Files.write(unfinished, new byte[LENGTH]);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        ManyToOneRingBuffer ring = map(file);
        Delivery delivery = new Delivery(port.size());
        MessageHandler handler = (type, memory, offset, length) -> delivery.deliver(memory, offset, length);
        return (most, arrived) -> {
            delivery.to = arrived;
            while (ring.read(handler, most) == 0) {
                port.idle().idle();
            }
        };
    }

    static Outbox outbox(Port port) throws IOException {
        List<ManyToOneRingBuffer> rings = new ArrayList<>();
        for (int i = 0; i < port.receivers(); i++) {
            Path file = port.ofReceiver(i, ".ring");
            Announcement.awaitFile(file);
            rings.add(map(file));
        }
        ManyToOneRingBuffer[] all = rings.toArray(ManyToOneRingBuffer[]::new);
        UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        return message -> {
            AeronTransport.wrap(buffer, message);
            for (ManyToOneRingBuffer ring : all) {
                while (!ring.write(TYPE, buffer, 0, message.capacity())) {
                    port.idle().idle();
                }
            }
        };
    }

    private static ManyToOneRingBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
            return new ManyToOneRingBuffer(new UnsafeBuffer(memory));
        }
    }
}
