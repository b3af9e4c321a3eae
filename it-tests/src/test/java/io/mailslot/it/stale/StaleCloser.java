package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.testkit.ChildContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Another child that closes handles of this one. This one asks it by a socket of their own: it does so some thousand times, and
 * the test would be in between. For one thread.
 */
final class StaleCloser implements Closeable {
    /** Where the other child can be asked. */
    static final String READY = "can be asked";

    private static final DuplicateOptions CLOSE_SOURCE =
            DuplicateOptions.defaults().withCloseSource(true);
    private static final byte CLOSE = 1;
    private static final byte TAKE = 2;

    private final SocketChannel channel;
    private final ByteBuffer question = ByteBuffer.allocate(Byte.BYTES + Integer.BYTES);
    private final ByteBuffer answer = ByteBuffer.allocate(Byte.BYTES);

    /** Begins to ask whoever serves there. */
    StaleCloser(Kernel kernel, String socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, kernel.processId()));
        channel.read(answer);
    }

    /** What the other child does, until nobody asks any more. */
    static void serve(ChildContext c, String socket) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            c.reached(READY);
            try (SocketChannel channel = server.accept()) {
                ByteBuffer who = ByteBuffer.allocate(Long.BYTES);
                channel.read(who);
                int owner = c.kernel()
                        .openProcess(who.getLong(0), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))
                        .handle();
                tellThatItIsDone(channel);
                ByteBuffer question = ByteBuffer.allocate(Byte.BYTES + Integer.BYTES);
                while (channel.read(question.clear()) > 0) {
                    obey(c.kernel(), owner, question.get(0), question.getInt(Byte.BYTES));
                    tellThatItIsDone(channel);
                }
            }
        }
    }

    private static void tellThatItIsDone(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.allocate(Byte.BYTES));
    }

    private static void obey(Kernel kernel, int owner, byte what, int handle) {
        try {
            if (what == CLOSE) {
                kernel.closeHandleIn(owner, handle);
            } else {
                kernel.closeHandle(kernel.duplicate(owner, handle, Kernel.CURRENT_PROCESS, CLOSE_SOURCE));
            }
        } catch (MailslotException closed) {
            return; // by the operation
        }
    }

    /** Closes the handle from outside, unless it is closed. */
    void closeIn(int handle) {
        ask(CLOSE, handle);
    }

    /** Takes the handle over, and closes its own, unless it is closed. */
    void take(int handle) {
        ask(TAKE, handle);
    }

    private void ask(byte what, int handle) {
        try {
            channel.write(question.clear().put(0, what).putInt(Byte.BYTES, handle));
            channel.read(answer.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
