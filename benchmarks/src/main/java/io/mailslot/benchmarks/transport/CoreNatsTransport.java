package io.mailslot.benchmarks.transport;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Single messages that a server passes on at once and keeps nowhere. It drops them where a receiver is too slow; so the receiver
 * tells each so many that it has them, and the sender waits for that.
 */
final class CoreNatsTransport {
    private static final int STEP = 4_096;
    private static final int STEPS_AHEAD = 4;
    private static final String TOLD = ".told";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private CoreNatsTransport() {}

    static Inbox inbox(Port port) throws IOException {
        Connection connection = NatsServer.connect(port.folder());
        Subscription messages = connection.subscribe(port.name());
        flush(connection);
        Announcement.make(port.common(".core"), port.name());
        long[] count = new long[1];
        return (most, arrived) -> {
            Message message = next(messages);
            if (++count[0] % STEP == 0) {
                connection.publish(port.name() + TOLD, new byte[0]);
            }
            arrived.message(ByteBuffer.wrap(message.getData()), 0, message.getData().length);
        };
    }

    static Outbox outbox(Port port) throws IOException {
        Connection connection = NatsServer.connect(port.folder());
        Subscription told = connection.subscribe(port.name() + TOLD);
        flush(connection);
        Announcement.awaitFile(port.common(".core"));
        long[] count = new long[1];
        return message -> {
            byte[] copy = new byte[message.capacity()];
            message.get(0, copy);
            connection.publish(port.name(), copy);
            if (++count[0] % STEP == 0 && count[0] > STEPS_AHEAD * STEP) {
                next(told);
            }
        };
    }

    private static Message next(Subscription subscription) {
        try {
            Message message = subscription.nextMessage(PATIENCE);
            if (message == null) {
                throw new IllegalStateException("nothing came within " + PATIENCE);
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void flush(Connection connection) throws IOException {
        try {
            connection.flush(PATIENCE);
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
