package io.mailslot.internal.log;

/**
 * Room in the arena, as one writer takes it and gives it back. Only with the write lock held.
 *
 * <p>What receivers still need is asked for when it may matter: before fresh pages are taken, if there is no room or
 * none without a jump, and now and then on cold pages. Pages that one large message made necessary are given back once the documents of small ones want
 * another segment in their place, or the file system is full.
 */
final class Reservations {
    private static final long ASK_AGAIN_BYTES = 64 << 10;

    /** A lap of the arena that takes less than this makes it grow. */
    private static final long FAST_LAP_NANOS = 2_000_000;

    private final LogControl control;
    private final Segments segments;
    private final Arena arena;
    private final StillNeeded needed;

    /** What nobody needed of the arena any more when it was last asked. */
    private long arenaNeeded;

    /** The arena's head at that time. */
    private long askedAt;

    /** Position of the room that was reserved last. */
    private long reserved;

    /** When this writer began the lap of the arena. */
    private long lapStart = System.nanoTime();

    Reservations(Segments segments, Arena arena, StillNeeded needed) {
        this.control = segments.control();
        this.segments = segments;
        this.arena = arena;
        this.needed = needed;
    }

    /**
     * Finds room and notes in the state that it is taken.
     *
     * @param bytes of the reservation
     * @return false if there is none; else {@link #reserved} tells where it is
     * @throws NoSpaceException if the file system has no room
     */
    boolean reserve(long bytes, LogState state) {
        long limit = segments.arenaRoom();
        ArenaSpace.Place place = place(bytes, limit, state);
        boolean lacksRoom = place == ArenaSpace.Place.NONE || place == ArenaSpace.Place.BEHIND_LAP_BEFORE;
        if (lacksRoom || leavesKnownGround(position(place, state), bytes, state)) {
            ask(state);
            place = place(bytes, limit, state);
        }
        if (place == ArenaSpace.Place.NONE) {
            return false;
        }
        place = reach(place, bytes, limit, state);
        reserved = position(place, state);
        if (place == ArenaSpace.Place.NEW_LAP) {
            lapStart = System.nanoTime();
        }
        state.arenaLapEnd = ArenaSpace.lapEnd(state.arenaHead, state.arenaLapEnd, reserved);
        state.arenaHead = ArenaPosition.after(reserved, bytes);
        if (control.dropsOldest() && hasMuchUnread(state)) {
            segments.leaveLarge();
        }
        return true;
    }

    /** Whether more is unread of the current segment than may be dropped at once. Asks only if it may be. */
    private boolean hasMuchUnread(LogState state) {
        long start = control.arenaAtStart(control.currentSegment());
        long most = segments.mostUnread();
        if (unreadFrom(start, state) <= most) {
            return false;
        }
        ask(state);
        return unreadFrom(start, state) > most;
    }

    private long unreadFrom(long start, LogState state) {
        return ArenaSpace.bytesFrom(Math.max(start, arenaNeeded), state.arenaHead, state.arenaLapEnd);
    }

    /** Position of the room that was reserved last. */
    long reserved() {
        return reserved;
    }

    private static long position(ArenaSpace.Place place, LogState state) {
        return place.position(state.arenaHead, state.arenaLapEnd);
    }

    /** Has pages for a reservation; if there are none to be had, for one elsewhere that needs none. */
    private ArenaSpace.Place reach(ArenaSpace.Place place, long bytes, long limit, LogState state) {
        try {
            arena.reach(ArenaPosition.offset(position(place, state)) + bytes, limit);
            return place;
        } catch (NoSpaceException e) {
            long extent = control.arenaExtent();
            ArenaSpace.Place instead = ArenaSpace.place(
                    state.arenaHead, state.arenaLapEnd, arenaNeeded, bytes, extent, Math.min(extent, limit), false);
            if (instead == ArenaSpace.Place.NONE) {
                throw e;
            }
            arena.map();
            return instead;
        }
    }

    private void ask(LogState state) {
        long now = needed.arenaPosition();
        arenaNeeded = Math.max(now == StillNeeded.UNKNOWN ? arenaNeeded : now, control.arenaFloor());
        askedAt = state.arenaHead;
    }

    /** Whether it is worth asking what is needed. */
    private boolean leavesKnownGround(long position, long bytes, LogState state) {
        long end = ArenaPosition.offset(position) + bytes;
        return end > control.arenaExtent()
                || end > ArenaSpace.WARM_BYTES && ArenaPosition.after(askedAt, ASK_AGAIN_BYTES) <= state.arenaHead;
    }

    private ArenaSpace.Place place(long bytes, long limit, LogState state) {
        long head = state.arenaHead;
        long extent = control.arenaExtent();
        boolean atEnd = ArenaPosition.offset(head) + bytes > extent;
        boolean fast = atEnd && System.nanoTime() - lapStart < FAST_LAP_NANOS;
        ArenaSpace.Place place = ArenaSpace.place(head, state.arenaLapEnd, arenaNeeded, bytes, extent, limit, fast);
        return place == ArenaSpace.Place.BEHIND_LAP_BEFORE && wouldDropAll(limit, state)
                ? ArenaSpace.Place.NONE
                : place;
    }

    /**
     * Behind the lap before there is no way back to what is given back of that until all of it is: where the oldest goes if there
     * is no room, and little is left behind it, a part of it goes before.
     */
    private boolean wouldDropAll(long limit, LogState state) {
        return control.dropsOldest() && limit - state.arenaLapEnd < segments.mostUnread();
    }

    /**
     * Gives back pages of the arena that nobody needs, if the capacity has room for another segment then.
     *
     * @return whether it has
     */
    boolean giveWayToSegment(LogState state) {
        if (control.arenaExtent() == 0) {
            return false;
        }
        ask(state);
        long end = ArenaSpace.end(state.arenaHead, state.arenaLapEnd, arenaNeeded);
        return end < control.arenaExtent() && segments.allowsAnother(end) && arena.lower(end);
    }

    /** Gives back all pages of the arena that nobody needs; returns whether there were any. */
    boolean giveBack(LogState state) {
        ask(state);
        long end = ArenaSpace.end(state.arenaHead, state.arenaLapEnd, arenaNeeded);
        return end < control.arenaExtent() && arena.lower(end);
    }
}
