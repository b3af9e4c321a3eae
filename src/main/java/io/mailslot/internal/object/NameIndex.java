package io.mailslot.internal.object;

import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Finds objects by name: hash buckets whose chains run through the object entries. Derived, and rebuilt from the
 * names in the entries. Needs the kernel lock.
 */
public final class NameIndex {
    private final Region head;
    private final ObjectTable objects;
    private final SignalWord word;

    /** Whether a name was added since that was told. Guarded by the kernel lock, like the index itself. */
    private boolean added;

    public NameIndex(KernelFile file, ObjectTable objects) {
        this.head = file.head();
        this.objects = objects;
        this.word = new SignalWord(head, KernelHeader.NAMES_WORD_OFFSET);
    }

    /** Signaled after a name was given to something: whoever waits for one sleeps on it. */
    public SignalWord word() {
        return word;
    }

    /**
     * Tells those who wait for a name, if one was added; to be called when the change is complete. For whoever dies before his
     * reaper does it.
     */
    void tell() {
        if (added) {
            FaultPoint.NAME_BEFORE_WAKE.reached();
            word.signal();
            added = false;
        }
    }

    /** The id of the object of that name, 0 if there is none. */
    public long find(ObjectName name) {
        String key = name.key();
        int hash = key.hashCode();
        int steps = 0;
        for (int i = first(hash); i >= 0; checkEndless(++steps)) {
            Region entry = objects.entry(i);
            if (entry.getInt(ObjectEntry.NAME_HASH_OFFSET) == hash && hasKey(i, entry, key)) {
                return objects.id(i);
            }
            i = entry.getInt(ObjectEntry.CHAIN_OFFSET) - 1;
        }
        return 0;
    }

    private boolean hasKey(int index, Region entry, String key) {
        return objects.find(objects.id(index)) != null
                && ObjectName.keyOf(entry.getInt(ObjectEntry.TYPE_OFFSET), read(entry))
                        .equals(key);
    }

    /** How many names there are; walks all chains. */
    public int size() {
        int size = 0;
        for (int bucket = 0; bucket < KernelHeader.NAME_BUCKETS; bucket++) {
            int next = head.getInt(KernelHeader.NAME_BUCKETS_OFFSET + bucket * Integer.BYTES) - 1;
            while (next >= 0) {
                checkEndless(++size);
                next = objects.entry(next).getInt(ObjectEntry.CHAIN_OFFSET) - 1;
            }
        }
        return size;
    }

    /** Visits every object of that hash, and maybe others. */
    void forEach(int hash, IntConsumer visitor) {
        int steps = 0;
        for (int i = first(hash); i >= 0; checkEndless(++steps)) {
            visitor.accept(i);
            i = objects.entry(i).getInt(ObjectEntry.CHAIN_OFFSET) - 1;
        }
    }

    /** Writes a name into an entry that is not published yet. */
    static void write(Region entry, ObjectName name) {
        write(entry, name.text(), name.key().hashCode());
    }

    /** Writes a text under which nobody looks for the object, but for those who know the hash. */
    static void write(Region entry, String text, int hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        entry.putBytes(ObjectEntry.NAME_OFFSET, bytes);
        entry.putInt(ObjectEntry.NAME_BYTES_OFFSET, bytes.length);
        entry.putInt(ObjectEntry.NAME_HASH_OFFSET, hash);
    }

    /** Whether an entry of a type that can have a name has one. */
    public static boolean isNamed(Region entry) {
        return entry.getInt(ObjectEntry.NAME_BYTES_OFFSET) > 0;
    }

    /** The name in an entry of a type that has one; empty if the object has none. */
    public static String read(Region entry) {
        int length = entry.getInt(ObjectEntry.NAME_BYTES_OFFSET);
        byte[] bytes = new byte[Math.max(0, Math.min(length, ObjectEntry.NAME_CAPACITY))];
        entry.getBytes(ObjectEntry.NAME_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void add(long object) {
        added = true;
        Region entry = objects.entry(ObjectId.index(object));
        int hash = entry.getInt(ObjectEntry.NAME_HASH_OFFSET);
        entry.putInt(ObjectEntry.CHAIN_OFFSET, first(hash) + 1);
        head.putInt(bucket(hash), ObjectId.index(object) + 1);
    }

    void remove(long object) {
        int index = ObjectId.index(object);
        Region entry = objects.entry(index);
        int hash = entry.getInt(ObjectEntry.NAME_HASH_OFFSET);
        int next = entry.getInt(ObjectEntry.CHAIN_OFFSET);
        if (first(hash) == index) {
            head.putInt(bucket(hash), next);
            return;
        }
        int steps = 0;
        for (int i = first(hash); i >= 0; checkEndless(++steps)) {
            Region other = objects.entry(i);
            int following = other.getInt(ObjectEntry.CHAIN_OFFSET) - 1;
            if (following == index) {
                other.putInt(ObjectEntry.CHAIN_OFFSET, next);
                return;
            }
            i = following;
        }
    }

    /** Empties all buckets, to be rebuilt. */
    void clear() {
        head.clear(KernelHeader.NAME_BUCKETS_OFFSET, KernelHeader.NAME_BUCKETS * Integer.BYTES);
    }

    private void checkEndless(int steps) {
        if (steps > KernelHeader.MAX_OBJECTS) {
            throw objects.damaged("a chain of names has no end");
        }
    }

    private int first(int hash) {
        return head.getInt(bucket(hash)) - 1;
    }

    private static int bucket(int hash) {
        int spread = hash ^ (hash >>> 16);
        return KernelHeader.NAME_BUCKETS_OFFSET + (spread & (KernelHeader.NAME_BUCKETS - 1)) * Integer.BYTES;
    }
}
