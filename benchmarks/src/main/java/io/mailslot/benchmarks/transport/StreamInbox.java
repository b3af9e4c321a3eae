package io.mailslot.benchmarks.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads messages that begin with their length from one channel, or from many. */
final class StreamInbox implements Inbox {
    private final Supplier<List<? extends ReadableByteChannel>> connecting;
    private final List<Source> sources = new ArrayList<>();
    private Selector selector;

    /** Waits for its senders when it is first asked for a message. */
    StreamInbox(Supplier<List<? extends ReadableByteChannel>> connecting) {
        this.connecting = connecting;
    }

    @Override
    public void receive(int most, Arrival arrived) {
        try {
            if (sources.isEmpty()) {
                connect();
            }
            while (take(most, arrived) == 0) {
                fill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect() throws IOException {
        for (ReadableByteChannel channel : connecting.get()) {
            sources.add(new Source(channel));
        }
        if (sources.size() > 1) {
            selector = Selector.open();
            for (Source source : sources) {
                ((SelectableChannel) source.channel)
                        .configureBlocking(false)
                        .register(selector, SelectionKey.OP_READ, source);
            }
        }
    }

    private int take(int most, Arrival arrived) {
        int taken = 0;
        for (int i = 0; i < sources.size(); i++) {
            taken += sources.get(i).take(most - taken, arrived);
        }
        return taken;
    }

    private void fill() throws IOException {
        if (selector == null) {
            sources.get(0).fill();
            return;
        }
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            ((Source) key.attachment()).fill();
        }
        selector.selectedKeys().clear();
    }

    /** One connection, and what was read of it in advance. */
    private static final class Source {
        private final ReadableByteChannel channel;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(256 << 10).flip();

        Source(ReadableByteChannel channel) {
            this.channel = channel;
        }

        int take(int most, Arrival arrived) {
            int taken = 0;
            while (taken < most && bytes.remaining() >= Integer.BYTES) {
                int length = bytes.getInt(bytes.position());
                if (bytes.remaining() < Integer.BYTES + length) {
                    break;
                }
                int start = bytes.position() + Integer.BYTES;
                bytes.position(start + length);
                arrived.message(bytes, start, length);
                taken++;
            }
            return taken;
        }

        void fill() throws IOException {
            bytes.compact();
            int count = channel.read(bytes);
            bytes.flip();
            if (count < 0) {
                throw new EOFException("the sender has gone");
            }
        }
    }
}
