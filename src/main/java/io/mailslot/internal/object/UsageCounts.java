package io.mailslot.internal.object;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts who uses an object, and destroys it with its last user. A handle-table entry counts one; a process object also
 * counts its running process. A mailslot has no handle: it lives while it has a receiver. A receiver that is a cursor of
 * a durable mailslot stays without a user. Needs the kernel lock.
 */
public final class UsageCounts {
    private final ObjectTable objects;
    private final NameIndex names;
    private final HomePaths home;
    private final FileObjectTable files;
    private final ReceiverChain chain;
    private final Cursors cursors;

    public UsageCounts(ObjectTable objects, NameIndex names, HomePaths home) {
        this.objects = objects;
        this.names = names;
        this.home = home;
        this.files = new FileObjectTable(objects, names);
        this.chain = new ReceiverChain(objects);
        this.cursors = new Cursors(objects, chain);
    }

    /** The cursors of durable mailslots among all receivers. */
    Cursors cursors() {
        return cursors;
    }

    /** The file objects among all. */
    FileObjectTable files() {
        return files;
    }

    /** Counts one more user. */
    public void acquire(long id) {
        Region entry = objects.require(id);
        entry.putInt(ObjectEntry.USAGE_COUNT_OFFSET, entry.getInt(ObjectEntry.USAGE_COUNT_OFFSET) + 1);
    }

    /** Counts one user less, destroys the object if it was the last one, and has those who wait through it look at what is left. */
    public void release(long id, Section section) {
        Region entry = objects.find(id);
        if (entry == null || entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
            return;
        }
        List<SignalWord> words = objects.usersWords(id, entry);
        int left = entry.getInt(ObjectEntry.USAGE_COUNT_OFFSET) - 1;
        entry.putInt(ObjectEntry.USAGE_COUNT_OFFSET, left);
        if (left <= 0) {
            retire(id, entry, section);
        }
        for (SignalWord word : words) {
            word.signal();
        }
    }

    private void retire(long id, Region entry, Section section) {
        if (cursors.isKept(entry)) {
            entry.putInt(ObjectEntry.USAGE_COUNT_OFFSET, 0);
        } else {
            destroy(id, entry, section);
        }
    }

    private void destroy(long id, Region entry, Section section) {
        switch (entry.getInt(ObjectEntry.TYPE_OFFSET)) {
            case ObjectEntry.TYPE_RECEIVER -> destroyReceiver(id, entry, section);
            case ObjectEntry.TYPE_SENDER -> destroySender(id, entry);
            case ObjectEntry.TYPE_EVENT, ObjectEntry.TYPE_SEMAPHORE, ObjectEntry.TYPE_MUTEX -> destroySync(id, entry);
            case ObjectEntry.TYPE_FILE -> files.destroy(id, entry, section);
            default -> objects.free(id);
        }
    }

    private void destroySync(long id, Region entry) {
        if (NameIndex.isNamed(entry)) {
            names.remove(id);
        }
        objects.free(id);
    }

    /** Ties a receiver, published or about to be, to its mailslot; one without a mailslot stays alone. */
    void linkReceiver(long receiver, Region entry) {
        Region mailslot = objects.findMailslot(entry.getLong(ObjectEntry.MAILSLOT_OFFSET));
        if (mailslot != null) {
            chain.link(receiver, entry, mailslot);
        }
    }

    /** The chain of each mailslot's receivers. */
    ReceiverChain chain() {
        return chain;
    }

    private void destroyReceiver(long id, Region entry, Section section) {
        long mailslotId = entry.getLong(ObjectEntry.MAILSLOT_OFFSET);
        Region mailslot = objects.findMailslot(mailslotId);
        if (mailslot == null) {
            objects.free(id);
            return;
        }
        FaultPoint between = cursors.isKept(entry) ? FaultPoint.CURSOR_DELETED : null;
        if (chain.destroy(id, entry, mailslot, between) <= 0) {
            endMailslot(mailslotId, mailslot, section);
        }
    }

    /** A mailslot has no receiver any more. For a durable one that cannot be: its cursors are damaged, not deleted. */
    void endMailslot(long id, Region mailslot, Section section) {
        if (mailslot.getInt(ObjectEntry.DURABLE_OFFSET) != 0) {
            try {
                LostMailslots.putAside(home, folder(id, mailslot), "its cursors are damaged", section);
            } catch (NoSuchFileException gone) {
                LostMailslots.warn("the durable mailslot '" + NameIndex.read(mailslot) + "' is lost: " + gone, section);
            } catch (IOException e) {
                throw IoFailures.translate("put the files of a damaged durable mailslot aside", home.lost(), e);
            }
        }
        destroyMailslot(id, mailslot, section);
    }

    /** Destroys a mailslot without receivers: its name is free at once, its queue goes, its senders stay unbound. */
    private void destroyMailslot(long id, Region mailslot, Section section) {
        names.remove(id);
        section.deleteLater(folder(id, mailslot));
        objects.free(id);
    }

    /** Deletes a cursor that nobody uses; it is not the last one of its mailslot. The dirty mark is set. */
    public void deleteCursor(long id, Section section) {
        destroyReceiver(id, objects.require(id), section);
    }

    /**
     * Deletes a durable mailslot whose cursors nobody uses, in an order in which it is whole or has lost its name and all
     * of its cursors, whoever dies here. The dirty mark is set.
     */
    public void deleteDurable(long id, Section section) {
        Region mailslot = objects.require(id);
        List<Long> receivers = cursors.receivers(mailslot);
        destroyMailslot(id, mailslot, section);
        FaultPoint.DURABLE_DELETED.reached();
        receivers.forEach(objects::free);
    }

    /** Where a mailslot's queue lies. */
    public Path folder(long id, Region mailslot) {
        return folder(home, id, mailslot);
    }

    /** Where the queue of a mailslot of that name lies. */
    public Path folder(long id, String name) {
        return folder(home, id, name);
    }

    /** Where a mailslot's queue lies in any home. */
    public static Path folder(HomePaths home, long id, Region mailslot) {
        return folder(home, id, NameIndex.read(mailslot));
    }

    private static Path folder(HomePaths home, long id, String name) {
        return home.mailslot(MailslotName.folderOf(name), id);
    }

    /** Counts a new sender in its mailslot. */
    void linkSender(Region entry) {
        countSender(entry, 1);
    }

    private void destroySender(long id, Region entry) {
        countSender(entry, -1);
        objects.free(id);
    }

    private void countSender(Region entry, int change) {
        Region mailslot = objects.findMailslot(entry.getLong(ObjectEntry.MAILSLOT_OFFSET));
        if (mailslot == null) {
            return;
        }
        add(mailslot, ObjectEntry.SENDERS_OFFSET, change);
        if (entry.getInt(ObjectEntry.WRITES_OFFSET) != 0) {
            add(mailslot, ObjectEntry.WRITERS_OFFSET, change);
        }
        if (entry.getInt(ObjectEntry.EXCLUSIVE_OFFSET) != 0) {
            add(mailslot, ObjectEntry.EXCLUSIVE_WRITERS_OFFSET, change);
        }
    }

    private static int add(Region entry, int offset, int change) {
        int value = entry.getInt(offset) + change;
        entry.putInt(offset, value);
        return value;
    }

    /** The usage count of an object, 0 if it is gone. For any thread, without the lock. */
    public static int of(ObjectTable objects, long id) {
        Region entry = ObjectId.index(id) < objects.highWater() ? objects.find(id) : null;
        return entry == null ? 0 : entry.getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET);
    }
}
