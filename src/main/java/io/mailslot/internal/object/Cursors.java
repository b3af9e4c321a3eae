package io.mailslot.internal.object;

import io.mailslot.api.MailslotOptions;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.Region;
import java.util.List;

/**
 * The cursors of durable mailslots: receivers that have a name, by which they are found again, and that stay when nobody
 * uses them. A mailslot is durable because it has a cursor, so there is nothing that could disagree with that. They are
 * in no index: each mailslot has few. Needs the kernel lock, but for what only looks at one receiver.
 */
public final class Cursors {
    private final ObjectTable objects;
    private final ReceiverChain chain;

    Cursors(ObjectTable objects, ReceiverChain chain) {
        this.objects = objects;
        this.chain = chain;
    }

    /** Whether a receiver is a cursor. */
    public static boolean isCursor(Region receiver) {
        int length = receiver.getIntVolatile(ObjectEntry.NAME_BYTES_OFFSET);
        return receiver.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_RECEIVER
                && length > 0
                && length <= MailslotOptions.MAX_CURSOR
                && receiver.getInt(ObjectEntry.NAME_HASH_OFFSET) == hash(NameIndex.read(receiver));
    }

    /** The name of a receiver that is a cursor. */
    public static String name(Region receiver) {
        return NameIndex.read(receiver);
    }

    /** What two names of one cursor have in common: the case of letters does not distinguish them. */
    public static String key(String cursor) {
        return LetterCase.fold(cursor);
    }

    /** Damage in one place makes no cursor of a receiver. */
    static int hash(String cursor) {
        return ~key(cursor).hashCode();
    }

    /** Whether a receiver stays though nobody uses it: as a cursor of a mailslot that is there. */
    boolean isKept(Region receiver) {
        return isCursor(receiver) && objects.findMailslot(receiver.getLong(ObjectEntry.MAILSLOT_OFFSET)) != null;
    }

    /**
     * Makes a published receiver a cursor, in one store: what is written of it before is complete. The dirty mark is set.
     *
     * @param receiver its id
     * @param cursor a valid name that no other one of the mailslot has
     */
    public void make(long receiver, String cursor) {
        Region entry = objects.require(receiver);
        write(entry, cursor);
        objects.require(entry.getLong(ObjectEntry.MAILSLOT_OFFSET)).putInt(ObjectEntry.DURABLE_OFFSET, 1);
    }

    /** Writes the name of a cursor; its hash is stored last, and makes it one. */
    static void write(Region receiver, String cursor) {
        NameIndex.write(receiver, cursor, 0);
        receiver.putIntRelease(ObjectEntry.NAME_HASH_OFFSET, hash(cursor));
    }

    /** All cursors of a mailslot. */
    public List<Long> of(Region mailslot) {
        return receivers(mailslot).stream()
                .filter(id -> isCursor(objects.require(id)))
                .toList();
    }

    /** A cursor of a mailslot by its name; 0 if there is none. */
    public long find(Region mailslot, String cursor) {
        return of(mailslot).stream()
                .filter(id -> key(name(objects.require(id))).equals(key(cursor)))
                .findFirst()
                .orElse(0L);
    }

    /** All receivers of a mailslot, cursors and others. */
    public List<Long> receivers(Region mailslot) {
        return chain.receivers(mailslot);
    }

    /** How many users a receiver has. */
    public int users(long receiver) {
        return objects.entry(ObjectId.index(receiver)).getInt(ObjectEntry.USAGE_COUNT_OFFSET);
    }
}
