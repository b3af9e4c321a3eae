package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outboxes of a home: durable mailslots whose names have a host, and whose cursor is the bridge's. Each has a feed, unless the
 * configuration does not have it any more. One thread tends them; another one may open further ones, and views be taken by any: none
 * of them waits for what another one opens or makes, unless it wants just that.
 */
final class Outboxes implements AutoCloseable {
    /** The cursor of all that is the bridge's. */
    static final String CURSOR = "bridge";

    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    private final Means means;

    /** By the keys of their names; not done while somebody opens them. */
    private final Map<String, CompletableFuture<Feed>> open = new ConcurrentSkipListMap<>();

    /** Those that are still to be opened, and why they could not be; written by the thread that tends. */
    private final Map<RemoteName, String> later = new ConcurrentHashMap<>();

    /**
     * The names of those that the configuration does not have any more, and whether they are still to go, because they were open in a
     * bridge that was killed just now; written by the thread that tends.
     */
    private final Map<String, Boolean> withdrawn = new ConcurrentSkipListMap<>();

    /** Whether a feed waits for nothing any more, since there was no thread. */
    private final AtomicBoolean someRest = new AtomicBoolean();

    /** One that somebody has begun to open. */
    private static final class Opening {
        private final RemoteName name;
        private final CompletableFuture<Feed> done = new CompletableFuture<>();
        private @Nullable Receiver receiver;

        private Opening(RemoteName name) {
            this.name = name;
        }
    }

    Outboxes(Means means) {
        this.means = means;
    }

    /** Goes on with those that are there, and makes those that broadcasts need. */
    void begin() {
        for (MailslotStatus found : look().mailslots()) {
            Optional<RemoteName> name = RemoteName.parse(found.name());
            if (name.isPresent() && isOurs(found)) {
                if (means.settings().maySend(name.get())) {
                    later.put(name.get(), "");
                } else {
                    withdraw(found);
                }
            }
        }
        for (String slot : means.settings().send().exactNamesOfAll()) {
            later.put(new RemoteName(RemoteName.OTHERS, slot), "");
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
                withdrawn.remove(found.name());
                LOG.info("the empty outbox {} is deleted: 'send' of the configuration has it no more", found.name());
            } else {
                withdrawn.put(found.name(), false);
                LOG.warn(
                        "the outbox {} has messages, and 'send' of the configuration has it no more: they stay there",
                        found.name());
            }
        } catch (SharingViolationException open) {
            withdrawn.put(found.name(), true);
        } catch (MailslotNotFoundException gone) {
            withdrawn.remove(found.name());
        } catch (MailslotException failure) {
            boolean again = failure.errorCode() == ErrorCode.LOCK_VIOLATION; // somebody stands still
            if (withdrawn.put(found.name(), again) == null || !again) {
                LOG.warn("the outbox {} cannot be deleted: {}", found.name(), failure.getMessage());
            }
        }
    }

    private void withdrawThoseThatCouldNotGo() {
        if (!withdrawn.containsValue(true)) {
            return;
        }
        HomeSnapshot home = look();
        withdrawn.forEach((name, leaving) -> {
            if (leaving) {
                home.mailslot(name).ifPresentOrElse(this::withdraw, () -> withdrawn.remove(name));
            }
        });
    }

    /** Opens what could not be opened before, and has all feeds go on. */
    void tend() {
        withdrawThoseThatCouldNotGo();
        openThoseThatCouldNotBe();
        if (someRest.getAndSet(false)) { // before they are tended: which may not help
            feeds().forEach(Feed::tend);
        }
    }

    private void openThoseThatCouldNotBe() {
        List<Opening> begun = new ArrayList<>();
        try {
            for (RemoteName name : later.keySet()) {
                Opening opening = new Opening(name);
                if (open.putIfAbsent(name.key(), opening.done) == null) {
                    begun.add(opening);
                    try {
                        opening.receiver = receiver(name);
                    } catch (MailslotException failure) {
                        begun.remove(opening);
                        giveUp(opening, failure);
                        tell(name, failure);
                    }
                }
            }
            feed(begun);
        } catch (RuntimeException | Error failure) {
            begun.forEach(opening -> giveUp(opening, failure));
            throw failure;
        } finally {
            later.keySet().removeIf(this::isOpen);
        }
    }

    private boolean isOpen(RemoteName name) {
        CompletableFuture<Feed> feed = open.get(name.key());
        return feed != null && isOpen(feed);
    }

    private static boolean isOpen(CompletableFuture<Feed> feed) {
        return feed.isDone() && !feed.isCompletedExceptionally();
    }

    private List<Feed> feeds() {
        return open.values().stream()
                .filter(Outboxes::isOpen)
                .map(CompletableFuture::join)
                .toList();
    }

    /** Whether none is still to be opened, or to go. */
    boolean areSettled() {
        return later.isEmpty() && !withdrawn.containsValue(true);
    }

    /** The handles of a bridge that was killed just now are closed a moment later; else it is worth a word. */
    private void tell(RemoteName name, MailslotException failure) {
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(later.put(name, problem))) {
            LOG.warn("the outbox {} cannot be opened yet: {}", name.text(), problem);
        }
    }

    /**
     * Opens an outbox, or makes it.
     *
     * @param name is allowed
     * @return its name, for who wants to write to it
     */
    String open(RemoteName name) {
        Opening opening = new Opening(name);
        CompletableFuture<Feed> others = open.putIfAbsent(name.key(), opening.done);
        if (others != null) {
            return await(others).outbox().name().text();
        }
        try {
            opening.receiver = receiver(name);
            BridgePoint.OUTBOX_MADE.reached();
            feed(List.of(opening));
        } catch (RuntimeException | Error failure) {
            giveUp(opening, failure);
            throw failure;
        }
        BridgePoint.OUTBOX_NOTED.reached();
        return name.text();
    }

    /** What is open, or another thread opens. */
    private static Feed await(CompletableFuture<Feed> others) {
        try {
            return others.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof MailslotException told ? told : failure;
        }
    }

    private void giveUp(Opening opening, Throwable failure) {
        if (isOpen(opening.done)) {
            return;
        }
        open.remove(opening.name.key(), opening.done);
        if (opening.receiver != null) {
            opening.receiver.close();
        }
        opening.done.completeExceptionally(failure);
    }

    private Receiver receiver(RemoteName name) {
        MailslotOptions options = MailslotOptions.defaults()
                .withCursor(CURSOR)
                .withCapacity(means.settings().outboxCapacity())
                .withMaxMessageSize(means.settings().outboxMaxMessage());
        return means.kernel().createMailslot(name.text(), options);
    }

    /** One look for all of them: a home may have many mailslots. */
    private void feed(List<Opening> openings) {
        if (openings.isEmpty()) {
            return;
        }
        HomeSnapshot home = look();
        for (Opening opening : openings) {
            RemoteName name = opening.name;
            MailslotStatus mailslot = home.mailslot(name.text()).orElseThrow();
            UUID identity = means.state().outbox(name.key(), mailslot.objectId(), oldest(mailslot) == 0);
            Address address =
                    name.address(means.settings().name(), means.settings().domain());
            Receiver receiver = Objects.requireNonNull(opening.receiver);
            Feed.Outbox outbox = new Feed.Outbox(name, receiver, identity, address, () -> oldest(name));
            Feed feed = new Feed(outbox, means.link(), means.life(), means.workers(), someRest);
            feed.tend();
            opening.done.complete(feed);
            someRest.set(true); // it may, and was not there to be tended
        }
    }

    private long oldest(RemoteName name) {
        return oldest(look().mailslot(name.text()).orElseThrow());
    }

    private static long oldest(MailslotStatus mailslot) {
        return mailslot.appendedMessages() - mailslot.messageCount();
    }

    private HomeSnapshot look() {
        return HomeInspector.inspect(means.kernel().home()).orElseThrow();
    }

    /** {@return all of them, by name} */
    List<View.Outbox> views() {
        List<View.Outbox> views = new ArrayList<>();
        feeds().forEach(feed -> views.add(feed.view()));
        later.forEach((name, problem) -> {
            if (!isOpen(name)) {
                views.add(unserved(name.text(), false, problem));
            }
        });
        withdrawn.keySet().forEach(name -> views.add(unserved(name, true, "")));
        views.sort(Comparator.comparing(View.Outbox::name));
        return views;
    }

    private static View.Outbox unserved(String name, boolean withdrawn, String problem) {
        return new View.Outbox(name, withdrawn, -1, -1, 0, 0, 0, 0, problem);
    }

    /** Ends the feeds that wait for messages; the others end with their threads. */
    @Override
    public void close() {
        feeds().forEach(feed -> feed.outbox().receiver().close());
        open.clear();
    }
}
