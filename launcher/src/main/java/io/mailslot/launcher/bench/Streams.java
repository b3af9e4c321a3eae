package io.mailslot.launcher.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages through what knows of bytes only, as one would write it plainly: four bytes with the length of a message before it, a
 * batch in one buffer and one write, reads of as much as there is, a thread for each sender.
 */
final class Streams {
    private static final int LEAST_BUFFER = 64 << 10;

    private Streams() {}

    static Outbox outbox(Task task) throws IOException {
        WritableByteChannel channel = task.carrier() == Carrier.SOCKET
                ? SocketChannel.open(UnixDomainSocketAddress.of(Task.socket(task.folder())))
                : FileChannel.open(Task.pipe(task.folder(), task.index()), StandardOpenOption.WRITE);
        int framed = Integer.BYTES + task.size();
        ByteBuffer batch = ByteBuffer.allocateDirect(Math.multiplyExact(framed, task.batch()));
        for (int i = 0; i < task.batch(); i++) {
            batch.putInt(i * framed, task.size());
        }
        return due -> {
            for (int at = Integer.BYTES; at < batch.capacity(); at += framed) {
                batch.putLong(at, due);
            }
            batch.clear();
            while (batch.hasRemaining()) {
                channel.write(batch);
            }
        };
    }

    /** One for each sender; that one may come later. */
    static List<Inbox> inboxes(Task task) throws IOException {
        List<Inbox> inboxes = new ArrayList<>();
        if (task.carrier() == Carrier.SOCKET) {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(Task.socket(task.folder())), task.senders());
            for (int i = 0; i < task.senders(); i++) {
                inboxes.add(new StreamInbox(task.size(), server::accept));
            }
            return inboxes;
        }
        for (int i = 0; i < task.senders(); i++) {
            int sender = i;
            inboxes.add(new StreamInbox(
                    task.size(), () -> FileChannel.open(Task.pipe(task.folder(), sender), StandardOpenOption.READ)));
        }
        return inboxes;
    }

    @FunctionalInterface
    private interface Opening {
        ReadableByteChannel open() throws IOException;
    }

    /** Used by one thread. */
    private static final class StreamInbox implements Inbox {
        private final Opening opening;
        private final ByteBuffer bytes;
        private ReadableByteChannel channel;

        StreamInbox(int size, Opening opening) {
            this.opening = opening;
            this.bytes = ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, 2 * (Integer.BYTES + size)));
        }

        @Override
        public void receive(Arrival arrival) throws IOException {
            if (channel == null) {
                channel = opening.open();
            }
            if (channel.read(bytes) < 0) {
                throw new EOFException("a sender has gone");
            }
            bytes.flip();
            while (bytes.remaining() >= Integer.BYTES
                    && bytes.remaining() >= Integer.BYTES + bytes.getInt(bytes.position())) {
                int length = bytes.getInt();
                arrival.arrived(bytes.getLong(bytes.position()));
                bytes.position(bytes.position() + length);
            }
            bytes.compact();
        }
    }
}
