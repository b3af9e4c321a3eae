package io.mailslot.internal.log;

/**
 * Looks for the first message of the arena that a receiver has not read. What was found to lie in documents is remembered,
 * so that many small messages are passed over once. Belongs to one thread at a time.
 */
public final class ArenaSearch {
    /** From the receiver's cursor to this one nothing lies in the arena. */
    private long looked;

    /** Where what lies in the arena at that cursor begins; 0 if that is not known. */
    private long place;

    /**
     * Looks on.
     *
     * @param reader any one of the log
     * @param cursor of the receiver, not below that of the call before
     * @param most how many messages to look at
     * @return the position of the arena below which the receiver needs nothing; 0 if it is not found yet, or the receiver has
     *     gone on meanwhile
     */
    public long needed(MessageLog log, LogReader reader, long cursor, int most) {
        long head = log.arenaHead();
        if (Cursor.documentStart(cursor) > looked) {
            looked = Cursor.documentStart(cursor);
            place = 0;
        }
        for (int left = most; place == 0 && left > 0; left--) {
            if (!reader.findDocument(looked)) {
                // where a segment is deleted nothing is found, whatever there is; the receiver is elsewhere by then
                return log.isDeleted(looked) ? 0 : head;
            }
            place = reader.place();
            if (place == 0) {
                looked = reader.behindDocument();
            }
        }
        return place;
    }
}
