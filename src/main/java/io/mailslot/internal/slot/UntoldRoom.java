package io.mailslot.internal.slot;

import io.mailslot.internal.log.ArenaSearch;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.object.ReceiverWords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Room in the arena that is free though its receivers do not say so: a reader that was killed right after it took a message
 * has not told that its room is free. Nobody may ever tell a sender again, so that looks whenever any receiver has
 * moved, and now and then otherwise. Belongs to one thread at a time.
 */
final class UntoldRoom {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What who does not want to wait looks at: microseconds. */
    private static final int FEW_MESSAGES = 64;

    private final Receivers receivers;
    private final Map<Long, ArenaSearch> searches = new HashMap<>();
    private long lookedAt = System.nanoTime() - AGAIN_NANOS;

    /** Where the receivers stood then, and whether all was looked at that they had not read. */
    private long positions;

    /** Where they and the writers stood when the ends of runs were last looked for. */
    private long left;

    private boolean complete;

    UntoldRoom(Receivers receivers) {
        this.receivers = receivers;
    }

    /**
     * Moves on who has read all of a run before it ended: he may sleep until there is another message, for which there may be
     * no room till then. Costs next to nothing if nobody has moved since the last look.
     *
     * @return whether anybody was moved on
     */
    boolean leaveRuns(MessageLog log, LogReader reader) {
        long moved = receivers.positions() + log.progress();
        if (moved == left) {
            return false;
        }
        left = moved;
        boolean any = false;
        for (ReceiverWords receiver : receivers.all()) {
            any |= leaveRun(log, receiver, reader);
        }
        return any;
    }

    /** Looks for such room, and tells of it; returns whether there was any. */
    boolean tell(MessageLog log, LogReader reader, boolean atOnce) {
        long now = System.nanoTime();
        long moved = receivers.positions();
        if (complete && moved == positions && now - lookedAt < AGAIN_NANOS) {
            return false;
        }
        lookedAt = now;
        positions = moved;
        boolean told = false;
        complete = true;
        Map<Long, ArenaSearch> known = new HashMap<>(searches);
        searches.clear();
        for (ReceiverWords receiver : receivers.all()) {
            ArenaSearch search = known.getOrDefault(receiver.id(), new ArenaSearch());
            searches.put(receiver.id(), search);
            long cursor = receiver.cursor().read();
            if (receiver.cursor().isCurrent()) {
                FaultPoint.ROOM_LOOKED_FOR.reached();
                long needed = search.needed(log, reader, cursor, atOnce ? FEW_MESSAGES : Integer.MAX_VALUE);
                complete &= needed != 0;
                told |= needed != 0 && receiver.released().raise(needed);
            }
        }
        return told;
    }

    private static boolean leaveRun(MessageLog log, ReceiverWords receiver, LogReader reader) {
        long cursor = receiver.cursor().read();
        // where a receiver has passed over what was dropped it counts that first, which it can do only there
        boolean counts = log.settings().dropsOldest() && MessageLog.isBehindDropped(cursor);
        // to look for what is dropped may take long: Chronicle waits for files that are gone
        if (counts || log.isDropped(cursor) || !receiver.cursor().isCurrent()) {
            return false;
        }
        reader.find(cursor);
        reader.release();
        long behind = reader.behindRun();
        // what was dropped meanwhile may have the end of another one
        if (behind == 0 || log.isDropped(cursor) || !receiver.cursor().change(cursor, behind)) {
            return false;
        }
        FaultPoint.RUN_LEFT.reached();
        receiver.released().raise(reader.freedByRun());
        return true;
    }
}
