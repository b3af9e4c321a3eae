package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.List;

/** Writes a message, or a batch of them, with one call to each receiver. */
final class StreamOutbox implements Outbox {
    /** Of a batch, and of a message that is copied behind its length. */
    private static final int ROOM = 64 << 10;

    private static final int SMALL = 4 << 10;

    private final GatheringByteChannel[] channels;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(ROOM);
    private final ByteBuffer prefix = ByteBuffer.allocateDirect(Integer.BYTES);

    StreamOutbox(List<GatheringByteChannel> channels) {
        this.channels = channels.toArray(GatheringByteChannel[]::new);
    }

    @Override
    public void send(ByteBuffer message) {
        if (message.capacity() <= SMALL) {
            add(message);
            flush();
        } else {
            sendLarge(message);
        }
    }

    @Override
    public void add(ByteBuffer message) {
        if (Integer.BYTES + message.capacity() > batch.remaining()) {
            flush();
        }
        if (Integer.BYTES + message.capacity() > ROOM) {
            sendLarge(message);
        } else {
            batch.putInt(message.capacity()).put(message.clear());
        }
    }

    @Override
    public void flush() {
        batch.flip();
        if (batch.hasRemaining()) {
            for (GatheringByteChannel channel : channels) {
                batch.rewind();
                writeWhole(channel, batch);
            }
        }
        batch.clear();
    }

    private static void writeWhole(GatheringByteChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendLarge(ByteBuffer message) {
        ByteBuffer[] parts = {prefix.clear(), message};
        prefix.putInt(0, message.capacity());
        try {
            for (GatheringByteChannel channel : channels) {
                prefix.clear();
                message.clear();
                while (message.hasRemaining()) {
                    channel.write(parts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
