package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops this machine before the engine's own bounds do, where a stream has copies. Servers before version 2.12.3 apply these bounds
 * each by itself to what they have. One that is behind with what was taken, as after its restart, has more than the one that leads:
 * so it leaves out a frame that was stored and answered for, and the frame is gone when that one leads. Where no server ever comes
 * near a bound, all of them have the same.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final Subjects subjects;
    private final Map<Address, Share> shares = new ConcurrentHashMap<>();

    /** Whether this session may not look. */
    private volatile boolean denied;

    private volatile boolean told;

    Room(Subjects subjects) {
        this.subjects = subjects;
    }

    /** What was known is not any more: this is another session. */
    void forget() {
        shares.clear();
        denied = false;
    }

    /**
     * Takes room for a frame.
     *
     * @param address one that is used by one thread at a time
     * @param size of the frame
     * @param end until when, on the clock of {@link System#nanoTime}
     * @throws LinkException {@code FULL} if there is none; {@code SILENT} if it cannot be found out now
     */
    void take(Session session, Address address, int size, long end) throws LinkException, InterruptedException {
        if (address.isForAll()) {
            return; // there, what is old goes
        }
        Share share = shares.computeIfAbsent(address, any -> new Share());
        if (share.isSpent() && !denied) {
            look(session, address, share, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        share.spend(size);
    }

    private void look(Session session, Address address, Share share, Duration time)
            throws LinkException, InterruptedException {
        String stream = subjects.stream(address.to());
        String subject = subjects.of(address);
        String filter = "{\"subjects_filter\":\"" + subject + "\"}";
        StreamInfo seen;
        try {
            seen = session.askAboutStream("stream '" + stream + "' cannot be looked at", "INFO", stream, filter, time);
        } catch (LinkException failure) {
            goOnWithout(failure, share);
            return;
        }
        long frames = seen.getStreamState().getSubjectMap().getOrDefault(subject, 0L);
        long bytes = seen.getStreamState().getByteCount();
        long mostBytes = seen.getConfiguration().getMaxBytes();
        if (!share.fill(seen.getConfiguration().getReplicas(), frames, bytes, mostBytes)) {
            throw new LinkException(
                    Kind.FULL,
                    NatsLink.sentence(address) + ": " + frames + " frames are stored for it and not taken, and " + bytes
                            + " bytes of " + mostBytes + " in all for that machine",
                    null);
        }
    }

    private void goOnWithout(LinkException failure, Share share) throws LinkException {
        if (Failures.isNoStream(failure.getCause())) {
            return; // nor has it any frames
        }
        switch (failure.kind()) {
            case SILENT -> throw failure;
            case DENIED -> {
                denied = true;
                if (!told) {
                    told = true;
                    LOG.warn(
                            "{}; with 'storage.replicas' above 1 only the server's own bounds hold now: configure it anew"
                                    + " as 'mailslot bridge nats-config' prints",
                            failure.getMessage());
                }
            }
            default -> share.guess();
        }
    }
}
