package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Messages through JeroMQ: one receiver pulls what is pushed to it; a broadcast is published without loss. */
final class JeroMqTransport {
    private static final String ANY_PORT = "tcp://127.0.0.1";
    private static final byte SUBSCRIBED = 1;

    private static final ZContext CONTEXT = new ZContext();

    private JeroMqTransport() {}

    static Inbox inbox(Port port) throws IOException {
        ZMQ.Socket socket;
        if (port.broadcast()) {
            socket = CONTEXT.createSocket(SocketType.SUB);
            socket.connect(Announcement.await(port.common(".zmq")));
            socket.subscribe("");
        } else {
            socket = CONTEXT.createSocket(SocketType.PULL);
            bind(socket, port);
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(port.size());
        return (most, arrived) -> {
            int length = socket.recvByteBuffer(copy.clear(), 0);
            for (int taken = 1; length >= 0; taken++) {
                arrived.message(copy, 0, length);
                length = taken < most ? socket.recvByteBuffer(copy.clear(), ZMQ.DONTWAIT) : -1;
            }
        };
    }

    static Outbox outbox(Port port) throws IOException {
        ZMQ.Socket socket;
        if (port.broadcast()) {
            socket = CONTEXT.createSocket(SocketType.XPUB);
            socket.setXpubNoDrop(true);
            socket.setXpubVerbose(true);
            bind(socket, port);
            awaitSubscriptions(socket, port.receivers());
        } else {
            socket = CONTEXT.createSocket(SocketType.PUSH);
            socket.connect(Announcement.await(port.common(".zmq")));
        }
        return message -> {
            // not the buffer itself: the socket would keep it until the message is on its way
            byte[] copy = new byte[message.capacity()];
            message.get(0, copy);
            if (!socket.send(copy, 0)) {
                throw new IllegalStateException("send failed with " + socket.errno());
            }
        };
    }

    private static void bind(ZMQ.Socket socket, Port port) throws IOException {
        Announcement.make(port.common(".zmq"), ANY_PORT + ":" + socket.bindToRandomPort(ANY_PORT));
    }

    private static void awaitSubscriptions(ZMQ.Socket socket, int receivers) {
        for (int i = 0; i < receivers; i++) {
            byte[] subscription = socket.recv();
            if (subscription[0] != SUBSCRIBED) {
                throw new IllegalStateException("no subscription: " + subscription[0]);
            }
        }
    }
}
