package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;

/**
 * What a receiver's readers and its mailslot's senders change of it without the kernel lock.
 *
 * @param entry where the receiver lives, or has lived
 * @param id the receiver
 * @param cursor of the next message
 * @param released position of the arena below which it needs nothing
 * @param passed messages that were appended before the cursor when it was last moved
 * @param missed how many messages were dropped before it had read them, and up to which segment that is counted
 * @param counted how many messages were appended before such a segment, and which one that is; stored before they are counted
 * @param readTimeoutMs how long its reads wait, in unsigned milliseconds
 */
public record ReceiverWords(
        Region entry,
        long id,
        TaggedWord cursor,
        TaggedWord released,
        TaggedWord passed,
        TaggedWord missed,
        TaggedWord counted,
        TaggedWord readTimeoutMs) {
    /** Of the words of messages missed and counted: the lower bits of the segment. Longer than these no receiver stands still. */
    private static final int SEGMENT_BITS = 20;

    private static final long SEGMENT_MASK = (1L << SEGMENT_BITS) - 1;

    public ReceiverWords(Region entry, long id) {
        this(
                entry,
                id,
                new TaggedWord(entry, id, ObjectEntry.CURSOR_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.RELEASED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.PASSED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.MISSED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.COUNTED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.READ_TIMEOUT_OFFSET));
    }

    /** Writes what a receiver that is being made begins with. */
    void begin(ReceiverStart start, int readTimeoutMs) {
        begin(ObjectEntry.MISSED_OFFSET, 0);
        begin(ObjectEntry.COUNTED_OFFSET, 0);
        begin(ObjectEntry.READ_TIMEOUT_OFFSET, readTimeoutMs);
        begin(ObjectEntry.PASSED_OFFSET, start.passed());
        begin(ObjectEntry.CURSOR_OFFSET, start.cursor());
        begin(ObjectEntry.RELEASED_OFFSET, start.released());
    }

    /**
     * Moves a receiver that nobody reads yet to where it is to begin, in an order in which it never seems to need less than it
     * does. Senders know of it, and may have moved it out of a run since that place was looked for: never back into that.
     */
    public void start(ReceiverStart start) {
        passed.raise(start.passed());
        cursor.raise(start.cursor());
        released.raise(start.released());
    }

    /** How many messages it has missed, as far as that is counted. */
    public long missedMessages() {
        return missed.read() >>> SEGMENT_BITS;
    }

    /**
     * Whether all is counted that it missed before it went on at the begin of a segment, and will not be counted again.
     *
     * @param before messages that were appended before that
     */
    public boolean isMissedCounted(int segment, long before) {
        return areOfOne(missed.read(), segment) && passed.read() >= before;
    }

    /** Whether two of what has the lower bits of a segment have the same. */
    private static boolean areOfOne(long word, long other) {
        return (word & SEGMENT_MASK) == (other & SEGMENT_MASK);
    }

    /**
     * How many messages it has missed.
     *
     * @param before messages that were appended before where it goes on
     */
    public long missedMessages(long before) {
        long word = missed.read();
        long total = withMissed(word, before);
        // else what is counted in between is told by neither
        for (long now = missed.read(); now != word; now = missed.read()) {
            word = now;
            total = withMissed(word, before);
        }
        return total;
    }

    private long withMissed(long missedWord, long before) {
        return (missedWord >>> SEGMENT_BITS) + Math.max(0, before - accounted(missedWord));
    }

    /** Messages before it that it has either passed or missed, and that are counted: who has counted them may be dead. */
    private long accounted(long missedWord) {
        long told = counted.read();
        return areOfOne(told, missedWord) ? Math.max(passed.read(), told >>> SEGMENT_BITS) : passed.read();
    }

    /**
     * Counts what it has missed before a segment, at whose begin its cursor is: whoever comes by there first, before anything
     * of the segment is taken. Who has moved the cursor there may be dead. Up to where it counts is told before: so whoever
     * comes next knows what is counted, if this one dies right behind that. What another one has told and not counted is
     * counted before that is overwritten: it may count later, and then nothing would tell so.
     *
     * @param start the segment's begin
     */
    public void countMissed(int segment, ReceiverStart start) {
        long mine = start.passed() << SEGMENT_BITS | segment & SEGMENT_MASK;
        for (long before = missed.read(); !areOfOne(before, segment); before = missed.read()) {
            long told = counted.read();
            if (cursor.read() != start.cursor()) {
                return; // counted then, and another segment maybe
            }
            if (!areOfOne(told, before)) {
                countTold(before, told);
                continue;
            }
            passed.raise(accounted(before)); // the word that tells so is about to tell of another segment
            if (counted.change(told, mine)) {
                FaultPoint.DROPPED_NOTED.reached();
                countTold(before, mine);
            }
        }
        passed.raise(start.passed());
        released.raise(start.released());
    }

    private void countTold(long before, long told) {
        long missedWord = withMissed(before, told >>> SEGMENT_BITS) << SEGMENT_BITS | told & SEGMENT_MASK;
        missed.change(before, missedWord); // else somebody else has
        FaultPoint.DROPPED_COUNTED.reached();
    }

    /** Writes what one begins with that goes on where another one has stood, as that one's word tells. */
    void beginMissed(long missedWord) {
        begin(ObjectEntry.MISSED_OFFSET, missedWord);
        begin(ObjectEntry.COUNTED_OFFSET, missedWord & SEGMENT_MASK); // nothing that is not counted
    }

    private void begin(int offset, long value) {
        TaggedWord.begin(entry, id, offset, value);
    }

    /** The place of a receiver that nobody uses. */
    ReceiverStart place() {
        return new ReceiverStart(cursor.read(), released.read(), accounted(missed.read()));
    }
}
