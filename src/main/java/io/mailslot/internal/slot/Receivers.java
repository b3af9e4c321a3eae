package io.mailslot.internal.slot;

import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.StillNeeded;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ReceiverChain;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.SharedKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The receivers of one mailslot, seen without the kernel lock: the chain is walked again until nobody has changed
 * it meanwhile, as its version tells. Thread-safe, but for {@link #positions}.
 */
final class Receivers implements StillNeeded {
    private static final int ATTEMPTS = 2_000;
    private static final int KEPT = 4;

    private final SharedKernel kernel;
    private final long mailslotId;
    private final Region mailslot;
    private final ReceiverWords[] known = new ReceiverWords[KEPT];
    private long sum;

    /** What keeps the receivers from being told; null while they can be. */
    private volatile Change change;

    /**
     * A change of the chain that somebody was seen in. Where another one is seen he has gone on, whoever it was.
     *
     * @param version of the chain
     * @param patience with him
     */
    private record Change(long version, Patience patience) {}

    /** Made once, because senders ask often. */
    private final ToLongFunction<ReceiverWords> cursor =
            receiver -> receiver.cursor().read();

    private final ToLongFunction<ReceiverWords> needed = this::arenaPosition;
    private final ToLongFunction<ReceiverWords> position = this::add;

    Receivers(SharedKernel kernel, long mailslotId, Region mailslot) {
        this.kernel = kernel;
        this.mailslotId = mailslotId;
        this.mailslot = mailslot;
    }

    @Override
    public long cursor() {
        return lowest(cursor);
    }

    @Override
    public long arenaPosition() {
        return lowest(needed);
    }

    private long arenaPosition(ReceiverWords receiver) {
        return receiver.released().read();
    }

    /** The word that names a process as the owner of a log's write lock; never 0. */
    static long owner(ProcessRef process) {
        return (long) process.generation() << Integer.SIZE | process.index();
    }

    static ProcessRef owner(long word) {
        return new ProcessRef((int) word, (int) (word >>> Integer.SIZE));
    }

    /** A number that changes when any of them moves on; it may change without that, too. */
    long positions() {
        sum = 0;
        lowest(position);
        return sum;
    }

    private long add(ReceiverWords receiver) {
        sum += receiver.cursor().read();
        return 0;
    }

    /** All of them, as far as they can be told at this moment; some may be told twice. */
    List<ReceiverWords> all() {
        List<ReceiverWords> all = new ArrayList<>();
        ToLongFunction<ReceiverWords> add = receiver -> {
            all.add(receiver);
            return 0;
        };
        if (lowest(add) == UNKNOWN) {
            walk(add);
        }
        return all;
    }

    /** For how long to bear that nothing can be told, because somebody is changing the chain; null if it could, last. */
    Patience unknown() {
        Change now = change;
        return now == null ? null : now.patience();
    }

    private long lowest(ToLongFunction<ReceiverWords> of) {
        long version = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            version = ReceiverChain.version(mailslot);
            if (!ReceiverChain.isChanging(version)) {
                long lowest = walk(of);
                if (ReceiverChain.isStill(mailslot, version)) {
                    change = null;
                    // One that is gone has had its chain left as it was.
                    return ObjectTable.isLive(mailslot, mailslotId) ? lowest : UNKNOWN;
                }
            }
            Thread.onSpinWait();
        }
        Change known = change;
        if (known == null || known.version() != version) {
            change = new Change(version, Patience.forAppend());
        }
        return UNKNOWN;
    }

    private long walk(ToLongFunction<ReceiverWords> of) {
        ObjectTable objects = kernel.objects();
        long lowest = Long.MAX_VALUE;
        long id = mailslot.getLong(ObjectEntry.FIRST_RECEIVER_OFFSET);
        for (int steps = 0; id != 0; steps++) {
            ReceiverWords next = steps > KernelHeader.MAX_OBJECTS ? null : find(objects, id, steps);
            if (next == null) {
                return UNKNOWN;
            }
            lowest = Math.min(lowest, of.applyAsLong(next));
            id = next.entry().getLong(ObjectEntry.NEXT_RECEIVER_OFFSET);
        }
        // A mailslot without any is just being made, or ends.
        return lowest == Long.MAX_VALUE ? UNKNOWN : lowest;
    }

    /** The entry of a receiver; those of the first few in the chain are kept, because a view of one is garbage. */
    private ReceiverWords find(ObjectTable objects, long id, int place) {
        ReceiverWords last = place < known.length ? known[place] : null;
        if (last != null && last.id() == id) {
            return last.cursor().isCurrent() ? last : null;
        }
        Region entry = objects.find(id);
        ReceiverWords found = entry == null ? null : new ReceiverWords(entry, id);
        if (found != null && place < known.length) {
            known[place] = found;
        }
        return found;
    }
}
