package io.mailslot.internal.log;

import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Where a reader stands: Chronicle's tailer, and the document that it has open. To go on from there needs no search and
 * touches no files; the document stays open, because it is often looked up again.
 */
final class Standing {
    /** No cursor is 0. */
    private static final long NOWHERE = 0;

    private final MessageLog log;

    /** Null once its files were let go: a new one opens the first segment there is, and keeps it open. */
    private ExcerptTailer tailer;

    /** The document that is open, or null, and its cursor. */
    private DocumentContext document;

    private long open;

    /** Cursor of the document that the next read of the tailer delivers. */
    private long next = NOWHERE;

    /** The segment whose index was looked at last, which Chronicle believes. */
    private int sound;

    Standing(MessageLog log) {
        this.log = log;
        this.tailer = log.newTailer();
    }

    /** Whether the document at a cursor is the open one. */
    boolean isAt(long first) {
        return document != null && open == first;
    }

    DocumentContext document() {
        return document;
    }

    /**
     * Opens the first document at or behind a cursor.
     *
     * @return false if there is none yet
     */
    boolean open(long first) {
        if (document != null) {
            leave(first == open + Cursor.MAX_MESSAGES);
        }
        try {
            return log.dropsOldest() ? ChronicleWarnings.errorsHeldBackIn(() -> stand(first)) : stand(first);
        } catch (AssertionError e) {
            throw log.damage("read", e);
        } catch (Exception e) {
            throw Uninterrupted.unchecked(e);
        }
    }

    private boolean stand(long first) {
        return first == next ? read(first, true) : move(first, true);
    }

    private boolean move(long first, boolean again) {
        if (tailer == null) {
            log.requireFiles();
            tailer = log.newTailer();
        }
        int segment = Cursor.segment(first);
        if (segment != sound && log.requireSegmentIfThere(segment)) {
            sound = segment;
        }
        return Uninterrupted.call(() -> {
            // whether it is there is told by the read, which also crosses into the next segment
            tailer.moveToIndex(Cursor.position(first));
            return read(first, again);
        });
    }

    private boolean read(long first, boolean again) {
        next = NOWHERE;
        DocumentContext read = tailer.readingDocument();
        next = first;
        if (!read.isPresent()) {
            return false;
        }
        if (read.index() < Cursor.position(first)) {
            // A move that did not find it leaves the index of before; once it is there the move must be made again.
            read.rollbackOnClose();
            read.close();
            next = NOWHERE;
            return again && move(first, false);
        }
        document = read;
        open = Cursor.at(read.index());
        return true;
    }

    /** Closes the open document, so that the tailer stands behind it, or before it. */
    void leave(boolean behind) {
        if (behind) {
            next = open + Cursor.MAX_MESSAGES;
        } else {
            document.rollbackOnClose();
        }
        document.close();
        document = null;
    }

    /** Closes files of segments that nobody needs any more; they are opened again where they are needed. */
    void letGo(int lowestSegment) {
        long stands = document != null ? open : next;
        if (stands == NOWHERE || Cursor.segment(stands) < lowestSegment) {
            close();
        }
    }

    void close() {
        document = null;
        next = NOWHERE;
        if (tailer != null) {
            Uninterrupted.run(tailer::close);
            tailer = null;
        }
    }
}
