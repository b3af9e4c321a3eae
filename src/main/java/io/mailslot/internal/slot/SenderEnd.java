package io.mailslot.internal.slot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.internal.flight.WriteWait;
import io.mailslot.internal.log.Body;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.LogWriter;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.NoSpaceException;
import io.mailslot.internal.log.TooLargeException;
import io.mailslot.internal.log.WriteLockHeldException;
import io.mailslot.internal.log.WriterTurn;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.wait.Waiting;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends messages for one sender object, and waits for room while the mailslot is full. All senders to one mailslot
 * share their lock, which so guards the log's one writer, too.
 */
final class SenderEnd extends SlotEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SenderEnd.class);
    private static final ByteBuffer NO_BUFFER = ByteBuffer.allocate(0);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final WriterTurn turn;
    private final Runnable worthWaiting = this::checkWorthWriting;
    private final Waiting room;
    private final Body.OfArray array = new Body.OfArray();
    private final Body.OfBuffer buffer = new Body.OfBuffer();
    private final Body.OfBatch batch = new Body.OfBatch();
    private final Receivers receivers;
    private final UntoldRoom untold;

    /** Whether it is an outbox, which goes only while nothing in it is unread: what is written to it then is not there. */
    private final boolean outbox;

    /** Null until they are asked for. */
    private volatile LogSettings settings;

    /** How often an append was refused because it had to let in first who has waited for longer. */
    private volatile long timesLetIn;

    SenderEnd(SlotEnds ends, long mailslotId) {
        this(ends, mailslotId, ends.writerLock(mailslotId));
    }

    private SenderEnd(SlotEnds ends, long mailslotId, WriterTurn turn) {
        super(ends, mailslotId, turn);
        this.turn = turn;
        this.room = new Waiting(ends.notes(), new long[] {mailslotId}, ObjectTable.roomWord(mailslot()));
        this.receivers = new Receivers(ends.kernel(), mailslotId, mailslot());
        this.untold = new UntoldRoom(receivers);
        this.outbox = MailslotName.isWindowsForm(name());
    }

    /**
     * The receiver that lags most. Any thread may ask, so this looks by itself; somebody who changes the chain for a
     * moment is no reason to fail.
     */
    @Override
    ReceiverWords observed() {
        Receivers looker = new Receivers(ends().kernel(), mailslotId(), mailslot());
        List<ReceiverWords> all = looker.all();
        for (Patience unknown = looker.unknown(); all.isEmpty() && unknown != null; unknown = looker.unknown()) {
            if (unknown.isOver()) {
                throw chainHeld();
            }
            checkWorthWaiting();
            LockSupport.parkNanos(LOOK_NANOS);
            all = looker.all();
        }
        return all.stream()
                .min(Comparator.comparingLong(receiver -> receiver.cursor().read()))
                .orElse(null);
    }

    HomeException chainHeld() {
        return new HomeException(
                ErrorCode.LOCK_VIOLATION,
                "a process stands still while it adds or takes away a receiver of the mailslot '" + name() + "': "
                        + ends().kernel().holder() + "; continue or end it");
    }

    /**
     * Appends a message.
     *
     * @param atOnce whether the caller does not want to wait for a process that stands still in the middle of its append
     * @return false if there is no room
     */
    boolean append(byte[] source, int offset, int length, boolean atOnce) {
        MessageLog open = begin(atOnce);
        try {
            return write(open, array.of(source, offset, length), NO_BUFFER, atOnce);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** Appends what remains in a buffer and consumes it; false if there is no room. */
    boolean append(ByteBuffer message, boolean atOnce) {
        boolean done;
        MessageLog open = begin(atOnce);
        try {
            done = write(open, buffer.of(message), message, atOnce);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
        if (done) {
            message.position(message.limit());
        }
        return done;
    }

    /** Appends many messages at once; false if there is no room. */
    boolean append(MessageBatch messages, boolean atOnce) {
        MessageLog open = begin(atOnce);
        try {
            return write(open, batch.of(messages), NO_BUFFER, atOnce);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** @throws MessageTooLargeException if a message of so many bytes can never be appended */
    void requireFitting(int length) {
        LogSettings bounds = bounds();
        try {
            bounds.requireFitting(length);
        } catch (TooLargeException e) {
            throw failure("write to", e);
        }
    }

    /** As {@link #requireFitting(int)}, for messages that are to be appended at once. */
    void requireFitting(MessageBatch messages) {
        LogSettings bounds = bounds();
        try {
            bounds.requireFitting(new Body.OfBatch().of(messages));
        } catch (TooLargeException e) {
            throw failure("write to", e);
        }
    }

    private LogSettings bounds() {
        LogSettings known = settings;
        if (known != null) {
            return known;
        }
        MessageLog open = begin(false);
        try {
            known = open.settings();
            settings = known;
            return known;
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** Takes the lock, for good only if the log is open. */
    private MessageLog begin(boolean atOnce) {
        Thread self = Thread.currentThread();
        boolean begun = false;
        try {
            checkAlive();
            word().announce();
            turn.take(atOnce, worthWaiting);
            MessageLog open = log();
            begun = true;
            return open;
        } catch (InternalError | WriteLockHeldException e) {
            throw failure("write to", e);
        } finally {
            if (!begun && lock.owner == self) { // a page that was cut is told of late
                try {
                    VarHandle.releaseFence();
                } finally {
                    lock.owner = null;
                }
            }
        }
    }

    private boolean write(MessageLog open, Body body, ByteBuffer users, boolean atOnce) {
        boolean whole = false;
        int dropped = 0;
        try {
            dropped = open.dropped();
            boolean done = tryAppend(open, body) || lacksToldRoom(open, atOnce) && append(open, body);
            if (done) {
                FaultPoint.WRITE_BEFORE_WAKE.reached();
                word().signalAfterFence();
                if (outbox) {
                    checkAlive();
                }
            }
            whole = true;
            return done;
        } catch (RuntimeException | InternalError e) {
            throw failure("write to", e, users);
        } finally {
            if (!whole) {
                signalAfterFailure();
            }
            tellDropped(open, dropped);
        }
    }

    /** Who waits until all is taken has less to wait for once something is dropped. */
    private void tellDropped(MessageLog open, int before) {
        try {
            if (open.dropped() != before) {
                tellRoom();
            }
        } catch (InternalError cut) {
            LOG.debug("nobody can be woken who waits for '{}' to be taken: {}", name(), cut.toString());
        }
    }

    /** What failed behind the commit is there all the same, and others may sleep for it. */
    private void signalAfterFailure() {
        try {
            word().signal();
        } catch (InternalError cut) {
            LOG.debug("nobody can be woken who waits for messages of '{}': {}", name(), cut.toString());
        }
    }

    /** Where there is no room, what there is at the ends of runs that are read comes first. */
    private boolean tryAppend(MessageLog open, Body body) {
        try {
            return append(open, body) || !open.writer().letsIn() && leaveRuns(open) && append(open, body);
        } catch (NoSpaceException e) {
            if (leaveRuns(open)) {
                return append(open, body);
            }
            throw e;
        }
    }

    private boolean leaveRuns(MessageLog open) {
        boolean any = untold.leaveRuns(open, reader());
        if (any) {
            tellRoom(); // it may be enough for others who sleep for it as well
        }
        return any;
    }

    private boolean append(MessageLog open, Body body) {
        LogWriter writer = open.writer();
        boolean done = writer.append(body, turn);
        if (!done && writer.letsIn()) {
            timesLetIn = timesLetIn + 1; // with the lock
        }
        return done;
    }

    /** Whether the last append was refused for want of room that is there, but that nobody has told of. */
    private boolean lacksToldRoom(MessageLog open, boolean atOnce) {
        return open.writer().lacksArena() && untold.tell(open, reader(), atOnce);
    }

    void waitForRoom(BooleanSupplier attempt, int timeoutMs, int length) {
        WriteWait told = RoomWait.begunToBeTold();
        new RoomWait(this, told, timeoutMs, System.nanoTime(), length).until(attempt);
    }

    /**
     * Waits until an attempt to append succeeds.
     *
     * @param attempt appends; false if there is no room
     * @param start when the time began to run, by {@link System#nanoTime}
     * @param length bytes of what is to be appended, to tell people
     * @throws MailslotFullException if there was no room in time
     * @throws HomeException with code 33 if it could not be told, because somebody stands still
     */
    void waitForRoom(BooleanSupplier attempt, int timeoutMs, long start, int length) {
        new RoomWait(this, RoomWait.begunToBeTold(), timeoutMs, start, length).until(attempt);
    }

    Waiting room() {
        return room;
    }

    Receivers receivers() {
        return receivers;
    }

    /** A number that changes whenever an append is refused because it has to let in first who has waited for longer. */
    long timesLetIn() {
        return timesLetIn;
    }

    /** Does something with the log, unless another thread is at it, or this end was closed. */
    <T> Optional<T> lookAtOnce(BiFunction<MessageLog, LogReader, T> look) {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            if (!isOpen()) {
                return Optional.empty();
            }
            return Optional.of(look.apply(log(), reader()));
        } catch (RuntimeException | InternalError e) {
            throw failure("look at", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** Does something with the log, once no other thread is at it. */
    <T> T lookAt(BiFunction<MessageLog, LogReader, T> look) {
        checkAlive();
        lock.lock();
        try {
            return look.apply(log(), reader());
        } catch (RuntimeException | InternalError e) {
            throw failure("look at", e);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    void tellRoom() {
        ObjectTable.roomWord(mailslot()).signal();
    }

    /** While somebody stands still in a write: the wait ends with the handle, the mailslot and the home. */
    private void checkWorthWriting() {
        checkOpen();
        checkWorthWaiting();
    }

    void checkWorthWaiting() {
        checkAlive();
        checkHome();
    }

    @Override
    void letGo(MessageLog open) {
        super.letGo(open);
        open.letGoWriter();
        open.freeLeftLock();
    }
}
