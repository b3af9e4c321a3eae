package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.FaultPoint;
import java.nio.file.Path;
import net.openhft.chronicle.core.Memory;

/**
 * Appends messages to the run of a log that is open, seals it, and repairs what a writer has left that died. Everything here
 * is done with the write lock held; every step may be made again by whoever comes after a death, also one of a repair.
 *
 * <pre>
 *   open    header of the first record cleared; state stored; tail open; the run's document complete; first message
 *   append  message; header of the next record cleared; header (it is there); tail (it is counted)
 *   seal    header behind the last message sealed; tail closed
 *   repair  what is there and not counted is counted; sealed
 * </pre>
 *
 * <p>A run is sealed by whoever needs a document, before he looks for room: an arena that is full of nothing but the open run
 * gets room in no other way. Who takes the lock from a dead owner always seals, so he need not know whether the run's
 * document is there: if it is not, nobody will ever come to its records. The model is {@code docs/models/run.pml}.
 */
final class RunWriter {
    private static final Memory MEMORY = ChronicleSettings.memory();

    private final Path folder;
    private final LogStates states;
    private final Arena arena;

    /**
     * The run that was found open last: its place among the states, 0 for none, and the version of that. Nothing of it changes
     * while the version is the same, but for its tail.
     */
    private int slot;

    private long version;
    private long place;
    private long records;
    private int bytes;

    RunWriter(Path folder, LogControl control, Arena arena) {
        this.folder = folder;
        this.states = control.states();
        this.arena = arena;
    }

    /** Whether a message may go into a run at all, if there is one. */
    static boolean takes(Body body) {
        return body.length() <= RunSizes.LARGEST_MESSAGE_BYTES && body.mayShare();
    }

    /** Appends a message, if a run is open that has room for it. */
    boolean append(Body body) {
        long tail = slot == 0 ? 0 : states.runTail(slot);
        if (!RunTail.isOpen(tail) || states.version(slot) != version) {
            tail = find();
        }
        return RunTail.isOpen(tail) && append(tail, body);
    }

    /** Finds the run that is open, and returns its tail; 0 if none is. */
    private long find() {
        int open = states.openRun();
        slot = 0;
        if (open == 0) {
            return 0;
        }
        records = records(open);
        version = states.version(open);
        place = states.runPlace(open);
        bytes = states.runBytes(open);
        slot = open;
        return states.runTail(open);
    }

    private boolean append(long tail, Body body) {
        int length = body.length();
        int taken = RunRecord.bytes(length);
        int behind = RunTail.offset(tail) + taken;
        if (behind + RunRecord.END_BYTES > bytes || RunTail.messages(tail) == RunTail.MAX_MESSAGES) {
            return false;
        }
        if (MEMORY.readLong(records - Long.BYTES) != place) {
            return false; // damaged: readers would find nothing there
        }
        long record = records + behind - taken;
        if (length <= Sizes.LARGEST_INLINE) {
            body.copy(record + RunRecord.FRAME_BYTES);
        } else {
            arena.copy(body, record + RunRecord.FRAME_BYTES);
        }
        FaultPoint.RUN_COPIED.reached();
        MEMORY.writeInt(record + taken, RunRecord.NOTHING);
        MEMORY.writeOrderedInt(record, RunRecord.header(length));
        FaultPoint.RUN_COMMITTED.reached();
        states.runTail(slot, RunTail.plus(tail, taken, length));
        return true;
    }

    /** Begins a run of which the state is stored already, in such a place, before its document is complete. */
    void open(int slot) {
        states.runTail(slot, RunTail.OPEN);
        FaultPoint.RUN_OPENED.reached();
    }

    /** Clears what lies where a run is to be. */
    void clear(long place, int bytes) {
        arena.begin(place, bytes);
        MEMORY.writeOrderedInt(arena.content(place), RunRecord.NOTHING);
    }

    /**
     * Ends the run that is open.
     *
     * @return its tail; 0 if none was
     */
    long seal() {
        int slot = states.openRun();
        if (slot == 0) {
            return 0;
        }
        long tail = states.runTail(slot);
        MEMORY.writeOrderedInt(records(slot) + RunTail.offset(tail), RunRecord.SEALED);
        FaultPoint.RUN_SEALED.reached();
        states.runTail(slot, RunTail.closed(tail));
        return tail;
    }

    /** Has what {@link #repair} needs; done before the lock is taken, so that it can fail then. */
    void prepareRepair() {
        if (states.openRun() != 0) {
            arena.map();
        }
    }

    /** Makes good what an owner of the lock may have left that died. */
    void repair() {
        int slot = states.openRun();
        if (slot == 0) {
            return;
        }
        long records = records(slot);
        long tail = states.runTail(slot);
        long counted = withUncounted(tail, records, states.runBytes(slot));
        if (counted != tail) {
            states.runTail(slot, counted);
            FaultPoint.RUN_REPAIRED.reached();
        }
        seal();
    }

    /** A tail with the message that is there and not counted, if there is one. */
    private static long withUncounted(long tail, long records, int runBytes) {
        int offset = RunTail.offset(tail);
        int header = MEMORY.readVolatileInt(records + offset);
        if (!RunRecord.isMessage(header, runBytes - offset)) {
            return tail;
        }
        int length = RunRecord.messageBytes(header);
        return RunTail.plus(tail, RunRecord.bytes(length), length);
    }

    /**
     * Adds to a state the message that is there and not counted yet, and never will be as long as its writer is dead and nobody
     * else writes. Needs no lock.
     *
     * @param state with a run that was open
     * @return false if it was left meanwhile; then the state may have anything
     */
    boolean count(LogState state) {
        int bytes = (int) ArenaPosition.bytes(state.runPlace, state.arenaHead) - Long.BYTES;
        int offset = RunTail.offset(state.runTail);
        if (offset + RunRecord.END_BYTES > bytes || !arena.hasPages(state.runPlace, bytes)) {
            return true; // which others will tell of
        }
        try {
            arena.map();
        } catch (LogDamagedException e) {
            if (e.unseen() == null) {
                throw e;
            }
            return true; // a process without descriptors counts what is counted
        }
        long counted = withUncounted(state.runTail, arena.content(state.runPlace), bytes);
        state.messages += RunTail.messages(counted) - RunTail.messages(state.runTail);
        state.bytes += RunTail.bytes(counted) - RunTail.bytes(state.runTail);
        state.runTail = counted;
        return states.isRunOpen(state.document);
    }

    /** Makes good what this process itself may have left; that is nothing if it cannot reach the run. */
    void repairOwn() {
        int slot = states.openRun();
        if (slot != 0 && arena.isMapped() && isWithinArena(slot)) {
            repair();
        }
    }

    private boolean isWithinArena(int slot) {
        int bytes = states.runBytes(slot);
        return bytes >= RunTail.offset(states.runTail(slot)) + RunRecord.END_BYTES
                && arena.hasPages(states.runPlace(slot), bytes);
    }

    private long records(int slot) {
        long place = states.runPlace(slot);
        if (!arena.isMapped()) {
            arena.map();
        }
        if (!isWithinArena(slot)) {
            throw new LogDamagedException(folder, "contradicts itself: a run lies where the arena has no room");
        }
        return arena.content(place);
    }
}
