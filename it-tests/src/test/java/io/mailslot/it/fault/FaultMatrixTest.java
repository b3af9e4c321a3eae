package io.mailslot.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.FaultMatrix.Death;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM dies at a named point, by halting itself or by a kill from outside, and those who live go on: the verifier finds
 * nothing broken, names are free, messages flow. This JVM is the survivor ({@link Survivor}).
 */
@HomeTest
@Tag("storm")
class FaultMatrixTest {
    private static final int KILLED = 128 + 9;
    private static final FaultMatrix MATRIX = new FaultMatrix();

    @AfterAll
    static void printMatrix() {
        MATRIX.print(Path.of("target", "fault-matrix.txt"));
    }

    /** Differs from a kill by the moment only, to the instruction: in the Maven profile {@code storm}. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenAProcessHaltsAt(FaultPoint point, TestHome home, Jvms jvms) {
        Survivor survivor = prepare(point, jvms);
        Child victim = survivor.start(Victims.halting(jvms, point.name()), point);
        Victims.awaitHalt(victim);

        MATRIX.add(point, Death.HALT, survivor.goOn());
        survivor.checkThatNothingIsLeft(point);
        home.awaitNobodyLeft(); // of scripts that the victim has run
    }

    @ParameterizedTest
    @MethodSource("io.mailslot.it.fault.Points#chosen")
    void shouldGoOnWhenAProcessIsKilledAt(FaultPoint point, TestHome home, Jvms jvms) {
        Survivor survivor = prepare(point, jvms);
        Child victim = survivor.start(Victims.stopping(jvms, point), point);
        victim.awaitStopped();
        survivor.kill(victim);

        MATRIX.add(point, Death.KILL, survivor.goOn());
        assertThat(victim.awaitEnd().code()).isEqualTo(KILLED);
        survivor.checkThatNothingIsLeft(point);
        home.awaitNobodyLeft(); // of scripts that the victim has run
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "REAP_HANDLE_CLOSED",
                "REAP_RECORD_FREED",
                "CLOSE_BEFORE_FILES_SET_ASIDE",
                "CLOSE_BEFORE_FILES_DELETED"
            })
    void shouldGoOnWhenAProcessDiesWhileItLeaves(FaultPoint point, Jvms jvms) {
        Survivor survivor = new Survivor(jvms);
        survivor.watch();
        Victims.die(jvms, Deed.LEAVE, point.name());

        survivor.goOn();
        survivor.checkThatNothingIsLeft(point);
    }

    /**
     * Brings the home to where the victim will pass the point. Some are passed only on behalf of the dead, who must be left
     * to it: whoever else could reap them stands still, or is not there.
     */
    private static Survivor prepare(FaultPoint point, Jvms jvms) {
        Survivor survivor = new Survivor(jvms);
        if (!Victims.actsForTheDead(point)) {
            survivor.watch();
            Victims.leaveBefore(point, jvms);
            return survivor;
        }
        if (!Victims.needsADesertedHome(point)) {
            survivor.standStillBeside();
        }
        Victims.leaveTheDead(point, jvms);
        return survivor;
    }

    /** What passes a point; a new point does not compile before it is told here. */
    static Deed deed(FaultPoint point) {
        return switch (point) {
            case SECTION_WANTED,
                    ATTACH_FOLDER_MADE,
                    ATTACH_RECORD_FILLED,
                    ATTACH_RECORD_LIVE,
                    CLAIM_LOCKED,
                    CLAIM_DONE,
                    TICKET_USED,
                    TICKET_HANDLE_COPIED,
                    REAP_MUTEX_ABANDONED,
                    REAP_HANDLE_CLOSED,
                    REAP_BEFORE_SIGNAL,
                    REAP_USAGE_RELEASED,
                    REAP_SIGNALED,
                    REAP_RECORD_FREED,
                    CARRY_OVER_CLEARED,
                    CARRY_OVER_WRITTEN,
                    CARRY_OVER_NAMED,
                    RECOVER_COUNTING,
                    RECOVER_BEFORE_CLEAN -> Deed.ATTACH;
            case CREATE_QUEUE_BUILT, CREATE_OBJECTS_MADE, CREATE_FOLDER_NAMED, CREATE_HANDLE_STORED, NAME_BEFORE_WAKE ->
                Deed.CREATE;
            case CURSOR_MADE -> Deed.CREATE_DURABLE;
            case CURSOR_DELETED -> Deed.DELETE_CURSOR;
            case DURABLE_FOUND_EMPTY -> Deed.DELETE_IF_EMPTY;
            case DURABLE_DELETED -> Deed.DELETE_DURABLE;
            case CHAIN_CHANGING, JOIN_LINKED, JOIN_OBJECT_MADE -> Deed.JOIN;
            case OPEN_OBJECT_MADE, OPEN_HANDLE_STORED -> Deed.OPEN;
            case CLOSE_ENTRY_CLEARED, CLOSE_BEFORE_FILES_SET_ASIDE, CLOSE_BEFORE_FILES_DELETED -> Deed.CLOSE;
            case APPEND_LOCKED,
                    APPEND_RESUMED,
                    APPEND_STATE_CHANGING,
                    APPEND_COPIED,
                    APPEND_COMMITTED,
                    WRITE_BEFORE_WAKE -> Deed.WRITE;
            case SIGNAL_MOVED -> Deed.SIGNAL;
            case RUN_COPIED, RUN_COMMITTED, RUN_OPENED, RUN_ANNOUNCED, RUN_SEALED -> Deed.WRITE_RUN;
            case RUN_REPAIRED -> Deed.WRITE;
            case RUN_LEFT -> Deed.READ_RUN;
            case ARENA_GROWN, APPEND_RESERVED, APPEND_HALF_COPIED -> Deed.WRITE_LARGE;
            case TEMPLATE_MADE, ROLL_FILE_MADE, ROLL_SEALED, ROLL_COUNTED -> Deed.FILL;
            case ARENA_LOWERED -> Deed.FILL_AFTER_A_LARGE_ONE;
            case ROOM_CLAIMED, WAIT_NOTED -> Deed.WAIT_FOR_ROOM;
            case ROOM_LOOKED_FOR -> Deed.FILL_ARENA;
            case READ_CURSOR_MOVED, HANDLE_LOOKED_UP, WORD_LOOKED_AT -> Deed.READ;
            case ADVANCE_COUNTED -> Deed.ADVANCE;
            case RECLAIM_COUNTED, RECLAIM_FILE_DELETED -> Deed.READ_ALL;
            case DROP_CHOSEN, DROP_TOLD, DROPPED_PASSED_OVER, DROPPED_NOTED, DROPPED_COUNTED -> Deed.DROP;
            case SYNC_OBJECT_MADE, SYNC_HANDLE_STORED -> Deed.CREATE_EVENT;
            case FILE_CREATED,
                    FILE_OBJECT_MADE,
                    FILE_HANDLE_STORED,
                    FILE_POINTER_LOCKED,
                    FILE_WRITTEN,
                    FILE_BEFORE_DELETE,
                    FILE_DELETED -> Deed.USE_FILE;
            case WAIT_ALL_LOCKED, WAIT_ALL_DECIDED, WAIT_ALL_TAKEN -> Deed.WAIT_FOR_ALL;
            case OPEN_PROCESS_HANDLE_STORED -> Deed.OPEN_PROCESS;
            case DUPLICATE_STORED -> Deed.DUPLICATE;
            case DUPLICATE_SOURCE_CLEARED -> Deed.CLOSE_FROM_OUTSIDE;
            case SPAWN_RECORD_MADE, SPAWN_HANDLE_COPIED, SPAWN_BEFORE_START, SPAWN_STARTED -> Deed.SPAWN;
            case PROGRAM_SIGNALED -> Deed.SPAWN_SCRIPT;
            case SPAWN_HANDLE_TAKEN_BACK, SPAWN_ROLL_BACK -> Deed.SPAWN_IN_VAIN;
            case ERROR_CLAIMED, ERROR_FILLED, ERROR_COUNTED -> Deed.NOTE_ERROR;
            case EXIT_PUBLISHED -> Deed.EXIT;
            case TERMINATE_KILLED -> Deed.TERMINATE;
        };
    }
}
