package io.mailslot.internal.object;

import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The receivers of a mailslot: a chain through their entries. Changes need the kernel lock. Senders walk it without: its
 * version is odd while it is being changed, and what was seen between two looks at the same even one is true. The version
 * belongs to the mailslot, so that nobody who stands still elsewhere in the control plane stops its senders. Whoever
 * dies in a change leaves it odd, and the dirty mark set; the repair makes it even.
 */
public final class ReceiverChain {
    private final ObjectTable objects;

    public ReceiverChain(ObjectTable objects) {
        this.objects = objects;
    }

    /** The version at this moment; to be compared with {@link #isStill} after the walk, if it is not changing. */
    public static long version(Region mailslot) {
        return mailslot.getLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET);
    }

    /** Whether that is the version of a chain that is being changed. */
    public static boolean isChanging(long version) {
        return (version & 1) != 0;
    }

    /** Whether what was read since that version was seen is of one chain. */
    public static boolean isStill(Region mailslot, long version) {
        VarHandle.loadLoadFence();
        return version(mailslot) == version;
    }

    /** What is done at each receiver of a walk. */
    @FunctionalInterface
    public interface Step {
        /** Comes to a receiver; returns its entry, null to end the walk there. */
        Region enter(long id, int place);
    }

    /**
     * Goes from receiver to receiver, in the order of the chain.
     *
     * @return whether it came to the end
     */
    public static boolean walk(Region mailslot, Step step) {
        long id = mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET);
        for (int place = 0; id != 0; place++) {
            Region entry = place > KernelHeader.MAX_OBJECTS ? null : step.enter(id, place);
            if (entry == null) {
                return false;
            }
            id = entry.getLong(ObjectEntry.NEXT_RECEIVER_OFFSET);
        }
        return true;
    }

    /** All of them. */
    List<Long> receivers(Region mailslot) {
        List<Long> receivers = new ArrayList<>();
        walk(mailslot, (id, place) -> {
            Region entry = objects.find(id);
            if (entry != null) {
                checkEndless(place + 1);
                receivers.add(id);
            }
            return entry;
        });
        return receivers;
    }

    /** Puts a receiver first. */
    void link(long receiver, Region entry, Region mailslot) {
        change(mailslot, () -> prepend(receiver, entry, mailslot));
    }

    /** Destroys a receiver and takes it out; what is destroyed stays so, whoever dies here. Returns how many are left. */
    int destroy(long receiver, Region entry, Region mailslot, FaultPoint between) {
        change(mailslot, () -> {
            objects.free(receiver);
            if (between != null) {
                between.reached();
            }
            unlink(receiver, entry, mailslot);
        });
        return mailslot.getInt(ObjectEntry.RECEIVERS_OFFSET);
    }

    /** Has the chain hold exactly these; nobody is disturbed if it does. */
    void restore(Region mailslot, List<Long> receivers) {
        if (!isChanging(version(mailslot)) && holds(mailslot, receivers)) {
            return;
        }
        change(mailslot, () -> {
            mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, 0);
            mailslot.putInt(ObjectEntry.RECEIVERS_OFFSET, 0);
            receivers.forEach(id -> prepend(id, objects.require(id), mailslot));
        });
    }

    private boolean holds(Region mailslot, List<Long> receivers) {
        if (mailslot.getInt(ObjectEntry.RECEIVERS_OFFSET) != receivers.size()) {
            return false;
        }
        HashSet<Long> expected = new HashSet<>(receivers);
        return walk(mailslot, (id, place) -> expected.remove(id) ? objects.find(id) : null) && expected.isEmpty();
    }

    /** A change that fails leaves the version odd, for the repair that follows. */
    private static void change(Region mailslot, Runnable change) {
        long changing = version(mailslot) | 1;
        mailslot.putLongVolatile(ObjectEntry.CHAIN_VERSION_OFFSET, changing);
        VarHandle.storeStoreFence();
        FaultPoint.CHAIN_CHANGING.reached();
        change.run();
        mailslot.putLongRelease(ObjectEntry.CHAIN_VERSION_OFFSET, changing + 1);
        // Senders may have waited because nothing could be told.
        ObjectTable.roomWord(mailslot).signal();
    }

    private static void prepend(long receiver, Region entry, Region mailslot) {
        entry.putLong(ObjectEntry.NEXT_RECEIVER_OFFSET, mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET));
        mailslot.putLong(ObjectEntry.FIRST_RECEIVER_OFFSET, receiver);
        count(mailslot, 1);
    }

    private void unlink(long receiver, Region entry, Region mailslot) {
        long next = entry.getLong(ObjectEntry.NEXT_RECEIVER_OFFSET);
        Region holder = mailslot;
        int link = ObjectEntry.FIRST_RECEIVER_OFFSET;
        for (int steps = 0; holder != null && holder.getLong(link) != receiver; steps++) {
            checkEndless(steps);
            holder = objects.find(holder.getLong(link));
            link = ObjectEntry.NEXT_RECEIVER_OFFSET;
        }
        if (holder != null) {
            holder.putLong(link, next);
        }
        count(mailslot, -1);
    }

    private static void count(Region mailslot, int change) {
        mailslot.putInt(ObjectEntry.RECEIVERS_OFFSET, mailslot.getInt(ObjectEntry.RECEIVERS_OFFSET) + change);
    }

    private void checkEndless(int steps) {
        if (steps > KernelHeader.MAX_OBJECTS) {
            throw objects.damaged("a chain of receivers has no end");
        }
    }
}
