package io.mailslot.benchmarks.transport;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Single messages through a stream with file storage, from which what is acknowledged goes: a thousand are on their way at once, or
 * one, and each is acknowledged by the server and by the receiver.
 */
final class JetStreamTransport {
    private static final int ON_THEIR_WAY = 1_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private JetStreamTransport() {}

    static Inbox inbox(Port port) throws IOException {
        Connection connection = NatsServer.connect(port.folder());
        try {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(port.name())
                            .subjects(port.name())
                            .storageType(StorageType.File)
                            .retentionPolicy(RetentionPolicy.WorkQueue)
                            .build());
            ConsumerContext consumer = connection
                    .getStreamContext(port.name())
                    .createOrUpdateConsumer(ConsumerConfiguration.builder()
                            .durable("receiver")
                            .ackPolicy(AckPolicy.Explicit)
                            .maxAckPending(ON_THEIR_WAY)
                            .build());
            IterableConsumer messages = consumer.iterate();
            Announcement.make(port.common(".jetstream"), port.name());
            return (most, arrived) -> receive(messages, arrived);
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    private static void receive(IterableConsumer messages, Arrival arrived) {
        try {
            Message message = messages.nextMessage(LOOK);
            if (message != null) {
                message.ack();
                arrived.message(ByteBuffer.wrap(message.getData()), 0, message.getData().length);
            }
        } catch (InterruptedException | JetStreamStatusCheckedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Outbox outbox(Port port) throws IOException {
        return outbox(port, ON_THEIR_WAY);
    }

    static Outbox outboxOfOneAtATime(Port port) throws IOException {
        return outbox(port, 1);
    }

    private static Outbox outbox(Port port, int mostOnTheirWay) throws IOException {
        Announcement.awaitFile(port.common(".jetstream"));
        JetStream stream = NatsServer.connect(port.folder()).jetStream();
        ArrayDeque<CompletableFuture<PublishAck>> onTheirWay = new ArrayDeque<>();
        return message -> {
            byte[] copy = new byte[message.capacity()];
            message.get(0, copy);
            onTheirWay.add(stream.publishAsync(port.name(), copy));
            if (onTheirWay.size() >= mostOnTheirWay) {
                await(onTheirWay.remove());
            }
        };
    }

    private static void await(CompletableFuture<PublishAck> stored) {
        try {
            stored.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("a message was not stored", e);
        }
    }
}
