package io.mailslot.internal.log;

/**
 * Decides where the next reservation in an arena goes. The arena is a ring, but one whose laps may have different
 * lengths: a lap ends early, to stay on pages that are warm, when nobody needs anything any more, and it may be
 * longer than the one before, when there is a backlog.
 *
 * <pre>
 *   needed all in this lap      |....|####needed####|head ->          |limit
 *   needed from the lap before  |##|head ->   |##needed##|lap end     |limit
 * </pre>
 *
 * <p>In the second case the head, if there is no room left before what is needed, jumps over it, to the place where the
 * lap before ended. So an arena can grow in the middle of a lap.
 */
final class ArenaSpace {
    /** What {@link #place} returns if there is no room. */
    static final long NONE = -1;

    /** What the ring keeps to if nobody needs anything, and grows to if it is run through fast: fits a shared cache. */
    static final long WARM_BYTES = 4 << 20;

    private ArenaSpace() {}

    /**
     * Finds room.
     *
     * @param head position behind the last reservation
     * @param lapEnd offset at which the lap before the head's ended
     * @param needed the lowest position that anybody still needs; the head if nobody needs any
     * @param bytes how many are wanted
     * @param extent bytes of the arena that have pages
     * @param limit bytes that it may have
     * @param fast whether the ring is run through so fast that reader and writer meet on the same cache lines
     * @return the position of the room, which may lie behind the extent; {@link #NONE} if there is none
     */
    static long place(long head, long lapEnd, long needed, long bytes, long extent, long limit, boolean fast) {
        long offset = ArenaPosition.offset(head);
        long lap = ArenaPosition.lap(head);
        long end = offset + bytes;
        boolean grows = fast && end > extent && end <= Math.min(limit, WARM_BYTES);
        if (needed >= head) {
            boolean stay = offset == 0 ? end <= limit : end <= Math.min(extent, WARM_BYTES) || grows;
            return stay ? head : bytes <= limit ? ArenaPosition.of(lap + 1, 0) : NONE;
        }
        long neededOffset = ArenaPosition.offset(needed);
        boolean nothingOfLapBefore = ArenaPosition.lap(needed) == lap - 1 && neededOffset >= lapEnd;
        if (nothingOfLapBefore) {
            neededOffset = 0;
        }
        if (nothingOfLapBefore || ArenaPosition.lap(needed) == lap) {
            if (end <= extent || grows) {
                return head;
            }
            return bytes <= neededOffset ? ArenaPosition.of(lap + 1, 0) : end <= limit ? head : NONE;
        }
        if (ArenaPosition.lap(needed) < lap - 1) {
            return NONE;
        }
        if (offset >= lapEnd) {
            return end <= limit ? head : NONE;
        }
        if (end <= neededOffset) {
            return head;
        }
        return lapEnd + bytes <= limit ? ArenaPosition.of(lap, lapEnd) : NONE;
    }

    /**
     * Where the lap before ended, once the head has moved on to a reservation.
     *
     * @param head position behind the reservation before
     * @param lapEnd as it was
     * @param place position of the new reservation
     */
    static long lapEnd(long head, long lapEnd, long place) {
        return ArenaPosition.lap(place) == ArenaPosition.lap(head) ? lapEnd : ArenaPosition.offset(head);
    }
}
