package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.link.LinkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local mailslots that something may come for. Each that exists has two inlets, with a thread each: for what is addressed to
 * this machine, and for what is to all of them. One thread tends them; views may be taken by any.
 */
final class Inlets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inlets.class);

    /** Shorter than the two seconds after which the engine wants to be told that a frame is being dealt with. */
    private static final OpenOptions FOR_INLETS = OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(1500));

    /** No number of changes. */
    static final long NEVER = -1;

    private final Means means;

    private final Set<String> exactNames;

    /** By folded names; for the thread that tends. */
    private final Map<String, Served> open = new HashMap<>();

    /** By folded names, those of mailslots that are gone as well. */
    private final Map<String, InletCounts> counts = new ConcurrentSkipListMap<>();

    /**
     * The number of changes of the home before the last search that has left nothing to be tried again; for the thread that
     * tends.
     */
    private long searchedAt = NEVER;

    /** That number before all mailslots were last asked whether they are still there; for the thread that tends. */
    private long tendedAt = NEVER;

    private volatile Set<String> openNames = Set.of();
    private volatile Map<String, Long> undelivered = Map.of();

    private record Served(Sender sender, Inlet toThis, Inlet toAll) {
        /**
         * Whether the mailslot is not there any more, or not all that comes for it is taken.
         *
         * @param changed whether the mailslot may have gone since it was asked last
         */
        boolean isOver(boolean changed) {
            if (toThis.isOver() || toAll.isOver()) {
                return true;
            }
            if (!changed) {
                return false;
            }
            try {
                sender.info();
                return false;
            } catch (ReceiverGoneException gone) {
                return true;
            }
        }

        /** Whether it has ended: before that nobody else may write what it is about to. */
        boolean hasEnded() {
            return toThis.isOver() && toAll.isOver();
        }

        void end() {
            toThis.close();
            toAll.close();
            sender.close();
        }
    }

    Inlets(Means means) {
        this.means = means;
        this.exactNames = means.settings().exactNames();
    }

    /**
     * Closes the inlets of mailslots that are gone.
     *
     * @param changes of the home: what goes after these is seen next time
     */
    void tend(long changes) {
        boolean changed = changes != tendedAt;
        tendedAt = NEVER;
        boolean any = open.values().removeIf(served -> {
            if (served.isOver(changed)) {
                served.end();
            }
            return served.hasEnded();
        });
        if (any) {
            searchedAt = NEVER; // there may be another one of the name by now
            openNames = Set.copyOf(open.keySet());
        }
        tendedAt = changes;
    }

    /**
     * Whether a search may find something: only after a change of the home. To be told of each mailslot that is not there costs
     * more than all else that an idle bridge does.
     */
    boolean mayFind(long changes) {
        return changes != searchedAt;
    }

    /**
     * Opens the inlets of mailslots that are new: those that the configuration names, and those that its patterns mean.
     *
     * @param changes of the home: what comes after these is for the next search
     */
    void search(long changes) {
        searchedAt = NEVER;
        boolean all = true;
        for (String slot : exactNames) {
            all &= openIfNew(slot);
        }
        if (means.settings().hasMoreNames()) {
            all &= lookAtTheHome();
        }
        openNames = Set.copyOf(open.keySet());
        searchedAt = all ? changes : NEVER;
    }

    private boolean lookAtTheHome() {
        HomeSnapshot home = HomeInspector.inspect(means.kernel().home())
                .orElseThrow(() -> new HomeException(
                        ErrorCode.FILE_INVALID,
                        "the home " + means.kernel().home()
                                + " is gone: its files were deleted; start the bridge again"));
        boolean all = true;
        for (MailslotStatus mailslot : home.mailslots()) {
            String slot = Names.fold(mailslot.name());
            if (RemoteName.parse(mailslot.name()).isEmpty() && means.settings().acceptsAny(slot)) {
                all &= openIfNew(slot);
            }
        }
        return all;
    }

    /** Whether it need not be tried again before something has changed. */
    private boolean openIfNew(String slot) {
        if (open.containsKey(slot)) {
            return true;
        }
        try {
            open(slot, means.kernel().openMailslot(slot, FOR_INLETS));
            return true;
        } catch (MailslotNotFoundException notYet) {
            LOG.trace("no mailslot '{}' yet", slot);
            return true;
        } catch (HomeException | InvalidHandleException ofAll) {
            throw ofAll;
        } catch (MailslotException failure) {
            tell(slot, failure);
            return false;
        }
    }

    private void open(String slot, Sender sender) {
        InletCounts counted = counts.computeIfAbsent(slot, name -> new InletCounts());
        try {
            Served served = new Served(sender, inlet(slot, false, sender, counted), inlet(slot, true, sender, counted));
            counted.problem = "";
            open.put(slot, served);
            served.toThis().begin();
            served.toAll().begin();
        } catch (MailslotException failure) {
            sender.close();
            throw failure;
        }
    }

    private void tell(String slot, MailslotException failure) {
        InletCounts counted = counts.computeIfAbsent(slot, name -> new InletCounts());
        String problem = String.valueOf(failure.getMessage());
        if (!counted.problem.equals(problem)) {
            LOG.warn("what comes for the mailslot '{}' stays where it is: {}", slot, problem);
        }
        counted.problem = problem;
    }

    private Inlet inlet(String slot, boolean forAll, Sender sender, InletCounts counted) {
        return new Inlet(means, slot, forAll, sender, counted);
    }

    /** Finds out for which names frames wait that have no mailslot here. */
    void count() throws LinkException, InterruptedException {
        Map<String, Long> stored = new TreeMap<>(means.link().stored());
        stored.keySet().removeAll(open.keySet());
        Set<String> unknown = new TreeSet<>(stored.keySet());
        unknown.removeAll(undelivered.keySet());
        for (String slot : unknown) {
            LOG.warn(
                    "{} frames came for '{}', which {}; they are kept until they expire",
                    stored.get(slot),
                    slot,
                    means.settings().acceptsAny(slot)
                            ? "is no mailslot of this home"
                            : "'accept' of the configuration does not have");
        }
        undelivered = Map.copyOf(stored);
    }

    Map<String, Long> undelivered() {
        return undelivered;
    }

    /** {@return all that was ever open, by name} */
    List<View.Inlet> views() {
        Set<String> now = openNames;
        return counts.entrySet().stream()
                .map(entry -> entry.getValue().view(entry.getKey(), now.contains(entry.getKey())))
                .toList();
    }

    @Override
    public void close() {
        open.values().forEach(Served::end);
        open.clear();
        openNames = Set.of();
    }
}
