package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link.Delivery;
import io.mailslot.remote.internal.link.Link.Inflow;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes for one mailslot: one frame after the other, the next one when that before is taken, so that the order is kept whatever
 * has to be sent again.
 */
final class NatsInflow implements Inflow {
    private static final Logger LOG = LoggerFactory.getLogger(NatsInflow.class);

    /** A server asks no longer than that for somebody who has gone without a word; nor is one that has gone so itself waited for longer. */
    private static final Duration LONGEST_PULL = Duration.ofSeconds(2);

    /** Before a consumer is looked for that has vanished, as when servers choose another leader. */
    private static final long PAUSE_MILLIS = 100;

    /** The client library ends a wait that much early. */
    private static final long EARLY_NANOS = 60_000_000;

    private final Connector connector;
    private final Consumers consumers;
    private final Subjects subjects;
    private final String slot;
    private final boolean forAll;
    private final Consumer<NatsInflow> onClose;

    /** Whether a thread waits for a frame; and how many have come. Written by that thread. */
    private volatile boolean waiting;

    private volatile long came;

    /** What had come when frames were stored, and none of them came; -1 if that was not so. For the thread that counts. */
    private long stuckAt = -1;

    /** Set by that thread. */
    private volatile boolean startOver;

    private @Nullable Session session;
    private @Nullable JetStreamSubscription subscription;

    NatsInflow(
            Connector connector,
            Consumers consumers,
            Subjects subjects,
            String slot,
            boolean forAll,
            Consumer<NatsInflow> onClose) {
        this.connector = connector;
        this.consumers = consumers;
        this.subjects = subjects;
        this.slot = slot;
        this.forAll = forAll;
        this.onClose = onClose;
    }

    /** Opens it in a session; what an earlier one has not taken comes again. */
    void open(Session now) throws LinkException, InterruptedException {
        subscription = null;
        String name = consumers.open(now, slot, forAll);
        String stream = subjects.stream(forAll ? Address.ALL : consumers.machine());
        subscription = now.manage(
                "what comes for '" + slot + "' cannot be asked for",
                () -> now.jetStream().subscribe(null, PullSubscribeOptions.fastBind(stream, name)));
        session = now;
    }

    String slot() {
        return slot;
    }

    /**
     * Is told now and then how many frames are stored for it. A server that was away may keep frames that were taken meanwhile: they do
     * not come again, and take room for ever. Whoever starts over has all that is stored come, and takes it once more.
     *
     * @param frames that are stored for it
     */
    void stored(long frames) {
        long now = came;
        boolean stuck = waiting && frames > 0;
        if (stuck && stuckAt == now) {
            LOG.info("{} frames are stored for '{}', and do not come: they are asked for anew", frames, slot);
            startOver = true;
        }
        stuckAt = stuck && !startOver ? now : -1;
    }

    @Override
    public @Nullable Delivery next(Duration time) throws LinkException, InterruptedException {
        waiting = true;
        try {
            return awaitNext(time);
        } finally {
            waiting = false;
        }
    }

    private @Nullable Delivery awaitNext(Duration time) throws LinkException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            Session now = connectedUntil(end);
            if (now == null) {
                return null;
            }
            if (startOver) {
                startOver = false;
                abandon();
            }
            if (now != session || subscription == null) {
                open(now);
            }
            long left = Math.max(1_000_000, Math.min(LONGEST_PULL.toNanos(), end - System.nanoTime()));
            Message message = pull(left);
            Optional<Address> address = message == null ? Optional.empty() : subjects.parse(message.getSubject());
            if (address.isPresent()) {
                return new NatsDelivery(now, message, address.get());
            }
            if (message != null) {
                drop(message);
            }
            if (end - System.nanoTime() <= 0) {
                return null;
            }
        }
    }

    /** A link that is not connected has nothing that comes; how it stands is told elsewhere. */
    private @Nullable Session connectedUntil(long end) throws InterruptedException {
        try {
            return connector.await(end);
        } catch (LinkException e) {
            return null;
        }
    }

    private @Nullable Message pull(long nanos) throws InterruptedException {
        long began = System.nanoTime();
        boolean isGone = false;
        List<Message> messages = List.of();
        try {
            messages = subscription.fetch(1, Duration.ofNanos(nanos));
        } catch (IllegalStateException e) {
            isGone = true; // the consumer, or the connection
        }
        if (!messages.isEmpty()) {
            came++;
            return messages.get(0);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("while waiting for what comes for '" + slot + "'");
        }
        if (isGone || System.nanoTime() - began < nanos - EARLY_NANOS) {
            abandon();
            Thread.sleep(Math.min(PAUSE_MILLIS, nanos / 1_000_000));
        }
        return null;
    }

    /** No bridge has sent it. It would come again and again, before all others. */
    private static void drop(Message message) throws LinkException {
        LOG.warn("what came on '{}' is dropped: that is no subject of a mailslot", message.getSubject());
        try {
            message.ack();
        } catch (IllegalStateException e) {
            throw Failures.of("what came on '" + message.getSubject() + "' cannot be dropped", e);
        }
    }

    private void abandon() {
        JetStreamSubscription old = subscription;
        subscription = null;
        if (old != null && old.isActive()) {
            try {
                old.unsubscribe();
            } catch (IllegalStateException lost) {
                return; // with its connection
            }
        }
    }

    @Override
    public void close() {
        abandon();
        onClose.accept(this);
    }

    /**
     * One frame.
     *
     * @param session that it came by
     * @param message as the client library has it
     * @param address whose it is
     */
    private record NatsDelivery(Session session, Message message, Address address) implements Delivery {
        @Override
        public byte[] frame() {
            return message.getData();
        }

        @Override
        public void taken() throws LinkException {
            tell("a frame cannot be taken; it comes again", message::ack);
        }

        @Override
        public void working() throws LinkException {
            tell("a frame cannot be kept; it comes again", message::inProgress);
        }

        private void tell(String failure, Runnable answer) throws LinkException {
            if (session.isLost()) {
                throw new LinkException(Kind.SILENT, failure + ": the connection is lost", null);
            }
            try {
                answer.run();
            } catch (IllegalStateException e) {
                throw Failures.of(failure, e);
            }
        }
    }
}
