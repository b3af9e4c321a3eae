package io.mailslot.internal.log;

/** One receiver that stands where the test says. */
class StillNeededStub implements StillNeeded {
    /** A receiver that has not read anything. */
    static final StillNeeded ALL = new StillNeededStub();

    private volatile long cursor = MessageLog.firstCursor();
    private volatile long arenaPosition;

    /** The receiver has read everything before a cursor, and what lay in the arena below a position. */
    void moveTo(long newCursor, long newArenaPosition) {
        cursor = newCursor;
        arenaPosition = newArenaPosition;
    }

    @Override
    public long cursor() {
        return cursor;
    }

    @Override
    public long arenaPosition() {
        return arenaPosition;
    }
}
