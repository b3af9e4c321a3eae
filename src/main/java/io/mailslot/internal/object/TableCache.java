package io.mailslot.internal.object;

import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.MappedFaults;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handle tables of the processes of a home that this JVM has mapped, one each, kept until the process's record goes.
 * What is mapped costs no descriptor: a JVM that has none left can still repair the home and reap those it knew before.
 *
 * <p>Tables are used under the kernel lock only, and dropped while no other thread of this JVM has it: nobody can be at one
 * that is unmapped. The JVM's own is the exception; it is used without the lock, and never unmapped.
 */
public final class TableCache {
    private static final Logger LOG = LoggerFactory.getLogger(TableCache.class);

    private final HomePaths home;
    private final ProcessTable processes;

    /** Guarded by itself. */
    private final Map<ProcessRef, HandleTable> tables = new HashMap<>();

    private volatile ProcessRef own;

    private volatile boolean quick;

    TableCache(HomePaths home, ProcessTable processes) {
        this.home = home;
        this.processes = processes;
    }

    /**
     * Maps the table of this JVM's own process, for use without the lock.
     *
     * @throws IOException if it is missing or cannot be looked at
     */
    public HandleTable own(ProcessRef self) throws IOException {
        own = self;
        return get(self);
    }

    /**
     * The table of a process, mapped as far as it goes; the caller holds the kernel lock, and keeps nothing of it for
     * later.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be looked at, which says nothing about it
     * @throws HomeException with code 1392 if it is damaged
     */
    public HandleTable get(ProcessRef process) throws IOException {
        synchronized (tables) {
            HandleTable table = tables.get(process);
            if (table == null) {
                Path file = home.handles(process.index(), process.generation());
                FileTrees.requireFolders(home.root(), file);
                table = HandleTable.open(file, false);
                tables.put(process, table);
            }
            if (quick) {
                table.lookQuickly();
            }
            table.mapWhole();
            return table;
        }
    }

    /**
     * As {@link #get}, for whoever closes the handle of an entry: one in use is there, if its page is, so the length of the file
     * tells nothing more about it. One that seems to be free may have been cut off; for that this does look.
     *
     * @param index of the entry
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be looked at, which says nothing about it
     * @throws HomeException with code 1392 if it is damaged, or the entry was cut off
     */
    public HandleTable toClose(ProcessRef process, int index) throws IOException {
        synchronized (tables) {
            HandleTable known = tables.get(process);
            if (known == null || !known.isMapped(index)) {
                return get(process);
            }
            known.requireSound();
            boolean used = known.entry(index) != 0;
            MappedFaults.throwNow(); // what is read of a page that is gone is anything
            return used ? known : get(process);
        }
    }

    /**
     * As {@link #get}, for whoever must not take what is cut off a mapped file for free entries.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be looked at, which says nothing about it
     * @throws HomeException with code 1392 if it is damaged, or was cut
     */
    public HandleTable whole(ProcessRef process) throws IOException {
        synchronized (tables) {
            HandleTable known = tables.get(process);
            if (known != null) {
                known.requireWhole();
            }
            return get(process);
        }
    }

    /**
     * Fails if the file of this JVM's own table was cut: all that it has open is in what is gone.
     *
     * @throws HomeException with code 1392
     */
    void requireOwnWhole() {
        synchronized (tables) {
            HandleTable table = own == null ? null : tables.get(own);
            if (table != null) {
                table.requireWhole();
            }
        }
    }

    /** Has tables be looked at quickly, where that can be. Loads native code. */
    void lookQuickly() {
        quick = true;
    }

    /** What is to be told of a table whose file was cut while it is mapped here; empty if all of them are whole. */
    public Optional<HomeException> cut() {
        synchronized (tables) {
            for (HandleTable table : tables.values()) {
                try {
                    table.requireWhole();
                } catch (HomeException cut) {
                    return Optional.of(cut);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Maps what is new among the tables of these processes, as long as there are descriptors for it.
     *
     * @return whether all of them are mapped
     */
    public boolean learn(List<ProcessRef> inUse) {
        boolean all = true;
        for (ProcessRef process : inUse) {
            try {
                get(process);
            } catch (IOException | MailslotException | InternalError later) {
                LOG.debug("the handle table of process {} is not mapped ahead: {}", process, later.toString());
                all = false;
            }
        }
        return all;
    }

    /** Whether tables are kept of processes that have no record any more. */
    boolean hasStale() {
        synchronized (tables) {
            return tables.keySet().stream().anyMatch(this::isStale);
        }
    }

    /** Lets go of the tables of processes that have no record any more. No other thread of this JVM has the kernel lock. */
    public void dropStale() {
        synchronized (tables) {
            tables.entrySet().removeIf(kept -> {
                boolean stale = isStale(kept.getKey());
                if (stale && !kept.getKey().equals(own)) {
                    kept.getValue().unmap();
                }
                return stale;
            });
        }
    }

    private boolean isStale(ProcessRef process) {
        return processes.find(process) == null;
    }
}
