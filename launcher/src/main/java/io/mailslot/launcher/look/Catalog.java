package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ReceiverStatus;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a home has, by its identities: who asks about each of many things does not search for it among all of them. */
public final class Catalog {
    private final Map<Long, ObjectStatus> objects = new HashMap<>();
    private final Map<Long, MailslotStatus> mailslots = new HashMap<>();
    private final Map<Long, ReceiverStatus> receivers = new HashMap<>();

    /**
     * That of a home.
     *
     * @param home of a snapshot
     */
    public Catalog(HomeSnapshot home) {
        for (ObjectStatus object : home.objects()) {
            objects.putIfAbsent(object.objectId(), object);
        }
        for (MailslotStatus mailslot : home.mailslots()) {
            mailslots.putIfAbsent(mailslot.objectId(), mailslot);
            mailslot.receivers().forEach(each -> receivers.putIfAbsent(each.objectId(), each));
        }
    }

    Optional<ObjectStatus> object(long objectId) {
        return Optional.ofNullable(objects.get(objectId));
    }

    Optional<MailslotStatus> mailslot(long objectId) {
        return Optional.ofNullable(mailslots.get(objectId));
    }

    /**
     * The state of an object, in words.
     *
     * @param object of the home
     * @return its state, or a dash
     */
    public String state(ObjectStatus object) {
        String waited = object.waitedFor() && !object.signaled() ? ", waited for" : "";
        return switch (object.type()) {
            case RECEIVER -> receiver(object) + waited;
            case SENDER ->
                object.mailslotId().isPresent() || object.name().startsWith("\\\\") ? "-" : "bound to the name";
            case PROCESS ->
                object.exitCode().isPresent()
                        ? "ended, " + Words.exit(object.exitCode().getAsInt())
                        : "running" + waited;
            case EVENT ->
                (object.signaled() ? "set" : "not set")
                        + (object.manualReset().orElse(false) ? ", manual reset" : ", auto reset")
                        + waited;
            case SEMAPHORE ->
                object.count().orElse(0) + " of " + object.maximum().orElse(0) + waited;
            case MUTEX -> mutex(object) + waited;
            case FILE ->
                "at " + object.filePointer().orElse(0)
                        + object.fileUse()
                                .map(use -> ", " + use.toLowerCase(Locale.ROOT))
                                .orElse("");
        };
    }

    private String receiver(ObjectStatus object) {
        ReceiverStatus receiver = receivers.get(object.objectId());
        if (receiver == null) {
            return "-";
        }
        return (receiver.messageCount() < 0 ? "unreadable" : receiver.messageCount() + " unread")
                + (receiver.missedMessages() > 0 ? ", " + receiver.missedMessages() + " missed" : "")
                + receiver.cursor().map(name -> ", cursor " + name).orElse("");
    }

    private static String mutex(ObjectStatus object) {
        if (object.abandoned()) {
            return "abandoned";
        }
        if (object.ownerProcessId().isEmpty()) {
            return "free";
        }
        return "owned by " + object.ownerProcessId().getAsLong() + ", thread "
                + object.ownerThread().orElse(0)
                + (object.depth() > 1 ? ", " + object.depth() + " deep" : "");
    }

    /**
     * What a thread waits for that waits for this object.
     *
     * @param objectId of the object
     * @return type and name
     */
    public String awaited(long objectId) {
        MailslotStatus mailslot = mailslots.get(objectId);
        if (mailslot != null) {
            return "room " + mailslot.name();
        }
        ObjectStatus object = objects.get(objectId);
        return object == null ? Words.address(objectId) : Words.lower(object.type()) + " " + object.name();
    }

    /** What {@code why} is to be asked about an object: of an end of a mailslot that one; a process that has ended is known by its id. */
    String subject(long objectId) {
        ObjectStatus object = objects.get(objectId);
        if (object == null) {
            return Words.address(objectId);
        }
        MailslotStatus mailslot = object.mailslotId().isPresent()
                ? mailslots.get(object.mailslotId().getAsLong())
                : null;
        boolean ended = object.type() == ObjectType.PROCESS && object.exitCode().isPresent();
        return mailslot != null ? mailslot.name() : ended ? object.name() : Words.address(objectId);
    }
}
