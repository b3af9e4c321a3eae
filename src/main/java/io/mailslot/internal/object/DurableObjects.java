package io.mailslot.internal.object;

import io.mailslot.api.InvalidNameException;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.Region;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The durable mailslots of a home in which nobody lives, on their way from the former kernel file to a new one, where
 * they keep their ids. Each is judged by itself, whatever else is wrong in the file, and by what is not derived: counts,
 * chains and index are made anew. Usage counts, which belong to the dead, are left behind. Not thread-safe.
 */
public final class DurableObjects {
    /** Generations go on, so that the id of what is left behind never comes back. */
    private final int[] generations;

    /**
     * So do those of processes: a log may be carried over unseen, because only another user may look at it, and its write
     * lock may name a process that is dead. Nobody who lives may have that name.
     */
    private final int[] processGenerations;

    private final Map<Long, DurableMailslot> sound = new LinkedHashMap<>();
    private final Map<Long, String> lost = new LinkedHashMap<>();

    private DurableObjects(int[] generations, int[] processGenerations) {
        this.generations = generations;
        this.processGenerations = processGenerations;
    }

    /** No durable mailslots, as in a new home. */
    public static DurableObjects none() {
        return new DurableObjects(new int[0], new int[0]);
    }

    /** Reads all that a kernel file has; nobody changes it meanwhile. */
    public static DurableObjects read(KernelFile file) {
        int[] generations = new int[file.objectCapacity()];
        int[] processes = IntStream.range(0, KernelHeader.MAX_PROCESSES)
                .map(i -> file.processRecord(i).getInt(ProcessRecord.GENERATION_OFFSET))
                .toArray();
        DurableObjects durable = new DurableObjects(generations, processes);
        Map<Long, Region> mailslots = new LinkedHashMap<>();
        Map<Long, List<DurableMailslot.Cursor>> cursors = new LinkedHashMap<>();
        for (int i = 0; i < generations.length; i++) {
            Region entry = file.objectEntry(i);
            generations[i] = entry.getInt(ObjectEntry.GENERATION_OFFSET);
            long id = ObjectId.of(i, generations[i]) & ObjectId.MASK;
            if (entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
                mailslots.put(id, entry);
            } else if (Cursors.isCursor(entry)) {
                cursors.computeIfAbsent(entry.getLong(ObjectEntry.MAILSLOT_OFFSET), any -> new ArrayList<>())
                        .add(cursor(id, entry));
            }
        }
        Set<String> names = new HashSet<>();
        mailslots.forEach((id, entry) -> durable.judge(id, entry, cursors.getOrDefault(id, List.of()), names));
        cursors.keySet().stream()
                .filter(id -> !mailslots.containsKey(id) && !wasDeleted(file, id))
                .forEach(id -> durable.lost.put(id, "its entry in " + file + " is damaged"));
        return durable;
    }

    /** Whether a mailslot is gone that has cursors: who deleted it died before they were. */
    private static boolean wasDeleted(KernelFile file, long id) {
        if (ObjectId.index(id) >= file.objectCapacity()) {
            return false;
        }
        Region entry = file.objectEntry(ObjectId.index(id));
        return entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_FREE
                && entry.getInt(ObjectEntry.GENERATION_OFFSET) == ObjectId.generation(id);
    }

    private static DurableMailslot.Cursor cursor(long id, Region entry) {
        ReceiverWords words = new ReceiverWords(entry, id);
        return new DurableMailslot.Cursor(
                id,
                Cursors.name(entry),
                (int) words.readTimeoutMs().read(),
                words.place(),
                words.missed().read());
    }

    private void judge(long id, Region entry, List<DurableMailslot.Cursor> cursors, Set<String> names) {
        if (cursors.isEmpty() && entry.getInt(ObjectEntry.DURABLE_OFFSET) == 0) {
            return; // an ordinary one
        }
        DurableMailslot mailslot = new DurableMailslot(
                id,
                NameIndex.read(entry),
                entry.getInt(ObjectEntry.BROADCAST_OFFSET) != 0,
                entry.getInt(ObjectEntry.MAX_MESSAGE_OFFSET),
                cursors);
        String problem = problem(mailslot, entry, names);
        if (problem == null) {
            sound.put(id, mailslot);
        } else {
            lost.put(id, problem);
        }
    }

    private static String problem(DurableMailslot mailslot, Region entry, Set<String> names) {
        MailslotName name;
        try {
            name = MailslotName.parse(mailslot.name());
        } catch (InvalidNameException damaged) {
            return damaged.getMessage();
        }
        Set<String> cursorNames = new HashSet<>();
        if (name.key().hashCode() != entry.getInt(ObjectEntry.NAME_HASH_OFFSET)) {
            return "its name '" + mailslot.name() + "' is damaged";
        }
        if (mailslot.maxMessageSize() < -1) {
            return "its maximum message size is " + mailslot.maxMessageSize();
        }
        if (mailslot.cursors().isEmpty()) {
            return "its cursors are damaged";
        }
        if (!mailslot.broadcast() && mailslot.cursors().size() > 1) {
            return "it is not for broadcast and has " + mailslot.cursors().size() + " cursors";
        }
        for (DurableMailslot.Cursor cursor : mailslot.cursors()) {
            if (!cursorNames.add(Cursors.key(cursor.name()))) {
                return "two of its cursors are named '" + cursor.name() + "'";
            }
        }
        return names.add(name.key()) ? null : "another one has the name '" + mailslot.name() + "', too";
    }

    /** Those that are carried over. */
    public Collection<DurableMailslot> mailslots() {
        return List.copyOf(sound.values());
    }

    /** Whether a mailslot is carried over. */
    public boolean has(long id) {
        return sound.containsKey(id);
    }

    /** Those that are not, by id, and why. */
    public Map<Long, String> lost() {
        return Map.copyOf(lost);
    }

    /** Leaves a mailslot behind. */
    public void lose(DurableMailslot mailslot, String why) {
        sound.remove(mailslot.id());
        lost.put(mailslot.id(), why);
    }

    /** Leaves all cursors of a mailslot behind but these. */
    public void keepOnly(DurableMailslot mailslot, List<DurableMailslot.Cursor> cursors) {
        sound.put(mailslot.id(), mailslot.withCursors(cursors));
    }

    /** Chunks that the object table needs to have all of them where they were; 0 if there are none. */
    int chunks() {
        return (highWater() + KernelHeader.OBJECTS_PER_CHUNK - 1) / KernelHeader.OBJECTS_PER_CHUNK;
    }

    private int highWater() {
        int highest = -1;
        for (DurableMailslot mailslot : sound.values()) {
            highest = Math.max(highest, ObjectId.index(mailslot.id()));
            for (DurableMailslot.Cursor cursor : mailslot.cursors()) {
                highest = Math.max(highest, ObjectId.index(cursor.id()));
            }
        }
        return highest + 1;
    }

    /** Writes them into a new kernel file of zeros, which then needs the repair of everything derived. */
    void store(Region file) {
        if (sound.isEmpty()) {
            return;
        }
        file.putInt(KernelHeader.DIRTY_OFFSET, 1);
        file.putInt(KernelHeader.OBJECT_HIGH_WATER_OFFSET, highWater());
        int entries = Math.min(generations.length, chunks() * KernelHeader.OBJECTS_PER_CHUNK);
        for (int i = 0; i < entries; i++) {
            entry(file, i).putInt(ObjectEntry.GENERATION_OFFSET, generations[i]);
        }
        for (int i = 0; i < processGenerations.length; i++) {
            int record = KernelHeader.PROCESS_TABLE_OFFSET + i * ProcessRecord.LENGTH;
            file.putInt(record + ProcessRecord.GENERATION_OFFSET, processGenerations[i]);
        }
        for (DurableMailslot mailslot : sound.values()) {
            store(mailslot, entry(file, ObjectId.index(mailslot.id())));
            for (DurableMailslot.Cursor cursor : mailslot.cursors()) {
                store(cursor, mailslot.id(), entry(file, ObjectId.index(cursor.id())));
            }
        }
    }

    private static Region entry(Region file, int index) {
        return file.slice(KernelHeader.OBJECT_TABLE_OFFSET + index * ObjectEntry.LENGTH, ObjectEntry.LENGTH);
    }

    private static void store(DurableMailslot mailslot, Region entry) {
        NameIndex.write(entry, MailslotName.parse(mailslot.name()));
        entry.putInt(ObjectEntry.MAX_MESSAGE_OFFSET, mailslot.maxMessageSize());
        entry.putInt(ObjectEntry.BROADCAST_OFFSET, mailslot.broadcast() ? 1 : 0);
        entry.putInt(ObjectEntry.DURABLE_OFFSET, 1);
        entry.putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_MAILSLOT);
    }

    private static void store(DurableMailslot.Cursor cursor, long mailslot, Region entry) {
        entry.putLong(ObjectEntry.MAILSLOT_OFFSET, mailslot);
        ReceiverWords words = new ReceiverWords(entry, cursor.id());
        words.begin(cursor.place(), cursor.readTimeoutMs());
        words.beginMissed(cursor.missed());
        entry.putInt(ObjectEntry.TYPE_OFFSET, ObjectEntry.TYPE_RECEIVER);
        Cursors.write(entry, cursor.name());
    }
}
