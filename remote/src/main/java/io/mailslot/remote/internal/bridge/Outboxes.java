package io.mailslot.remote.internal.bridge;

import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SharingViolationException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.remote.internal.link.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outboxes of a home: durable mailslots whose names have a host, and whose cursor is the bridge's. Each has a feed, unless the
 * configuration does not have it any more. Thread-safe.
 */
final class Outboxes implements AutoCloseable {
    /** The cursor of all that is the bridge's. */
    static final String CURSOR = "bridge";

    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    private final Means means;

    /** By the keys of their names. Guarded by this. */
    private final Map<String, Feed> open = new TreeMap<>();

    /** Those that are still to be opened. Guarded by this. */
    private final Set<RemoteName> later = new LinkedHashSet<>();

    /** Why they are not. Guarded by this. */
    private final Map<RemoteName, String> problems = new HashMap<>();

    /** Those that the configuration does not have any more. Guarded by this. */
    private final List<String> withdrawn = new ArrayList<>();

    /** Those of them that are to go, and are still open in a bridge that was killed just now. Guarded by this. */
    private final Set<String> leaving = new HashSet<>();

    Outboxes(Means means) {
        this.means = means;
    }

    /** Goes on with those that are there, and makes those that broadcasts need. */
    synchronized void begin() {
        for (MailslotStatus found : look().mailslots()) {
            Optional<RemoteName> name = RemoteName.parse(found.name());
            if (name.isPresent() && isOurs(found)) {
                if (means.settings().maySend(name.get())) {
                    later.add(name.get());
                } else {
                    withdraw(found);
                }
            }
        }
        for (String slot : means.settings().send().exactNamesOfAll()) {
            later.add(new RemoteName(RemoteName.OTHERS, slot));
        }
        tend();
    }

    private static boolean isOurs(MailslotStatus mailslot) {
        return mailslot.cursors().stream().anyMatch(cursor -> cursor.name().equals(CURSOR));
    }

    private void withdraw(MailslotStatus found) {
        try {
            BridgePoint.OUTBOX_WITHDRAWN.reached();
            // what somebody writes at this moment is there, or he is told that it is not
            if (means.kernel().deleteMailslotIfEmpty(found.name(), found.objectId())) {
                LOG.info("the empty outbox {} is deleted: 'send' of the configuration has it no more", found.name());
            } else {
                withdrawn.add(found.name());
                LOG.warn(
                        "the outbox {} has messages, and 'send' of the configuration has it no more: they stay there",
                        found.name());
            }
        } catch (SharingViolationException open) {
            withdrawn.add(found.name());
            leaving.add(found.name());
        } catch (MailslotNotFoundException gone) {
            LOG.debug("the outbox {} is gone already", found.name());
        } catch (MailslotException failure) {
            withdrawn.add(found.name());
            LOG.warn("the outbox {} cannot be deleted: {}", found.name(), failure.getMessage());
        }
    }

    private void withdrawThoseThatCouldNotGo() {
        Set<String> names = Set.copyOf(leaving);
        leaving.clear();
        withdrawn.removeAll(names);
        look().mailslots().stream()
                .filter(found -> names.contains(found.name()))
                .forEach(this::withdraw);
    }

    /** Opens what could not be opened before, and has all feeds go on. */
    synchronized void tend() {
        if (!leaving.isEmpty()) {
            withdrawThoseThatCouldNotGo();
        }
        Map<RemoteName, Receiver> opened = new LinkedHashMap<>();
        for (RemoteName name : later) {
            try {
                opened.put(name, receiver(name));
            } catch (MailslotException failure) {
                tell(name, failure);
            }
        }
        begin(opened);
        later.removeAll(opened.keySet());
        problems.keySet().retainAll(later);
        open.values().forEach(Feed::tend);
    }

    /** Whether none is still to be opened, or to go. */
    synchronized boolean areSettled() {
        return later.isEmpty() && leaving.isEmpty();
    }

    /** The handles of a bridge that was killed just now are closed a moment later; else it is worth a word. */
    private void tell(RemoteName name, MailslotException failure) {
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(problems.put(name, problem))) {
            LOG.warn("the outbox {} cannot be opened yet: {}", name.text(), problem);
        }
    }

    /**
     * Opens an outbox, or makes it.
     *
     * @param name is allowed
     * @return its name, for who wants to write to it
     */
    synchronized String open(RemoteName name) {
        Feed known = open.get(name.key());
        if (known != null) {
            return known.outbox().name().text();
        }
        Receiver receiver = receiver(name);
        BridgePoint.OUTBOX_MADE.reached();
        begin(Map.of(name, receiver));
        BridgePoint.OUTBOX_NOTED.reached();
        return name.text();
    }

    private Receiver receiver(RemoteName name) {
        MailslotOptions options = MailslotOptions.defaults()
                .withCursor(CURSOR)
                .withCapacity(means.settings().outboxCapacity())
                .withMaxMessageSize(means.settings().outboxMaxMessage());
        return means.kernel().createMailslot(name.text(), options);
    }

    /** One look for all of them: a home may have many mailslots. */
    private void begin(Map<RemoteName, Receiver> opened) {
        if (opened.isEmpty()) {
            return;
        }
        try {
            HomeSnapshot home = look();
            opened.forEach((name, receiver) -> {
                long objectId = home.mailslot(name.text()).orElseThrow().objectId();
                begin(name, receiver, means.state().outbox(name.key(), objectId));
            });
        } catch (RuntimeException | Error failure) {
            opened.forEach((name, receiver) -> {
                open.remove(name.key());
                receiver.close();
            });
            throw failure;
        }
    }

    private void begin(RemoteName name, Receiver receiver, UUID identity) {
        Address address = name.address(means.settings().name(), means.settings().domain());
        Feed.Outbox outbox = new Feed.Outbox(name, receiver, identity, address, () -> oldest(name));
        Feed feed = new Feed(outbox, means.link(), means.life(), means.workers());
        open.put(name.key(), feed);
        feed.tend();
    }

    private long oldest(RemoteName name) {
        MailslotStatus status = look().mailslot(name.text()).orElseThrow();
        return status.appendedMessages() - status.messageCount();
    }

    private HomeSnapshot look() {
        return HomeInspector.inspect(means.kernel().home()).orElseThrow();
    }

    /** {@return all of them, by name} */
    synchronized List<View.Outbox> views() {
        List<View.Outbox> views = new ArrayList<>();
        open.values().forEach(feed -> views.add(feed.view()));
        later.forEach(name -> views.add(unserved(name.text(), false, problems.getOrDefault(name, ""))));
        withdrawn.forEach(name -> views.add(unserved(name, true, "")));
        views.sort(Comparator.comparing(View.Outbox::name));
        return views;
    }

    private static View.Outbox unserved(String name, boolean withdrawn, String problem) {
        return new View.Outbox(name, withdrawn, -1, -1, 0, 0, 0, 0, problem);
    }

    /** Ends the feeds that wait for messages; the others end with their threads. */
    @Override
    public synchronized void close() {
        open.values().forEach(feed -> feed.outbox().receiver().close());
        open.clear();
    }
}
