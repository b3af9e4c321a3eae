package io.mailslot.internal.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Places where a process may die with shared state half changed. A test arms one in a child JVM with the system
 * property {@value #PROPERTY}; in production none is armed, the switch is a constant, and the call costs nothing.
 *
 * <p>The property's value is {@code NAME}, {@code NAME:halt} (end at once), {@code NAME:error} (throw an error, as where the
 * stack ends), {@code NAME:wait:FILE} (create the file and stand still, to be killed from outside), or
 * {@code NAME:pause:FILE} (create the file, and go on once it is deleted), each with {@code #n} behind the name for the
 * n-th time it is reached.
 */
public enum FaultPoint {
    /** The process folder exists, the record does not yet. */
    ATTACH_FOLDER_MADE,
    /** The record is filled, its state still says free. */
    ATTACH_RECORD_FILLED,
    /** The record says alive, its process object is made. */
    ATTACH_RECORD_LIVE,
    /** A claimed record is locked by the child, its state still says starting. */
    CLAIM_LOCKED,
    /** The child is attached through its claim. */
    CLAIM_DONE,
    /** A JVM below a started program has used its ticket, and has nothing of what that inherited. */
    TICKET_USED,
    /** Such a JVM has a handle that the program still has, too. */
    TICKET_HANDLE_COPIED,
    /** The end of a program that never attached is told, its record still names its process object. */
    PROGRAM_SIGNALED,
    /** The queue's files lie in a temporary folder. */
    CREATE_QUEUE_BUILT,
    /** The mailslot and receiver objects are made, no handle names them. */
    CREATE_OBJECTS_MADE,
    /** The chain of a mailslot's receivers is about to be changed, and its senders wait for that. */
    CHAIN_CHANGING,
    /** Senders know of a further receiver, which still begins where the mailslot ended before they did. */
    JOIN_LINKED,
    /** A further receiver of a broadcast mailslot is made, no handle names it. */
    JOIN_OBJECT_MADE,
    /** The queue's folder has its final name. */
    CREATE_FOLDER_NAMED,
    /** A receiver is a cursor, and stays; no handle names it. */
    CURSOR_MADE,
    /** The handle is in the table, the derived counts are not. */
    CREATE_HANDLE_STORED,
    /** The sender object is made, no handle names it. */
    OPEN_OBJECT_MADE,
    /** The sender's handle is in the table, the derived counts are not. */
    OPEN_HANDLE_STORED,
    /** The handle is gone, the usage count still counts it. */
    CLOSE_ENTRY_CLEARED,
    /** Files have lost their owner, and still lie where they did. */
    CLOSE_BEFORE_FILES_SET_ASIDE,
    /** Files have lost their owner and are set aside, but not deleted. */
    CLOSE_BEFORE_FILES_DELETED,
    /** A deleted cursor is gone, the chain of its mailslot leads to it. */
    CURSOR_DELETED,
    /** Nothing in a durable mailslot is unread, nobody else can write to it, and it is not deleted. */
    DURABLE_FOUND_EMPTY,
    /** A deleted durable mailslot is gone, its cursors are there. */
    DURABLE_DELETED,
    /** The arena has more pages, which the control page does not tell yet. */
    ARENA_GROWN,
    /** The arena is shorter, and still has the pages behind its end. */
    ARENA_LOWERED,
    /** A thread that is about to sleep has noted what it waits for, for people who look. */
    WAIT_NOTED,
    /** Who has waited for room for long is let in first from now on. */
    ROOM_CLAIMED,
    /** A writer that lacks room has seen where a receiver stands, and has not looked what that one needs; it may read on. */
    ROOM_LOOKED_FOR,
    /** The write lock of a log is taken, no document is open. */
    APPEND_LOCKED,
    /** A writer has come after another one: what that one never completed is void, what it completed is not told. */
    APPEND_RESUMED,
    /** The state after a message is half written. */
    APPEND_STATE_CHANGING,
    /** Room in the arena is taken, nothing is copied to it. */
    APPEND_RESERVED,
    /** Half of a large message is copied. */
    APPEND_HALF_COPIED,
    /** A message is copied, its document is not complete. */
    APPEND_COPIED,
    /** A message is in the mailslot, the control page does not tell yet. */
    APPEND_COMMITTED,
    /** A message is copied to a run, and is not there yet. */
    RUN_COPIED,
    /** A message is in a run, and not counted. */
    RUN_COMMITTED,
    /** A run is open, its document is not complete. */
    RUN_OPENED,
    /** A run's document is complete, it has no message. */
    RUN_ANNOUNCED,
    /** The end of a run is told to its readers, it is still open for writers. */
    RUN_SEALED,
    /** What a dead writer had left uncounted is counted, the run is still open. */
    RUN_REPAIRED,
    /** A cursor has left a run, its room is not given back. */
    RUN_LEFT,
    /** What new segments are copied from is made, the folder for that is still there. */
    TEMPLATE_MADE,
    /** The file of a new segment has its name, nobody knows of it. */
    ROLL_FILE_MADE,
    /** The full segment is sealed, the new one is not the current one. */
    ROLL_SEALED,
    /** The new segment is the current one, and has no document. */
    ROLL_COUNTED,
    /** The oldest segment is about to be dropped, which nobody can see yet. */
    DROP_CHOSEN,
    /** The oldest segment is dropped, its room in the arena is not given back. */
    DROP_TOLD,
    /** A cursor has passed over dropped messages, which are not counted yet. */
    DROPPED_PASSED_OVER,
    /** It is told up to where dropped messages are about to be counted. */
    DROPPED_NOTED,
    /** What was dropped before the cursor is counted as missed, and not yet as passed. */
    DROPPED_COUNTED,
    /** Segments belong to nobody, their files still lie there. */
    RECLAIM_COUNTED,
    /** The file of a segment is deleted, which nobody is told. */
    RECLAIM_FILE_DELETED,
    /** Messages are about to be taken together; where others are dropped, they count as dealt with. */
    ADVANCE_COUNTED,
    /** A message is taken, its room is not given back. */
    READ_CURSOR_MOVED,
    /** A message is in the mailslot, and nobody who waits for it is woken. */
    WRITE_BEFORE_WAKE,
    /** Something has a name that is complete, and nobody who waits for it is woken. */
    NAME_BEFORE_WAKE,
    /** A signal word is moved on, and nobody who sleeps on it is woken. */
    SIGNAL_MOVED,
    /** An event, semaphore or mutex is made, no handle names it. */
    SYNC_OBJECT_MADE,
    /** The handle to it is in the table, the usage count does not count it. */
    SYNC_HANDLE_STORED,
    /** A file exists that was not there before, and no object stands for the open that made it. */
    FILE_CREATED,
    /** The object of an open file is made, no handle names it. */
    FILE_OBJECT_MADE,
    /** The handle to it is in the table, the usage count does not count it. */
    FILE_HANDLE_STORED,
    /** A write has the file pointer locked, and has written nothing. */
    FILE_POINTER_LOCKED,
    /** A write is done, the file pointer is not moved. */
    FILE_WRITTEN,
    /** The last handle to a file that goes with it is closed, the file is still there. */
    FILE_BEFORE_DELETE,
    /** The file is deleted, its object is still there. */
    FILE_DELETED,
    /** A wait for all has locked some of its objects. */
    WAIT_ALL_LOCKED,
    /** A wait for all has decided to take, and all of its objects are locked. */
    WAIT_ALL_DECIDED,
    /** A wait for all has taken from some of its objects. */
    WAIT_ALL_TAKEN,
    /** A word was read that is about to be changed without the kernel lock; its object may go now. */
    WORD_LOOKED_AT,
    /** A handle was looked up without the kernel lock, and nothing is done with it yet; it may be closed now. */
    HANDLE_LOOKED_UP,
    /** A section under the kernel lock is about to begin; what was looked up before may be gone when it has. */
    SECTION_WANTED,
    /** A mutex of a dead process is abandoned, others may not be. */
    REAP_MUTEX_ABANDONED,
    /** The handle to an opened process is in the table, the usage count does not count it. */
    OPEN_PROCESS_HANDLE_STORED,
    /** The duplicate is in the target's table, the usage count does not count it. */
    DUPLICATE_STORED,
    /** The source of a duplication is closed, the usage count still counts it. */
    DUPLICATE_SOURCE_CLEARED,
    /** A child's record and process object are made, no handle is copied. */
    SPAWN_RECORD_MADE,
    /** Some handles are copied into the child's table. */
    SPAWN_HANDLE_COPIED,
    /** Everything is ready, the program is not started. */
    SPAWN_BEFORE_START,
    /** The program runs, its process id is not in the record. */
    SPAWN_STARTED,
    /** The handle to a child whose start has failed is taken back, what that had inherited is not. */
    SPAWN_HANDLE_TAKEN_BACK,
    /** A failed start is half rolled back. */
    SPAWN_ROLL_BACK,
    /** The exit code of a process is decided, the process still runs. */
    EXIT_PUBLISHED,
    /** A process was killed by another one, its exit code is not published. */
    TERMINATE_KILLED,
    /** Some handles of a dead process are closed. */
    REAP_HANDLE_CLOSED,
    /** All handles of a dead process are closed, its object is not signaled. */
    REAP_BEFORE_SIGNAL,
    /** A dead process is no user of its own object any more, which is not signaled yet. */
    REAP_USAGE_RELEASED,
    /** The dead process's object is signaled, its record is still there. */
    REAP_SIGNALED,
    /** The record is free, the dead process's folder still lies there. */
    REAP_RECORD_FREED,
    /** What a home without life left is deleted, but for its durable mailslots, which the former tables name. */
    CARRY_OVER_CLEARED,
    /** The new kernel file names the durable mailslots, and has no name itself. */
    CARRY_OVER_WRITTEN,
    /** The new kernel file is in its place, what is derived in it is not made. */
    CARRY_OVER_NAMED,
    /** Usage counts are rebuilt in part. */
    RECOVER_COUNTING,
    /** Everything is rebuilt, the dirty mark still stands. */
    RECOVER_BEFORE_CLEAN,
    /** Room in the log of errors is claimed, nothing is written there. */
    ERROR_CLAIMED,
    /** A new kind of error is written down, nobody can read it yet. */
    ERROR_FILLED,
    /** An error of a known kind is counted, when that was is not told. */
    ERROR_COUNTED;

    /** The system property that arms a fault point. */
    public static final String PROPERTY = "mailslot.fault";

    /** Exit code of a process that halted at a fault point. */
    public static final int HALT_STATUS = 86;

    /** Whether any may be armed at all. */
    private static final boolean POSSIBLE = System.getProperty(PROPERTY) != null;

    private static volatile String armed = System.getProperty(PROPERTY);

    /** Whom it concerns; null for all threads. */
    private static volatile Thread armedFor;

    private static final long PAUSE_NANOS = 1_000_000;

    private static final AtomicInteger REACHED = new AtomicInteger();

    /** Dies here if this point is armed. */
    public void reached() {
        if (POSSIBLE) {
            fire();
        }
    }

    /** Whether this JVM may be armed, and so is to come to no place but where a test leads it. */
    public static boolean arePossible() {
        return POSSIBLE;
    }

    /** Arms another point than before, in a JVM that was started with the property; {@code none} for none. */
    public static void arm(String value) {
        arm(value, null);
    }

    /** As {@link #arm(String)}, for one thread only. */
    public static void arm(String value, Thread thread) {
        armed = "none";
        armedFor = thread;
        REACHED.set(0);
        armed = value;
    }

    /** How often the armed point was reached since. */
    public static int timesReached() {
        return REACHED.get();
    }

    private void fire() {
        String[] parts = armed.split(":", 3);
        String[] name = parts[0].split("#", 2);
        int occurrence = name.length > 1 ? Integer.parseInt(name[1]) : 1;
        Thread concerned = armedFor;
        boolean concerns = name[0].equals(name()) && (concerned == null || concerned == Thread.currentThread());
        if (!concerns || REACHED.incrementAndGet() != occurrence) {
            return;
        }
        if (parts.length == 2 && parts[1].equals("error")) {
            throw new StackOverflowError("at " + name());
        }
        if (parts.length < 3) {
            Runtime.getRuntime().halt(HALT_STATUS);
        }
        Path sign = Path.of(parts[2]);
        try {
            Files.createFile(sign);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean forEver = parts[1].equals("wait");
        while (forEver || Files.exists(sign)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
