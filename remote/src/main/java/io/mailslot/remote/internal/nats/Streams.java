package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the streams, and gives existing ones the limits that are configured. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /**
     * Of frames for one mailslot from one machine, where there are copies: {@link Room} stops those who send long before. A server
     * that comes back has what was stored meanwhile before it knows what was taken, and must not refuse any of it.
     */
    static final int MOST_TO_ONE_WITH_COPIES = 16_384;

    /** More, because a slow machine stops nobody here: what it is late for is gone. */
    private static final int MOST_TO_ALL = 1024;

    private final NatsSettings settings;
    private final Subjects subjects;

    Streams(NatsSettings settings, Subjects subjects) {
        this.settings = settings;
        this.subjects = subjects;
    }

    /**
     * Sees to it that there is one. Other machines' streams have the limits that those say.
     *
     * @param to the machine, or {@link Address#ALL}
     */
    void ensure(Session session, String to) throws LinkException, InterruptedException {
        thereOrMade(session, wanted(to));
    }

    /** Sees to it that there is one with the limits of the options; if those are refused, that is told, and the others stay. */
    void ensureWithLimits(Session session, String to) throws LinkException, InterruptedException {
        StreamConfiguration wanted = wanted(to);
        adapt(session, thereOrMade(session, wanted), wanted);
    }

    private static StreamConfiguration thereOrMade(Session session, StreamConfiguration wanted)
            throws LinkException, InterruptedException {
        StreamConfiguration there = find(session, wanted.getName());
        if (there == null) {
            there = make(session, wanted);
        }
        checkKind(there, wanted);
        return there;
    }

    private StreamConfiguration wanted(String to) {
        boolean forAll = to.equals(Address.ALL);
        StreamConfiguration.Builder builder = StreamConfiguration.builder()
                .name(subjects.stream(to))
                .subjects(subjects.everythingFor(to))
                .storageType(StorageType.File)
                .replicas(settings.replicas())
                .maxBytes(settings.maxBytes())
                .maxAge(settings.expire());
        return forAll
                ? builder.retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.Old)
                        .maxMessagesPerSubject(MOST_TO_ALL)
                        .build()
                : builder.retentionPolicy(RetentionPolicy.WorkQueue)
                        .discardPolicy(DiscardPolicy.New)
                        .discardNewPerSubject(true)
                        .maxMessagesPerSubject(settings.replicas() > 1 ? MOST_TO_ONE_WITH_COPIES : Share.MOST)
                        .build();
    }

    private static @Nullable StreamConfiguration find(Session session, String name)
            throws LinkException, InterruptedException {
        try {
            return session.askAboutStream("stream '" + name + "' cannot be looked at", "INFO", name, "")
                    .getConfiguration();
        } catch (LinkException e) {
            if (Failures.isNoStream(e.getCause())) {
                return null;
            }
            throw e;
        }
    }

    private static StreamConfiguration make(Session session, StreamConfiguration wanted)
            throws LinkException, InterruptedException {
        String name = wanted.getName();
        try {
            return session.askAboutStream("stream '" + name + "' cannot be made", "CREATE", name, wanted.toJson())
                    .getConfiguration();
        } catch (LinkException e) {
            StreamConfiguration there = find(session, name); // somebody may have been faster
            if (there == null) {
                throw e.kind() == Kind.DENIED ? isForTheMaker(e) : e;
            }
            return there;
        }
    }

    private static LinkException isForTheMaker(LinkException denial) {
        return new LinkException(
                Kind.DENIED,
                denial.getMessage() + "; who may make streams makes it: mailslot bridge make-streams",
                denial);
    }

    private static void checkKind(StreamConfiguration there, StreamConfiguration wanted) throws LinkException {
        if (there.getRetentionPolicy() != wanted.getRetentionPolicy()
                || there.getStorageType() != wanted.getStorageType()
                || !there.getSubjects().equals(wanted.getSubjects())) {
            throw new LinkException(
                    Kind.FAILED,
                    "the server has a stream '" + there.getName() + "' of another kind: " + there.getSubjects() + ", "
                            + there.getRetentionPolicy() + ", " + there.getStorageType() + "; remove it with"
                            + " 'nats stream rm', or choose another domain",
                    null);
        }
    }

    private static void adapt(Session session, StreamConfiguration there, StreamConfiguration wanted)
            throws InterruptedException {
        List<String> changes = changes(there, wanted);
        if (changes.isEmpty()) {
            return;
        }
        StreamConfiguration changed = StreamConfiguration.builder(there)
                .discardPolicy(wanted.getDiscardPolicy())
                .discardNewPerSubject(wanted.isDiscardNewPerSubject())
                .maxMessagesPerSubject(wanted.getMaxMsgsPerSubject())
                .maxBytes(wanted.getMaxBytes())
                .maxAge(wanted.getMaxAge())
                .replicas(wanted.getReplicas())
                .build();
        try {
            session.askAboutStream(
                    "stream '" + there.getName() + "' keeps its limits, as " + changes + " is refused",
                    "UPDATE",
                    there.getName(),
                    changed.toJson());
        } catch (LinkException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static List<String> changes(StreamConfiguration there, StreamConfiguration wanted) {
        List<String> changes = new ArrayList<>();
        note(changes, "replicas", there.getReplicas(), wanted.getReplicas());
        note(changes, "max_bytes", there.getMaxBytes(), wanted.getMaxBytes());
        note(changes, "max_age", there.getMaxAge(), wanted.getMaxAge());
        note(changes, "discard", there.getDiscardPolicy(), wanted.getDiscardPolicy());
        note(changes, "discard_new_per_subject", there.isDiscardNewPerSubject(), wanted.isDiscardNewPerSubject());
        note(changes, "max_msgs_per_subject", there.getMaxMsgsPerSubject(), wanted.getMaxMsgsPerSubject());
        return changes;
    }

    private static void note(List<String> changes, String what, Object there, Object wanted) {
        if (!there.equals(wanted)) {
            changes.add(what + " " + there + " -> " + wanted);
        }
    }
}
