package io.mailslot.internal.log;

import static io.mailslot.internal.layout.LogControlPage.COMMITTED_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.STATES_OFFSET;
import static io.mailslot.internal.layout.LogControlPage.STATE_ARENA_HEAD;
import static io.mailslot.internal.layout.LogControlPage.STATE_ARENA_LAP_END;
import static io.mailslot.internal.layout.LogControlPage.STATE_BYTES;
import static io.mailslot.internal.layout.LogControlPage.STATE_DOCUMENT;
import static io.mailslot.internal.layout.LogControlPage.STATE_LENGTH;
import static io.mailslot.internal.layout.LogControlPage.STATE_MESSAGES;
import static io.mailslot.internal.layout.LogControlPage.STATE_RUN_PLACE;
import static io.mailslot.internal.layout.LogControlPage.STATE_RUN_TAIL;
import static io.mailslot.internal.layout.LogControlPage.STATE_VERSION;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.FaultPoint;
import java.lang.invoke.VarHandle;
import java.util.function.LongPredicate;
import net.openhft.chronicle.core.Memory;

/**
 * Where a log ends: the part of the control page, and the order in which it is stored, that is drawn at
 * {@link io.mailslot.internal.layout.LogControlPage} and modelled in {@code docs/models/log_state.pml}. Writers call with
 * the write lock held; any thread may ask for the end.
 */
final class LogStates {
    /**
     * How often the end is looked for. An attempt fails only if another document is begun in the moment that it takes, and the
     * one before was completed in it: so often in a row is damage.
     */
    static final int MOST_ATTEMPTS = 10_000;

    private static final Memory MEMORY = ChronicleSettings.memory();
    private static final int FIRST = STATES_OFFSET;
    private static final int SECOND = STATES_OFFSET + STATE_LENGTH;

    /** Of the control page. */
    private final long address;

    LogStates(long address) {
        this.address = address;
    }

    /**
     * Takes over where another writer has been: what was begun and never completed is void, what is complete is told. Where
     * a file was damaged, and Chronicle begins it anew, the position may be one that was told: the counts go on all the same.
     *
     * @param position of the document to come
     * @param state gets what holds before it
     * @return false if the page does not tell, as only damage can explain
     */
    boolean resume(long position, LogState state) {
        long told = committed();
        makeVoid(FIRST, position, told);
        makeVoid(SECOND, position, told);
        FaultPoint.APPEND_RESUMED.reached();
        boolean second = isWhole(SECOND) && !(isWhole(FIRST) && document(FIRST) >= document(SECOND));
        boolean found = load(second ? SECOND : FIRST, state) && state.document >= told;
        if (found && told != state.document) {
            complete(state.document);
        }
        return found;
    }

    /** Makes void what was begun at or behind a position, and not told. */
    private void makeVoid(int place, long position, long told) {
        if (isWhole(place) && document(place) >= position && document(place) > told) {
            MEMORY.writeOrderedLong(address + place + STATE_VERSION, version(place) + 1);
        }
    }

    /**
     * Keeps the state after a document that is about to be completed. The one after the document before it stays.
     *
     * @param state has what holds after it, but for its position
     * @return its place
     */
    int begin(long position, LogState state) {
        int place = document(FIRST) == state.document ? SECOND : FIRST;
        long changing = version(place) | 1;
        state.document = position;
        putLong(place + STATE_VERSION, changing);
        VarHandle.storeStoreFence();
        putLong(place + STATE_DOCUMENT, position);
        putLong(place + STATE_MESSAGES, state.messages);
        FaultPoint.APPEND_STATE_CHANGING.reached();
        putLong(place + STATE_BYTES, state.bytes);
        putLong(place + STATE_ARENA_HEAD, state.arenaHead);
        putLong(place + STATE_ARENA_LAP_END, state.arenaLapEnd);
        putLong(place + STATE_RUN_TAIL, 0);
        putLong(place + STATE_RUN_PLACE, state.runPlace);
        MEMORY.writeOrderedLong(address + place + STATE_VERSION, changing + 1);
        return place;
    }

    /** Tells that a document is complete. */
    void complete(long position) {
        MEMORY.writeOrderedLong(address + COMMITTED_OFFSET, position);
    }

    /** The last document that is told to be complete, 0 for none; there may be one more. */
    long committed() {
        return getLongVolatile(COMMITTED_OFFSET);
    }

    /** The last document that was begun, 0 for none; it may be incomplete for ever. */
    long begun() {
        return Math.max(document(FIRST), document(SECOND));
    }

    /** A number that changes with each append that begins, and with each that is complete. */
    long progress() {
        return version(FIRST) + version(SECOND) + committed() + runTail(FIRST) + runTail(SECOND);
    }

    /**
     * Looks for the last document that is complete. Waits for nobody: what is begun is asked for only as long as nothing is
     * told. Once more was told, that has been the last one a moment ago.
     *
     * @param state gets what holds after it
     * @param isComplete whether a document that was begun is complete
     * @return false if the page does not tell, as only damage can explain
     */
    boolean end(LogState state, LongPredicate isComplete) {
        long first = committed();
        long told = first;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            boolean found = told == first ? loadEnd(told, state, isComplete) : loadIf(told, state);
            if (found) {
                return true;
            }
            told = committed();
        }
        return false;
    }

    /** The order counts: as long as what is told has its place, at most one more document was begun. */
    private boolean loadEnd(long told, LogState state, LongPredicate isComplete) {
        int other = document(FIRST) == told ? SECOND : FIRST;
        long begun = document(other);
        if (begun > told && isComplete.test(begun)) {
            // not before it was complete: another writer may have begun it once more
            return load(other, state) && state.document == begun;
        }
        return loadIf(told, state);
    }

    private boolean loadIf(long document, LogState state) {
        return load(FIRST, state) && state.document == document || load(SECOND, state) && state.document == document;
    }

    /** False if the place was being written meanwhile, or for good. */
    private boolean load(int place, LogState state) {
        long version = version(place);
        state.document = getLong(place + STATE_DOCUMENT);
        state.runTail = runTail(place);
        state.runPlace = getLong(place + STATE_RUN_PLACE);
        state.messages = getLong(place + STATE_MESSAGES) + RunTail.messages(state.runTail);
        state.bytes = getLong(place + STATE_BYTES) + RunTail.bytes(state.runTail);
        state.arenaHead = getLong(place + STATE_ARENA_HEAD);
        state.arenaLapEnd = getLong(place + STATE_ARENA_LAP_END);
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && version(place) == version;
    }

    /** The place of the state whose run is open; 0 if none is. To be asked with the write lock. */
    int openRun() {
        if (RunTail.isOpen(runTail(FIRST))) {
            return FIRST;
        }
        return RunTail.isOpen(runTail(SECOND)) ? SECOND : 0;
    }

    /** Whether the run of a document is open: what was read of it before was not of another one. Needs no lock. */
    boolean isRunOpen(long document) {
        return isRunOpen(FIRST, document) || isRunOpen(SECOND, document);
    }

    /** A place gets another document only once its run is closed, so the tail is read first. */
    private boolean isRunOpen(int place, long document) {
        return RunTail.isOpen(runTail(place)) && document(place) == document;
    }

    /** The tail of the run of a document; 0 if other documents followed it, so that it gets no more messages. Needs no lock. */
    long runTailOf(long document) {
        long first = runTail(FIRST);
        if (document(FIRST) == document) {
            return first;
        }
        long second = runTail(SECOND);
        return document(SECOND) == document ? second : 0;
    }

    /**
     * Whether what was appended last is one small message, or a run that has some. To be asked with the write lock.
     *
     * @param some messages of a run
     * @param small bytes of a message, at most
     */
    boolean endsSmall(int some, int small) {
        int last = document(SECOND) == committed() ? SECOND : FIRST;
        int before = last == FIRST ? SECOND : FIRST;
        long tail = runTail(last);
        if (tail != 0) {
            return RunTail.messages(tail) >= some;
        }
        return getLong(last + STATE_MESSAGES) - getLong(before + STATE_MESSAGES) == 1
                && getLong(last + STATE_BYTES) - getLong(before + STATE_BYTES) <= small;
    }

    long runTail(int place) {
        return getLongVolatile(place + STATE_RUN_TAIL);
    }

    void runTail(int place, long tail) {
        MEMORY.writeOrderedLong(address + place + STATE_RUN_TAIL, tail);
    }

    long runPlace(int place) {
        return getLong(place + STATE_RUN_PLACE);
    }

    /** Bytes of the records of a run: it was the last reservation before its state was stored. */
    int runBytes(int place) {
        return (int) ArenaPosition.bytes(runPlace(place), getLong(place + STATE_ARENA_HEAD)) - Long.BYTES;
    }

    private boolean isWhole(int place) {
        return (version(place) & 1) == 0;
    }

    /** Changes whenever another state is kept in a place. */
    long version(int place) {
        return getLongVolatile(place + STATE_VERSION);
    }

    private long document(int place) {
        return getLongVolatile(place + STATE_DOCUMENT);
    }

    private long getLong(int offset) {
        return MEMORY.readLong(address + offset);
    }

    private long getLongVolatile(int offset) {
        return MEMORY.readVolatileLong(address + offset);
    }

    private void putLong(int offset, long value) {
        MEMORY.writeLong(address + offset, value);
    }
}
