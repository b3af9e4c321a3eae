package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A link over NATS. */
final class NatsLink implements Link {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String machine;
    private final Subjects subjects;
    private final Streams streams;
    private final Consumers consumers;
    private final Hello hello;
    private final Connector connector;
    private final Room room;
    private final int copies;
    private final Queue<String> slots = new ConcurrentLinkedQueue<>();

    /** Of what is to this machine, where there are copies. */
    private final Set<NatsInflow> inflows = ConcurrentHashMap.newKeySet();

    /** Machines whose stream is not there and that this one may not make, until the next session. */
    private final Set<String> unseen = ConcurrentHashMap.newKeySet();

    /** The session that began last, which may be lost by now: what it knows of the server can be asked without waiting for one. */
    private volatile @Nullable Session latest;

    NatsLink(NatsSettings settings) {
        machine = settings.machine();
        copies = settings.replicas();
        subjects = new Subjects(settings.domain(), machine);
        streams = new Streams(settings, subjects);
        consumers = new Consumers(subjects, streams, machine);
        hello = new Hello(subjects, machine, () -> slots);
        room = new Room(subjects);
        connector = new Connector(new Dialer(settings, subjects), machine, new Duties());
    }

    /** What is to be done in each session. */
    private final class Duties implements Connector.Duties {
        @Override
        public void begin(Session session) {
            latest = session;
            unseen.clear();
            room.forget();
            hello.answer(session);
        }

        /** This machine's stream is made before anybody looks for it. */
        @Override
        public String prepare(Session session) throws LinkException, InterruptedException {
            streams.ensureWithLimits(session, machine);
            return copies > 1 && session.isOldCluster()
                    ? "the server " + session.server() + ", is older than " + Session.EXACT
                            + ": servers of a cluster may differ in what they have stored, and lose some of it when another"
                            + " one leads; have newer ones"
                    : "";
        }
    }

    /** Starts to connect, for ever, and waits for the first try. */
    void start() throws LinkException, InterruptedException {
        connector.start();
    }

    @Override
    public void store(Address address, byte[] frame, Duration timeout) throws LinkException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Session session = connector.await(end);
        if (frame.length > session.maxPayload()) {
            throw new LinkException(
                    Kind.TOO_LARGE,
                    "a frame of " + frame.length + " bytes is longer than the server's max_payload, "
                            + session.maxPayload() + "; raise that, or lower 'outbox.max-message'",
                    null);
        }
        room.take(session, address, frame.length, end);
        try {
            storeOnce(session, address, frame, end);
        } catch (NoStreamException e) {
            makeStream(session, address, e);
            try {
                storeOnce(session, address, frame, end);
            } catch (NoStreamException again) {
                throw Failures.of(sentence(address), again.getCause());
            }
        }
    }

    @Override
    public long maxFrameBytes() {
        Session session = latest;
        return session == null ? Long.MAX_VALUE : session.maxPayload();
    }

    private void storeOnce(Session session, Address address, byte[] frame, long end)
            throws LinkException, InterruptedException, NoStreamException {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        try {
            new PublishAck(session.ask(sentence(address), subjects.of(address), frame, left));
        } catch (LinkException e) {
            if (Failures.isNoStream(e.getCause())) {
                throw new NoStreamException(e.getCause());
            }
            throw e;
        } catch (JetStreamApiException | IOException e) {
            throw Failures.of(sentence(address), e);
        }
    }

    private void makeStream(Session session, Address address, NoStreamException cause)
            throws LinkException, InterruptedException {
        String to = address.to();
        if (!unseen.contains(to)) {
            try {
                streams.ensure(session, to);
                return;
            } catch (LinkException e) {
                if (e.kind() != Kind.DENIED) {
                    throw e;
                }
                unseen.add(to);
            }
        }
        throw new LinkException(
                Kind.FULL,
                sentence(address) + ": nothing is stored for it before it was connected for the first time",
                cause.getCause());
    }

    /** Of a frame that is not stored, how the sentence begins that tells why. */
    static String sentence(Address address) {
        return "a frame for '" + address.slot() + "' of "
                + (address.isForAll() ? "all machines" : "machine '" + address.to() + "'") + " cannot be stored";
    }

    @Override
    public Inflow open(String slot, boolean forAll) throws LinkException, InterruptedException {
        NatsInflow inflow = new NatsInflow(connector, consumers, subjects, slot, forAll, this::closed);
        inflow.open(connector.await(System.nanoTime() + PATIENCE.toNanos()));
        slots.add(slot);
        if (!forAll && copies > 1) {
            inflows.add(inflow);
        }
        return inflow;
    }

    private void closed(NatsInflow inflow) {
        inflows.remove(inflow);
        slots.remove(inflow.slot());
    }

    @Override
    public Map<String, Long> stored() throws LinkException, InterruptedException {
        Session session = connector.await(System.nanoTime() + PATIENCE.toNanos());
        String stream = subjects.stream(machine);
        StreamInfoOptions everything = StreamInfoOptions.filterSubjects(subjects.everythingFor(machine));
        Map<String, Long> bySubject = session.manage("stream '" + stream + "' cannot be looked at", () -> {
            try {
                return session.management()
                        .getStreamInfo(stream, everything)
                        .getStreamState()
                        .getSubjectMap();
            } catch (JetStreamApiException e) {
                if (Failures.isNoStream(e)) {
                    return Map.of();
                }
                throw e;
            }
        });
        Map<String, Long> bySlot = new TreeMap<>();
        bySubject.forEach((subject, count) ->
                subjects.parse(subject).ifPresent(address -> bySlot.merge(address.slot(), count, Long::sum)));
        inflows.forEach(inflow -> inflow.stored(bySlot.getOrDefault(inflow.slot(), 0L)));
        return bySlot;
    }

    @Override
    public List<Computer> computers(Duration time) throws LinkException, InterruptedException {
        Session session = connector.await(System.nanoTime() + time.toNanos());
        try {
            return hello.ask(session, time);
        } catch (IllegalStateException e) {
            throw Failures.of("the machines of the domain cannot be asked", e);
        }
    }

    @Override
    public State state() {
        return connector.state();
    }

    @Override
    public void close() {
        connector.close();
    }

    /** There is no stream for a subject. */
    private static final class NoStreamException extends Exception {
        private static final long serialVersionUID = 1L;

        NoStreamException(Throwable cause) {
            super(cause);
        }
    }
}
