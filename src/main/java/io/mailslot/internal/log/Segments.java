package io.mailslot.internal.log;

import io.mailslot.internal.flight.Drop;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.SegmentDelete;
import io.mailslot.internal.flight.SegmentRoll;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.memory.FaultPoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of a log, one after the other: begins a new one when the current one is full, and deletes those that nobody
 * needs. What a writer does here happens with the queue's write lock held, unless said otherwise, in an order in which
 * it may die at every step:
 *
 * <pre>
 *   begin   new file complete under its name; described; old one sealed; counter moved on; strays deleted
 *   delete  lowest segment raised; files deleted; what is deleted raised
 * </pre>
 *
 * <p>Capacity is counted in segments. A file whose header is neither empty nor complete, because somebody damaged it or
 * deleted it and Chronicle died while it made another, Chronicle sets aside under a name of its own when a writer comes
 * to it. No number leads to that one any more, so the folder is searched whenever a segment begins: until then it may
 * hold one segment more than the capacity allows.
 */
final class Segments {
    /** What may be unread of a segment's arena, where the oldest one is dropped: so many fit into the rest of the capacity. */
    private static final int PARTS = 4;

    private final Path folder;
    private final Path aside;
    private final LogControl control;
    private final SpaceGuard space;

    /** The segment that the next document is to leave, so that it can be dropped; 0 for none. Others may leave it first. */
    private int left;

    /** The segment of which so much is unread that the next one is to be begun; 0 if none is known to be. */
    private int large;

    /** What all receivers had read when that was last asked. */
    private long read;

    /** The lowest segment, and what the arena had given back, when an append was about to look for room. */
    private int lowestSeen;

    private long floorSeen;

    /** What a flight recording is to be told of once the write lock is given back; null for nothing. */
    private SegmentRoll rolled;

    /** @param aside where a process makes what it does not keep, as for {@link LogTemplate#makeFolder} */
    Segments(Path folder, Path aside, LogControl control) {
        this.folder = folder;
        this.aside = aside;
        this.control = control;
        this.space = new SpaceGuard(folder);
    }

    LogControl control() {
        return control;
    }

    /** Whether a document that would begin at an offset of the current segment belongs into a new one. */
    boolean isFull(long offset, long position) {
        long documents = SegmentCycle.document(position);
        int segment = SegmentCycle.segment(position);
        boolean full = offset + Sizes.LARGEST_DOCUMENT > control.segmentBytes()
                || documents >= Cursor.MAX_DOCUMENTS
                || segment == left
                || segment == large;
        return full && documents > 0;
    }

    /**
     * Where the oldest messages are dropped they go by the segment, so no more than a part of the arena may be unread of one:
     * else all that is unread would go at once.
     */
    long mostUnread() {
        return control.arenaLimit() / PARTS;
    }

    /** So much is unread of the current segment: has the next document begin another one, if there are pages for that. */
    void leaveLarge() {
        if (space.hasFree(Sizes.NEW_SEGMENT)) {
            large = control.currentSegment();
        }
    }

    /** Whether the capacity has room for another segment beside those that there are, and an arena of so many bytes. */
    boolean allowsAnother(long arenaBytes) {
        int held = control.currentSegment() - control.lowestSegment() + 2;
        return held < LogControlPage.MAX_SEGMENTS
                && held * control.segmentBytes() + arenaBytes <= control.capacityBytes();
    }

    /**
     * Whether a document may begin at an offset of the current segment as far as the capacity goes. Of the last segment
     * that it allows for, such a part may be used as is read of the lowest one, by documents: so each message that is read
     * makes room for about one like it, although pages come back by the segment only.
     */
    boolean hasRoom(long offset, StillNeeded needed) {
        int lowest = control.lowestSegment();
        if (control.dropsOldest() || lowest == control.currentSegment() || allowsAnother(control.arenaExtent())) {
            return true;
        }
        if (offset < usable(lowest)) {
            return true;
        }
        long cursor = needed.cursor();
        if (cursor != StillNeeded.UNKNOWN) {
            read = cursor;
        }
        return offset < usable(lowest);
    }

    /** Up to which offset the last segment may be used, as far as is known. */
    private long usable(int lowest) {
        long documents = control.documents(lowest);
        if (Cursor.segment(read) != lowest || documents == 0) {
            return Cursor.segment(read) > lowest ? Long.MAX_VALUE : 0;
        }
        long whole = control.segmentBytes() - Sizes.NEW_SEGMENT;
        long part = whole * Math.min(Cursor.document(read), documents) / documents;
        return part == 0 ? 0 : Sizes.NEW_SEGMENT + part;
    }

    /**
     * Begins a new segment.
     *
     * @param position of the document that does not go into the current one any more
     * @param state after the document before it
     * @return false if the capacity does not allow for one more
     * @throws LogDamagedException if the control page names segments that cannot be
     */
    boolean roll(long position, LogState state) {
        requireSound();
        int next = SegmentCycle.segment(position) + 1;
        if (!allowsAnother(control.arenaExtent())) {
            return false;
        }
        if (next > Cursor.MAX_SEGMENT) {
            throw new IllegalStateException("the log has had " + Cursor.MAX_SEGMENT
                    + " segments, and more cannot be numbered: create the mailslot anew");
        }
        left = 0; // also if it fails: what has no room for a new segment may find it in this one
        large = 0;
        SegmentRoll begun = isRecorded() ? SegmentRoll.begun() : null;
        prepare(next);
        FaultPoint.ROLL_FILE_MADE.reached();
        control.describeSegment(next, state);
        control.sealSegment(next - 1, SegmentCycle.document(position));
        FaultPoint.ROLL_SEALED.reached();
        control.moveToSegment(next);
        FaultPoint.ROLL_COUNTED.reached();
        LogFiles.deleteStray(folder, control);
        if (begun != null) {
            begun.ended(folder.toString(), next);
            rolled = begun;
        }
        return true;
    }

    /** Tells of a segment that was begun; without the write lock. */
    void tell() {
        if (rolled != null) {
            rolled.tell();
            rolled = null;
        }
    }

    private void prepare(int segment) {
        space.confirm(Sizes.NEW_SEGMENT);
        Path file = file(segment).toPath();
        try {
            template().writeSegment(file, control.segmentBytes());
        } catch (IOException e) {
            throw space.refused(file, Sizes.NEW_SEGMENT, e);
        }
    }

    /** What new segments are copied from; takes long where it has to be made first. */
    LogTemplate template() throws IOException {
        return LogTemplate.get(aside);
    }

    /** How many bytes the arena may have now. */
    long arenaRoom() {
        int held = control.currentSegment() - control.lowestSegment() + 1;
        long room = control.capacityBytes() - held * control.segmentBytes();
        return Math.max(control.arenaExtent(), Math.min(control.arenaLimit(), room));
    }

    /**
     * Deletes the segments that every receiver has left. Anybody may do so at any time, without the write lock.
     *
     * @return whether there were any
     */
    boolean reclaim(StillNeeded needed) {
        long cursor = needed.cursor();
        if (cursor == StillNeeded.UNKNOWN || !control.namesSegments()) {
            return false;
        }
        int current = control.currentSegment();
        int lowest = cursor == Long.MAX_VALUE ? current : Cursor.segment(cursor) + (control.isBehind(cursor) ? 1 : 0);
        boolean raised = control.raiseLowestSegment(Math.min(lowest, current));
        deleteLeft();
        return raised;
    }

    /** Before an append looks for room: if it is refused, only what was there then is to be dropped for it. */
    void beforeLook() {
        lowestSeen = control.lowestSegment();
        floorSeen = control.arenaFloor();
    }

    /**
     * Gives up the oldest segment, whoever has not read it; without the write lock. If it is the current one, the next
     * document goes into a new one, so that this can be done then. Where others have made room since the append was refused,
     * nothing is given up.
     *
     * @return whether it is worth trying to append again
     * @throws LogDamagedException if the control page names segments that cannot be
     */
    boolean dropOldest() {
        requireSound();
        int lowest = control.lowestSegment();
        int current = control.currentSegment();
        long begin = control.arenaAtStart(lowest);
        if (control.isLowest(lowest) && control.raiseArenaFloor(begin)) {
            return true; // who dropped what was below has died before it gave back the room, or stands still
        }
        if (lowest != lowestSeen || control.arenaFloor() != floorSeen) {
            return true;
        }
        if (lowest >= current) {
            boolean first = left != current;
            left = current;
            return first;
        }
        FaultPoint.DROP_CHOSEN.reached();
        long floor = control.arenaAtStart(lowest + 1);
        long messages = control.messagesBefore(lowest + 1) - control.messagesBefore(lowest);
        if (!control.isLowest(lowest)) {
            return true; // others were faster; what was read may be of a later segment, which is described in the same
            // place
        }
        boolean dropped =
                control.raiseLowestSegment(lowest + 1); // first: who finds its room used again finds that it is dropped
        FaultPoint.DROP_TOLD.reached();
        control.raiseArenaFloor(floor);
        if (dropped && isRecorded()) {
            Drop.tell(folder.toString(), lowest, messages);
        }
        deleteLeft();
        return true;
    }

    /** @throws LogDamagedException if the control page names segments that cannot be */
    void requireSound() {
        if (!control.namesSegments()) {
            throw contradiction("it names segments " + control.lowestSegment() + " to " + control.currentSegment());
        }
    }

    /** What only damage of the control page can explain. */
    LogDamagedException contradiction(String what) {
        return new LogDamagedException(folder.resolve(LogControl.FILE), "contradicts itself: " + what);
    }

    /** Has the next document begin a new segment, so that the pages of the current one can be given back. */
    void leaveCurrent() {
        left = control.currentSegment();
    }

    /** Takes that back. */
    void stayInCurrent() {
        left = 0;
    }

    private void deleteLeft() {
        int lowest = control.lowestSegment();
        int from = Math.max(control.deletedBelow(), lowest - LogControlPage.MAX_SEGMENTS);
        if (from >= lowest) {
            return;
        }
        FaultPoint.RECLAIM_COUNTED.reached();
        for (int segment = from; segment < lowest; segment++) {
            // fails if somebody else was faster, or the folder is gone, which is as good
            file(segment).delete();
            FaultPoint.RECLAIM_FILE_DELETED.reached();
        }
        control.raiseDeletedBelow(lowest);
        if (isRecorded()) {
            SegmentDelete.tell(folder.toString(), from, lowest - from);
        }
    }

    /** Nobody wants to know of what a process tries its first write with. */
    private boolean isRecorded() {
        return Flight.isRecorded() && !LogTemplate.isFolder(folder);
    }

    private File file(int segment) {
        return new File(folder.toFile(), SegmentCycle.fileName(segment));
    }
}
