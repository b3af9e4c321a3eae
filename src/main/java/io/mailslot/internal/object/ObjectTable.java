package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The table of all kernel objects of a home. Everything but look-ups needs the kernel lock. Free entries form a
 * queue, which is derived: they are used again first in, first out, and rest for a while before it, so that whoever is
 * late with a change has all that time before only the tags of {@link TaggedWord} stand between him and another object.
 */
public final class ObjectTable {
    /** So many entries rest before the first of them is used again, if the table need not grow for it. */
    private static final int RESTING = 64;

    private final KernelFile file;
    private final Region head;

    public ObjectTable(KernelFile file) {
        this.file = file;
        this.head = file.head();
    }

    /** Entries ever used; higher ones are all free. */
    public int highWater() {
        int highWater = head.getIntVolatile(KernelHeader.OBJECT_HIGH_WATER_OFFSET);
        if (highWater < 0 || highWater > KernelHeader.MAX_OBJECTS) {
            throw file.damaged("it announces " + highWater + " used objects");
        }
        return highWater;
    }

    /** A view of an entry, free or not. */
    public Region entry(int index) {
        return file.objectEntry(index);
    }

    /** The id of what lives, or last lived, in an entry. */
    public long id(int index) {
        return ObjectId.of(index, entry(index).getInt(ObjectEntry.GENERATION_OFFSET));
    }

    /** The object's entry, or null if the object is gone. */
    public Region find(long id) {
        int index = ObjectId.index(id);
        if (id == 0 || index >= highWater()) {
            return null;
        }
        Region entry = entry(index);
        return isLive(entry, id) ? entry : null;
    }

    /** The mailslot's entry, or null if it is gone, or something else. */
    Region findMailslot(long id) {
        Region entry = find(id);
        return entry != null && entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT ? entry : null;
    }

    /**
     * The object's entry; it must exist: the caller has seen it in this critical section, or a handle that names it.
     *
     * @throws io.mailslot.api.HomeException with code 1392 if it does not: somebody has changed what only this process may
     */
    public Region require(long id) {
        Region entry = find(id);
        if (entry == null) {
            throw file.damaged("object 0x" + Long.toHexString(id) + " is named, and does not exist");
        }
        return entry;
    }

    /**
     * The words on which waiters of an object may sleep: its own, and its mailslot's if it is an end of one. They stay
     * valid when the object goes.
     */
    public List<SignalWord> words(long id) {
        Region entry = find(id);
        if (entry == null) {
            return List.of();
        }
        int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
        boolean end = type == ObjectEntry.TYPE_RECEIVER || type == ObjectEntry.TYPE_SENDER;
        Region mailslot = end ? findMailslot(entry.getLong(ObjectEntry.MAILSLOT_OFFSET)) : null;
        return mailslot == null ? List.of(word(entry)) : List.of(word(entry), word(mailslot), roomWord(mailslot));
    }

    /**
     * Those of the {@link #words} of an object on which somebody may sleep who uses it. Who waits for the messages of a mailslot
     * has no part in its senders: to wake him at the end of each would cost both more than that end.
     */
    List<SignalWord> usersWords(long id, Region entry) {
        if (entry.getInt(ObjectEntry.TYPE_OFFSET) != ObjectEntry.TYPE_SENDER) {
            return words(id);
        }
        Region mailslot = findMailslot(entry.getLong(ObjectEntry.MAILSLOT_OFFSET));
        return mailslot == null ? List.of(word(entry)) : List.of(word(entry), roomWord(mailslot));
    }

    /** The word on which waiters of the object in an entry sleep. */
    public static SignalWord word(Region entry) {
        return new SignalWord(entry, ObjectEntry.SIGNAL_WORD_OFFSET);
    }

    /** The word on which senders of the mailslot in an entry sleep while it is full. */
    public static SignalWord roomWord(Region mailslot) {
        return new SignalWord(mailslot, ObjectEntry.ROOM_WORD_OFFSET);
    }

    /** The failure to report when something in the table cannot be. */
    public HomeException damaged(String problem) {
        return file.damaged(problem);
    }

    /** Whether an entry still holds the object: one volatile read. */
    public static boolean isLive(Region entry, long id) {
        return entry.getIntVolatile(ObjectEntry.TYPE_OFFSET) != ObjectEntry.TYPE_FREE
                && entry.getIntVolatile(ObjectEntry.GENERATION_OFFSET) == ObjectId.generation(id);
    }

    /** The type of an object, {@link ObjectEntry#TYPE_FREE} if it is gone. */
    public int type(long id) {
        int index = ObjectId.index(id);
        if (id == 0 || index >= highWater()) {
            return ObjectEntry.TYPE_FREE;
        }
        int type = file.objectInt(index, ObjectEntry.TYPE_OFFSET); // before the look whether the object is still there
        boolean live = file.objectInt(index, ObjectEntry.GENERATION_OFFSET) == ObjectId.generation(id);
        return live ? type : ObjectEntry.TYPE_FREE;
    }

    /**
     * Takes a free entry and clears it. A generation is never used twice, whoever dies here. The entry stays free for
     * everybody else until {@link #publish}.
     *
     * @return the id of the object to be
     * @throws LimitReachedException if the home holds as many objects as it can
     */
    long allocate() {
        int index = takeFree();
        Region entry = entry(index);
        int generation = ObjectId.nextGeneration(entry.getInt(ObjectEntry.GENERATION_OFFSET));
        entry.putIntVolatile(ObjectEntry.GENERATION_OFFSET, generation);
        // Whoever sees anything of what follows sees the generation, too.
        VarHandle.fullFence();
        clear(entry, ObjectEntry.USAGE_COUNT_OFFSET, ObjectEntry.SIGNAL_WORD_OFFSET);
        // The signal words go on: somebody may still be about to sleep on one for the object that was here before.
        clear(entry, ObjectEntry.CURSOR_OFFSET, ObjectEntry.ROOM_WORD_OFFSET);
        return ObjectId.of(index, generation);
    }

    /**
     * Makes sure that so many objects can be made, so that nothing has to be taken back for want of an entry. Grows the
     * table, which nobody notices.
     *
     * @throws LimitReachedException if the home cannot hold that many more
     */
    void reserve(int count) {
        int missing = count;
        for (int free = firstFree();
                free >= 0 && missing > 0;
                free = entry(free).getInt(ObjectEntry.CHAIN_OFFSET) - 1) {
            missing--;
        }
        int end = missing == 0 ? 0 : firstNeverUsed() + missing;
        if (end > KernelHeader.MAX_OBJECTS) {
            throw full(KernelHeader.MAX_OBJECTS - missing);
        }
        while (end > file.objectCapacity()) {
            file.growObjectTable();
        }
        if (end > 0) {
            entry(end - 1);
        }
    }

    private static LimitReachedException full(int objects) {
        return new LimitReachedException(
                ErrorCode.NO_SYSTEM_RESOURCES,
                "the home holds " + objects + " kernel objects, at most " + KernelHeader.MAX_OBJECTS
                        + " are possible; close some handles");
    }

    private static void clear(Region entry, int from, int to) {
        entry.clear(from, to - from);
    }

    private int takeFree() {
        int free = firstFree();
        int unused = free >= 0 && head.getInt(KernelHeader.FREE_OBJECTS_OFFSET) > RESTING ? -1 : firstNeverUsed();
        if (free >= 0 && (unused < 0 || unused >= file.objectCapacity() || unused == KernelHeader.MAX_OBJECTS)) {
            takeFirst(free);
            return free;
        }
        if (unused == KernelHeader.MAX_OBJECTS) {
            throw full(unused);
        }
        if (unused == file.objectCapacity()) {
            file.growObjectTable();
        }
        head.putIntRelease(KernelHeader.OBJECT_HIGH_WATER_OFFSET, unused + 1);
        return unused;
    }

    private void takeFirst(int free) {
        int next = entry(free).getInt(ObjectEntry.CHAIN_OFFSET);
        head.putInt(KernelHeader.FREE_OBJECT_OFFSET, next);
        if (next == 0) {
            head.putInt(KernelHeader.LAST_FREE_OBJECT_OFFSET, 0);
        }
        head.putInt(KernelHeader.FREE_OBJECTS_OFFSET, head.getInt(KernelHeader.FREE_OBJECTS_OFFSET) - 1);
    }

    /** The head of the queue of free entries, -1 if it is empty. A queue that leads to an object is made anew. */
    private int firstFree() {
        int free = head.getInt(KernelHeader.FREE_OBJECT_OFFSET) - 1;
        if (free == -1 ? highWater() == KernelHeader.MAX_OBJECTS : !isFree(free)) {
            rebuildFree();
        }
        return head.getInt(KernelHeader.FREE_OBJECT_OFFSET) - 1;
    }

    /** The high water mark, moved over objects that lie above it, which a damaged mark would have overwritten. */
    private int firstNeverUsed() {
        int index = highWater();
        while (index < file.objectCapacity() && index < KernelHeader.MAX_OBJECTS && !isFree(index)) {
            index++;
        }
        return index;
    }

    /** Whether there is such an entry, and it is free. */
    private boolean isFree(int index) {
        return index >= 0
                && index < file.objectCapacity()
                && entry(index).getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_FREE;
    }

    /** Makes an allocated entry an object of that type: everything else in it is visible to whoever sees the type. */
    void publish(long id, int type) {
        entry(ObjectId.index(id)).putIntRelease(ObjectEntry.TYPE_OFFSET, type);
    }

    /** Destroys an object. */
    void free(long id) {
        int index = ObjectId.index(id);
        Region entry = entry(index);
        entry.putIntRelease(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_FREE);
        chainFree(index, entry);
    }

    /** Puts an entry, which is free by now, at the end of the queue of free entries. */
    private void chainFree(int index, Region entry) {
        entry.putInt(ObjectEntry.CHAIN_OFFSET, 0);
        int last = head.getInt(KernelHeader.LAST_FREE_OBJECT_OFFSET) - 1;
        boolean empty = head.getInt(KernelHeader.FREE_OBJECT_OFFSET) == 0;
        if (empty) {
            head.putInt(KernelHeader.FREE_OBJECT_OFFSET, index + 1);
        } else if (last != index && isFree(last)) {
            entry(last).putInt(ObjectEntry.CHAIN_OFFSET, index + 1);
        } else {
            rebuildFree(); // damaged; it finds this one, too
            return;
        }
        head.putInt(KernelHeader.LAST_FREE_OBJECT_OFFSET, index + 1);
        head.putInt(KernelHeader.FREE_OBJECTS_OFFSET, head.getInt(KernelHeader.FREE_OBJECTS_OFFSET) + 1);
    }

    /** Makes the queue of free entries anew; what was freed last is unknown, so they come by their numbers. */
    void rebuildFree() {
        head.putInt(KernelHeader.FREE_OBJECT_OFFSET, 0);
        head.putInt(KernelHeader.LAST_FREE_OBJECT_OFFSET, 0);
        head.putInt(KernelHeader.FREE_OBJECTS_OFFSET, 0);
        for (int i = 0; i < highWater(); i++) {
            if (isFree(i)) {
                chainFree(i, entry(i));
            }
        }
    }
}
