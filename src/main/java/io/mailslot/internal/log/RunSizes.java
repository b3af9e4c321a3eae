package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;

/**
 * When a writer opens a run, and of which size. While messages are sparse they lie in documents; the third small one that
 * one writer appends opens a run, or, in a JVM that is to send few, its first one behind small ones of others. A run that was
 * filled makes the next one longer, and one that somebody had to leave with next to nothing in it is followed by documents for
 * a while. Belongs to one writer.
 */
final class RunSizes {
    /** The largest message that goes into runs. */
    static final int LARGEST_MESSAGE_BYTES = 16 << 10;

    /** How many messages go to documents before the first run is opened. */
    private static final int FIRST = 2;

    /** The same after a run that held next to nothing. */
    private static final int AFTER_POOR = 16;

    /** A run with fewer was opened in vain. */
    static final int POOR_MESSAGES = 4;

    static final int SHORTEST_BYTES = 4 << 10;
    private static final int LONGEST_BYTES = 64 << 10;

    /** A run may take so small a part of the arena's room, but for the shortest: what is read makes room by the run. */
    private static final int PARTS = 256;

    /** It has room for no more messages like its first one, but for the shortest: a slow receiver makes room soon enough. */
    private static final int MOST_MESSAGES = 256;

    /** The least room of an arena that has runs. */
    private static final long LEAST_ROOM_BYTES = 16 * SHORTEST_BYTES;

    /** What became of the run that this writer opened last is known, or it has opened none. */
    private static final int KNOWN = Integer.MAX_VALUE;

    /** The largest message after which others of its kind are expected. */
    static final int SMALL_BYTES = 1 << 10;

    /** Whether the writer has not looked yet at what others have appended. */
    private boolean isNew = true;

    private int small;
    private int bytes = SHORTEST_BYTES;

    /** How many messages this writer has put into the run that it opened last. */
    private int own = KNOWN;

    /** Whether {@link #learn} is still to come. */
    boolean isNew() {
        return isNew;
    }

    /**
     * What others have appended counts for a writer that begins as what it has appended itself: processes that send a message each
     * and end would have no run otherwise.
     *
     * @param messages that the log has ever had
     * @param endsSmall whether the last of them let more of their kind be expected
     */
    void learn(long messages, boolean endsSmall) {
        if (small == 0 && messages >= FIRST && endsSmall) {
            small = FIRST;
        }
        isNew = false;
    }

    /** The size of a run for a message of a length, to be opened now; 0 for none, but a document of the message's own. */
    int next(int length, long arenaRoom) {
        if (own < POOR_MESSAGES) {
            refused(); // somebody else has left it: as he learns what it cost, so does this writer
        }
        own = KNOWN;
        if (small < FIRST) {
            small++;
            return 0;
        }
        long atLeast = RunRecord.bytes(length) * POOR_MESSAGES + RunRecord.END_BYTES + Long.BYTES;
        long part = arenaRoom < LEAST_ROOM_BYTES ? 0 : Math.max(SHORTEST_BYTES, arenaRoom / PARTS);
        long most = Math.min(LONGEST_BYTES, part) & -SHORTEST_BYTES;
        long enough = Math.min(bytes, RunRecord.bytes(length) * MOST_MESSAGES);
        long wanted = Math.max(Math.min(enough, most), atLeast) + SHORTEST_BYTES - 1 & -SHORTEST_BYTES;
        return wanted <= most ? (int) wanted - Long.BYTES : 0; // with its position it takes whole pages
    }

    /** A run was opened for a message that goes there next. */
    void opened() {
        own = 0;
    }

    /** A message was put into the run that is open. */
    void appended() {
        if (own < POOR_MESSAGES) {
            own++;
        }
    }

    /** The file system has no pages for a run: to ask it for each message would take time. */
    void refused() {
        bytes = SHORTEST_BYTES;
        small = FIRST - AFTER_POOR;
    }

    /**
     * A run was left, because it was full or somebody needed a document.
     *
     * @param tail how far it was written
     * @param full whether it had no room
     */
    void left(long tail, boolean full) {
        own = KNOWN;
        if (full) {
            bytes = Math.min(2 * bytes, LONGEST_BYTES);
        } else if (RunTail.messages(tail) < POOR_MESSAGES) {
            refused();
        }
    }
}
