package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds everything derived from the handle tables, after a process died (or failed) in the middle of a critical
 * section: usage counts, the chains of receivers, names and free entries, and the counts of senders. Objects that no
 * handle and no process uses are destroyed, but for the cursors of durable mailslots; files that nobody owns are deleted.
 * It may be cut short at any instruction and run again. It looks at everything before it writes anything, and fails if it
 * cannot look.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SharedKernel kernel;
    private final ObjectTable objects;
    private final NameIndex names;
    private final UsageCounts usage;
    private final OwnerlessFiles ownerless;

    Recovery(SharedKernel kernel) {
        this.kernel = kernel;
        this.objects = kernel.objects();
        this.names = kernel.names();
        this.usage = kernel.usage();
        this.ownerless = new OwnerlessFiles(kernel.home(), objects, kernel.processes());
    }

    /** Rebuilds; the caller holds the kernel lock and clears the dirty mark afterwards. */
    void run(Section section) {
        Map<ProcessRef, HandleTable> tables = lookAtAll(section);
        int[] counts = countUsers(tables);
        FaultPoint.RECOVER_COUNTING.reached();
        objects.rebuildFree();
        names.clear();
        resetMailslots();
        restoreChains(counts);
        for (int i = objects.highWater() - 1; i >= 0; i--) {
            restore(i, counts[i]);
        }
        destroyUnusedFiles(section);
        destroyEmptyMailslots(section);
        ownerless.sweep(section);
        FaultPoint.RECOVER_BEFORE_CLEAN.reached();
    }

    /**
     * Everything that has to be looked at, mapped before the first write. Whoever cannot look repairs nothing: the dirty
     * mark stays for somebody who can. Nor does a process whose own table was cut: it would take what it has open for
     * closed, and its users would be told so.
     */
    private Map<ProcessRef, HandleTable> lookAtAll(Section section) {
        kernel.tables().requireOwnWhole();
        if (objects.highWater() > 0) {
            objects.entry(objects.highWater() - 1);
        }
        kernel.tables().dropStale();
        Map<ProcessRef, HandleTable> tables = new LinkedHashMap<>();
        for (ProcessRef process : kernel.processes().inUse()) {
            tables.put(process, handlesIfThere(process, section));
        }
        return tables;
    }

    private int[] countUsers(Map<ProcessRef, HandleTable> tables) {
        int[] counts = new int[objects.highWater()];
        tables.forEach((process, handles) -> {
            count(counts, kernel.processes().objectId(process));
            if (handles != null) {
                count(counts, handles);
            }
        });
        return counts;
    }

    private void count(int[] counts, HandleTable handles) {
        handles.forEach((index, entry) -> {
            if (!count(counts, HandleEntry.objectId(entry))) {
                handles.clear(index);
            }
        });
    }

    /** No handle names a mailslot itself. */
    private boolean count(int[] counts, long id) {
        int type = objects.type(id);
        if (type == ObjectEntry.TYPE_FREE || type == ObjectEntry.TYPE_MAILSLOT) {
            return false;
        }
        counts[ObjectId.index(id)]++;
        return true;
    }

    /** A damaged table counts as empty: that costs the one process what it had open, and lets all others go on. */
    private HandleTable handlesIfThere(ProcessRef process, Section section) {
        try {
            return kernel.tables().whole(process);
        } catch (NoSuchFileException vanished) {
            return null;
        } catch (IOException cannotLook) {
            throw IoFailures.translate(
                    "look at the handles of process " + process + ", to repair the home",
                    kernel.home().handles(process.index(), process.generation()),
                    cannotLook);
        } catch (HomeException failure) {
            if (failure.errorCode() != ErrorCode.FILE_CORRUPT) {
                throw failure;
            }
            LOG.warn("the handles of process {} are lost: {}", process, failure.getMessage());
            section.noteLater(ErrorReport.warning(
                    Recovery.class,
                    failure.errorCode(),
                    "the handles of process " + process + " are lost: " + failure.getMessage()));
            return null;
        }
    }

    private void resetMailslots() {
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            if (entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
                entry.putInt(ObjectEntry.SENDERS_OFFSET, 0);
                entry.putInt(ObjectEntry.WRITERS_OFFSET, 0);
                entry.putInt(ObjectEntry.EXCLUSIVE_WRITERS_OFFSET, 0);
                names.add(objects.id(i));
            }
        }
    }

    /**
     * Before any receiver is freed, so that a chain that senders walk meanwhile never leads to nothing; and one after the
     * other, so that who stops here stops the senders of one mailslot at most.
     */
    private void restoreChains(int[] counts) {
        Map<Long, List<Long>> receivers = new HashMap<>();
        for (int i = objects.highWater() - 1; i >= 0; i--) {
            Region entry = objects.entry(i);
            boolean stays = entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_RECEIVER
                    && (counts[i] != 0 || usage.cursors().isKept(entry));
            if (stays) {
                receivers
                        .computeIfAbsent(entry.getLong(ObjectEntry.MAILSLOT_OFFSET), mailslot -> new ArrayList<>())
                        .add(objects.id(i));
            }
        }
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            if (entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
                usage.chain().restore(entry, receivers.getOrDefault(objects.id(i), List.of()));
            }
        }
    }

    private void restore(int index, int count) {
        Region entry = objects.entry(index);
        int type = entry.getInt(ObjectEntry.TYPE_OFFSET);
        if (type != ObjectEntry.TYPE_FREE && type != ObjectEntry.TYPE_MAILSLOT) {
            entry.putInt(ObjectEntry.USAGE_COUNT_OFFSET, count);
            if (count == 0 && type == ObjectEntry.TYPE_FILE) {
                return; // until it is known who else has the file open
            }
            if (count == 0 && !usage.cursors().isKept(entry)) {
                objects.free(objects.id(index));
            } else if (type == ObjectEntry.TYPE_SENDER) {
                usage.linkSender(entry);
            } else if (type != ObjectEntry.TYPE_RECEIVER
                    && type != ObjectEntry.TYPE_PROCESS
                    && NameIndex.isNamed(entry)) {
                names.add(objects.id(index));
            }
        }
    }

    private void destroyUnusedFiles(Section section) {
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            boolean unused = entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_FILE
                    && entry.getInt(ObjectEntry.USAGE_COUNT_OFFSET) == 0;
            if (unused) {
                kernel.files().destroy(objects.id(i), entry, section);
            }
        }
    }

    private void destroyEmptyMailslots(Section section) {
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            boolean empty = entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT
                    && entry.getInt(ObjectEntry.RECEIVERS_OFFSET) == 0;
            if (empty) {
                usage.endMailslot(objects.id(i), entry, section);
            }
        }
    }
}
