package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Puts a record into a document that is open, and keeps the state after it: a message, a batch, or a run, which is empty then.
 * Belongs to one writer, which has the write lock.
 */
final class DocumentWriter {
    private final Path folder;
    private final LogStates states;
    private final Segments segments;
    private final Arena arena;
    private final RunWriter runs;
    private final Reservations reservations;
    private final RunSizes sizes = new RunSizes();
    private final SpaceGuard space;
    private final PageReserve pages;

    /** What holds before the document; then what holds after it. */
    private final LogState state;

    /** Where that was kept last. */
    private int slot;

    /** Whether the last message had no room in the arena. */
    private boolean lacksArena;

    DocumentWriter(
            Path folder,
            Segments segments,
            Arena arena,
            RunWriter runs,
            Reservations reservations,
            SpaceGuard space,
            LogState state) {
        this.folder = folder;
        this.states = segments.control().states();
        this.segments = segments;
        this.arena = arena;
        this.runs = runs;
        this.reservations = reservations;
        this.space = space;
        this.pages = new PageReserve(segments.control().segmentBytes(), space);
        this.state = state;
    }

    /** Whether a message is so small that it lies in its document. */
    private static boolean isInline(Body body) {
        return body.length() <= Sizes.LARGEST_INLINE && !body.needsArena();
    }

    /** Where a document begins in its segment. */
    static long start(DocumentContext document) {
        return document.wire().bytes().writePosition() - Integer.BYTES;
    }

    /** Makes the document that of a message; false if there is no room. */
    boolean write(DocumentContext document, Body body) {
        lacksArena = false;
        return isInline(body) ? writeInline(document, body) : writeToArena(document, body);
    }

    /** Whether the last message had no room in the arena. */
    boolean lacksArena() {
        return lacksArena;
    }

    private boolean writeInline(DocumentContext document, Body body) {
        int length = body.length();
        Bytes<?> bytes = begin(document, RecordKind.INLINE, length, 1, length);
        long start = bytes.writePosition();
        bytes.writeSkip(length);
        body.copy(bytes.addressForWrite(start));
        FaultPoint.APPEND_COPIED.reached();
        return true;
    }

    private boolean writeToArena(DocumentContext document, Body body) {
        int length = body.length();
        lacksArena = !reservations.reserve(Sizes.reservation(length), state);
        if (lacksArena) {
            return false;
        }
        long place = reservations.reserved();
        Bytes<?> bytes = begin(document, body.arenaKind(), length, body.messages(), body.payloadBytes());
        FaultPoint.APPEND_RESERVED.reached();
        arena.begin(place, body);
        FaultPoint.APPEND_HALF_COPIED.reached();
        arena.finish(place, body);
        FaultPoint.APPEND_COPIED.reached();
        bytes.writeLong(place);
        bytes.writeInt(body.messages());
        bytes.writeInt(body.payloadBytes());
        return true;
    }

    /** Makes the document a run for a message and others, if one is to be opened now and there is room. */
    boolean openRun(DocumentContext document, Body body) {
        if (Appenders.areOpenedLate() && sizes.isNew()) {
            sizes.learn(state.messages, states.endsSmall(RunSizes.POOR_MESSAGES, RunSizes.SMALL_BYTES));
        }
        int bytes = sizes.next(body.length(), segments.arenaRoom());
        if (bytes == 0 || !reserveRun(bytes)) {
            return false;
        }
        long place = reservations.reserved();
        runs.clear(place, bytes);
        state.runPlace = place;
        Bytes<?> record = begin(document, RecordKind.RUN, bytes, 0, 0);
        runs.open(slot);
        record.writeLong(place);
        record.writeInt(0);
        record.writeInt(0);
        sizes.opened();
        return true;
    }

    /** A message went into the run that is open. */
    void appendedToRun() {
        sizes.appended();
    }

    /**
     * Where a file system has no room for a run it may have some for a message; and a process without descriptors can still
     * write documents.
     */
    private boolean reserveRun(int bytes) {
        try {
            return reservations.reserve(Sizes.reservation(bytes), state);
        } catch (NoSpaceException | LogDamagedException e) {
            if (e instanceof LogDamagedException damaged && damaged.unseen() == null) {
                throw e;
            }
            sizes.refused();
            return false;
        }
    }

    /**
     * The run that was open is left.
     *
     * @param tail how far it was written
     * @param full whether it had no room for a message
     */
    void leftRun(long tail, boolean full) {
        sizes.left(tail, full);
    }

    /** Takes the pages of a record, writes its header, and keeps the state after it. */
    private Bytes<?> begin(DocumentContext document, RecordKind kind, int length, int messages, int payloadBytes) {
        Bytes<?> bytes = document.wire().bytes();
        long position = document.index();
        long from = start(document);
        // the first page of the index comes with the segment
        boolean opensPage = SegmentCycle.document(position) > 0 && SegmentCycle.mayOpenIndexPage(position);
        long to = from + Sizes.DOCUMENT_FRAME + Sizes.record(kind, length) + (opensPage ? Sizes.INDEX_FRAME : 0);
        try {
            pages.reserve((MappedBytes) bytes, from, to);
        } catch (IOException e) {
            throw space.refused(folder, to - from, e);
        }
        // mapped in one piece: the overlap of a block is larger than the largest record
        bytes.writeInt(RecordHeader.of(kind, length));
        bytes.writeInt((int) state.messages);
        bytes.writeInt((int) state.bytes);
        state.messages += messages;
        state.bytes += payloadBytes;
        slot = states.begin(position, state);
        return bytes;
    }
}
