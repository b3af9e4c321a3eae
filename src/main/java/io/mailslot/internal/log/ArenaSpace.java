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
    /** Where the next reservation goes. */
    enum Place {
        /** Nowhere: there is no room. */
        NONE,

        /** Right behind the last one. */
        AT_HEAD,

        /** To the start of the arena, in a new lap. */
        NEW_LAP,

        /** In the same lap, over what is needed of the lap before, to where that one ended. */
        BEHIND_LAP_BEFORE;

        /**
         * The position of the room.
         *
         * @param head position behind the last reservation
         * @param lapEnd offset at which the lap before the head's ended
         */
        long position(long head, long lapEnd) {
            return switch (this) {
                case NONE -> throw new IllegalStateException("no room has no position");
                case AT_HEAD -> head;
                case NEW_LAP -> ArenaPosition.of(ArenaPosition.lap(head) + 1, 0);
                case BEHIND_LAP_BEFORE -> ArenaPosition.of(ArenaPosition.lap(head), lapEnd);
            };
        }
    }

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
     * @return where, which may lie behind the extent
     */
    static Place place(long head, long lapEnd, long needed, long bytes, long extent, long limit, boolean fast) {
        long end = ArenaPosition.offset(head) + bytes;
        boolean grows = fast && end > extent && end <= Math.min(limit, WARM_BYTES);
        if (needed >= head) {
            return nothingNeeded(ArenaPosition.offset(head), bytes, extent, limit, grows);
        }
        long laps = ArenaPosition.lap(head) - ArenaPosition.lap(needed);
        long neededOffset = ArenaPosition.offset(needed);
        if (laps == 0) {
            return neededInThisLap(neededOffset, end, bytes, extent, limit, grows);
        }
        if (laps > 1) {
            return Place.NONE;
        }
        return neededOffset >= lapEnd
                ? neededInThisLap(0, end, bytes, extent, limit, grows)
                : neededOfLapBefore(neededOffset, lapEnd, end, bytes, limit);
    }

    /** On warm pages the lap goes on, and begins anew before the first cold one, or where it would not end in the arena. */
    private static Place nothingNeeded(long offset, long bytes, long extent, long limit, boolean grows) {
        long end = offset + bytes;
        boolean goesOn = offset == 0 ? end <= limit : end <= Math.min(extent, WARM_BYTES) || grows;
        if (goesOn) {
            return Place.AT_HEAD;
        }
        return bytes <= limit ? Place.NEW_LAP : Place.NONE;
    }

    /** Pages that are there come first, then the room before what is needed, then more pages. */
    private static Place neededInThisLap(
            long neededOffset, long end, long bytes, long extent, long limit, boolean grows) {
        if (end <= extent || grows) {
            return Place.AT_HEAD;
        }
        if (bytes <= neededOffset) {
            return Place.NEW_LAP;
        }
        return end <= limit ? Place.AT_HEAD : Place.NONE;
    }

    private static Place neededOfLapBefore(long neededOffset, long lapEnd, long end, long bytes, long limit) {
        boolean beyondIt = end - bytes >= lapEnd;
        if (beyondIt) {
            return end <= limit ? Place.AT_HEAD : Place.NONE;
        }
        if (end <= neededOffset) {
            return Place.AT_HEAD;
        }
        return lapEnd + bytes <= limit ? Place.BEHIND_LAP_BEFORE : Place.NONE;
    }

    /**
     * Behind which offset nothing lies that anybody needs.
     *
     * @param head position behind the last reservation
     * @param lapEnd offset at which the lap before the head's ended
     * @param needed the lowest position that anybody still needs
     */
    static long end(long head, long lapEnd, long needed) {
        if (needed >= head) {
            return 0;
        }
        long laps = ArenaPosition.lap(head) - ArenaPosition.lap(needed);
        boolean headOnly = laps == 0 || laps == 1 && ArenaPosition.offset(needed) >= lapEnd;
        if (headOnly) {
            return ArenaPosition.offset(head);
        }
        return laps == 1 ? Math.max(lapEnd, ArenaPosition.offset(head)) : Long.MAX_VALUE;
    }

    /** How far the arena has gone on since a position; whatever it is from two laps on. */
    static long bytesFrom(long position, long head, long lapEnd) {
        if (position >= head) {
            return 0;
        }
        long from = ArenaPosition.offset(position);
        long to = ArenaPosition.offset(head);
        long laps = ArenaPosition.lap(head) - ArenaPosition.lap(position);
        if (laps == 0) {
            return to - from;
        }
        return laps == 1 ? Math.max(0, lapEnd - from) + to : Long.MAX_VALUE;
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
