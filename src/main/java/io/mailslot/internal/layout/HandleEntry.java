package io.mailslot.internal.layout;

import io.mailslot.api.AccessRight;
import io.mailslot.api.HandleFlag;
import java.util.EnumSet;
import java.util.Set;

/**
 * One entry of a handle table: a single 64-bit word, so that one store makes a handle, closes it, or changes it, and no
 * process ever sees half of it. 0 is a free entry.
 *
 * <pre>
 *  63 62 61 60 59            44 43                              0
 * +-----+--+--+----------------+---------------------------------+
 * |  0  |P |I | access rights  |  object id                      |
 * +-----+--+--+----------------+---------------------------------+
 *  P protect from close · I inherit
 * </pre>
 */
public final class HandleEntry {
    private static final int RIGHTS_SHIFT = ObjectId.INDEX_BITS + ObjectId.GENERATION_BITS;
    private static final int RIGHTS_BITS = 16;

    /** The inherit flag. */
    public static final long INHERIT = 1L << (RIGHTS_SHIFT + RIGHTS_BITS);
    /** The protect-from-close flag. */
    public static final long PROTECT = INHERIT << 1;

    private HandleEntry() {}

    public static long of(long objectId, Set<AccessRight> rights, boolean inherit) {
        long entry = objectId | (inherit ? INHERIT : 0);
        for (AccessRight right : rights) {
            entry |= bit(right);
        }
        return entry;
    }

    /** The bit that stands for a right in an entry. */
    public static long bit(AccessRight right) {
        return 1L << (RIGHTS_SHIFT + right.ordinal());
    }

    public static long objectId(long entry) {
        return entry & ObjectId.MASK;
    }

    public static boolean allows(long entry, AccessRight right) {
        return (entry & bit(right)) != 0;
    }

    public static Set<AccessRight> rights(long entry) {
        Set<AccessRight> rights = EnumSet.noneOf(AccessRight.class);
        for (AccessRight right : AccessRight.values()) {
            if (allows(entry, right)) {
                rights.add(right);
            }
        }
        return rights;
    }

    public static Set<HandleFlag> flags(long entry) {
        Set<HandleFlag> flags = EnumSet.noneOf(HandleFlag.class);
        for (HandleFlag flag : HandleFlag.values()) {
            if ((entry & bit(flag)) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    public static long withFlags(long entry, Set<HandleFlag> mask, Set<HandleFlag> flags) {
        long changed = entry;
        for (HandleFlag flag : mask) {
            changed = flags.contains(flag) ? changed | bit(flag) : changed & ~bit(flag);
        }
        return changed;
    }

    private static long bit(HandleFlag flag) {
        return flag == HandleFlag.INHERIT ? INHERIT : PROTECT;
    }
}
