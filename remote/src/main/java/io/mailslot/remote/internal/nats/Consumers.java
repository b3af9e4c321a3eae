package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.LinkException;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine is in what comes for its mailslots: what the engine calls a consumer. One frame at a time is with the machine.
 * If that one was with somebody who has died since, it comes at once, not when the engine has waited for him.
 */
final class Consumers {
    private static final Duration ACK_WAIT = Duration.ofSeconds(5);
    private static final byte[] AGAIN = "-NAK".getBytes(StandardCharsets.US_ASCII);

    private final Subjects subjects;
    private final Streams streams;
    private final String machine;

    Consumers(Subjects subjects, Streams streams, String machine) {
        this.subjects = subjects;
        this.streams = streams;
        this.machine = machine;
    }

    String machine() {
        return machine;
    }

    /**
     * Opens one.
     *
     * @return its name
     */
    String open(Session session, String slot, boolean forAll) throws LinkException, InterruptedException {
        String name = subjects.consumer(slot, forAll);
        if (forAll && session.isFirst(subjects.stream(Address.ALL))) {
            streams.ensureWithLimits(session, Address.ALL);
        } else {
            streams.ensure(session, forAll ? Address.ALL : machine);
        }
        if (forAll) {
            goOn(session, name, slot);
        } else {
            startOver(session, name, slot);
        }
        return name;
    }

    /** What is not taken is still in the stream: a new consumer begins with it, and an old one's waits are gone. */
    private void startOver(Session session, String name, String slot) throws LinkException, InterruptedException {
        String stream = subjects.stream(machine);
        session.manage("the consumer '" + name + "' of stream '" + stream + "' cannot be removed", () -> {
            try {
                return session.management().deleteConsumer(stream, name);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == Failures.NO_CONSUMER) {
                    return false;
                }
                throw e;
            }
        });
        make(session, stream, configuration(name, slot, false, DeliverPolicy.All));
    }

    /** What was taken stays in the stream: only the consumer knows where this machine is, and must never be away. */
    private void goOn(Session session, String name, String slot) throws LinkException, InterruptedException {
        String stream = subjects.stream(Address.ALL);
        ConsumerInfo there = find(session, stream, name);
        if (there == null) {
            make(session, stream, configuration(name, slot, true, DeliverPolicy.New));
        } else if (there.getNumAckPending() > 0) {
            giveBack(session, there);
        }
    }

    /** Answers in the place of who has died that the frame with him was not taken. */
    private static void giveBack(Session session, ConsumerInfo consumer) throws LinkException, InterruptedException {
        String subject = "$JS.ACK." + consumer.getStreamName() + "." + consumer.getName() + ".1."
                + consumer.getDelivered().getStreamSequence() + "."
                + consumer.getDelivered().getConsumerSequence() + ".0.0";
        session.manage("the frame that '" + consumer.getName() + "' has not taken cannot be asked for again", () -> {
            session.connection().publish(subject, AGAIN);
            return null;
        });
    }

    private static @Nullable ConsumerInfo find(Session session, String stream, String name)
            throws LinkException, InterruptedException {
        return session.manage("the consumer '" + name + "' of stream '" + stream + "' cannot be looked at", () -> {
            try {
                return session.management().getConsumerInfo(stream, name);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == Failures.NO_CONSUMER) {
                    return null;
                }
                throw e;
            }
        });
    }

    private static void make(Session session, String stream, ConsumerConfiguration wanted)
            throws LinkException, InterruptedException {
        session.manage(
                "the consumer '" + wanted.getDurable() + "' of stream '" + stream + "' cannot be made",
                () -> session.management().addOrUpdateConsumer(stream, wanted));
    }

    private ConsumerConfiguration configuration(String name, String slot, boolean forAll, DeliverPolicy from) {
        return ConsumerConfiguration.builder()
                .durable(name)
                .filterSubject(subjects.everythingFor(slot, forAll))
                .deliverPolicy(from)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ACK_WAIT)
                .maxAckPending(1)
                .build();
    }
}
