package io.mailslot.internal.slot;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.Appended;
import io.mailslot.internal.log.FirstLeft;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.Unread;
import io.mailslot.internal.memory.JvmEnd;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.ShortLock;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.wait.WaitTimeouts;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a mailslot as this JVM has it open, shared by all handles and threads. Its lock keeps the log mapped while
 * somebody works on it: closing waits for that. The log is opened at first use.
 */
abstract class SlotEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SlotEnd.class);

    /** Guards everything that is not final, here and in subclasses; {@link #isOpen} looks without it. */
    final ShortLock lock;

    private final SlotEnds ends;
    private final long mailslotId;
    private final Region mailslot;
    private final String name;
    private final SignalWord word;
    private final int maxMessageSize;

    private MessageLog log;
    private LogReader reader;
    private volatile boolean closed;

    SlotEnd(SlotEnds ends, long mailslotId, ShortLock lock) {
        this.ends = ends;
        this.lock = lock;
        this.mailslotId = mailslotId;
        Region found = ends.kernel().objects().find(mailslotId);
        if (found == null) {
            throw SlotEnds.gone("(destroyed)");
        }
        this.mailslot = found;
        this.name = NameIndex.read(found);
        this.word = ObjectTable.word(found);
        this.maxMessageSize = found.getInt(ObjectEntry.MAX_MESSAGE_OFFSET);
        checkAlive(); // only now it is known that all this was the mailslot's
    }

    final long mailslotId() {
        return mailslotId;
    }

    final Region mailslot() {
        return mailslot;
    }

    final String name() {
        return name;
    }

    /** Signaled whenever a message was appended. */
    final SignalWord word() {
        return word;
    }

    final SlotEnds ends() {
        return ends;
    }

    /** Whether the mailslot still exists: two volatile reads. */
    final boolean isAlive() {
        return ObjectTable.isLive(mailslot, mailslotId);
    }

    /** Fails once the mailslot is destroyed. */
    final void checkAlive() {
        if (!isAlive()) {
            throw SlotEnds.gone(name);
        }
    }

    /** Fails once the home was deleted or replaced; costs a system call. */
    final void checkHome() {
        ends.kernel().requireHome();
    }

    final int maxMessageSize() {
        return maxMessageSize;
    }

    /** The log, opened if it is not yet. The caller holds the lock. */
    final MessageLog log() {
        checkOpen();
        if (log == null) {
            log = ends.acquire(mailslotId, name);
        }
        return log;
    }

    /**
     * Deletes what no receiver needs any more, unless this end is closed: a message that was taken a moment before is handed
     * out all the same. The caller holds the lock.
     */
    final void reclaim() {
        if (log != null) {
            log.reclaim();
        }
    }

    /** Fails once this process has closed it. */
    final void checkOpen() {
        if (closed || ends.isStopped()) {
            JvmEnd.holdBack();
            throw new InvalidHandleException("the handle to the mailslot '" + name + "' was closed meanwhile");
        }
    }

    /** Whether this process still has it open; else a new handle to the object needs a new end. */
    final boolean isOpen() {
        return !closed;
    }

    /** The reader of this end. The caller holds the lock. */
    final LogReader reader() {
        MessageLog open = log();
        if (reader == null) {
            reader = open.reader();
        }
        return reader;
    }

    /** The receiver of which this end tells, null if there is none any more. */
    abstract ReceiverWords observed();

    /** What the mailslot holds for the receiver of which this end tells. */
    final MailslotInfo info() {
        try {
            MailslotInfo info = look();
            while (info == null) {
                info = look();
            }
            return info;
        } catch (InternalError e) {
            throw failure("look at", e);
        }
    }

    /** Null if the receiver has moved meanwhile, and there is no telling. */
    private MailslotInfo look() {
        checkAlive();
        ReceiverWords receiver = observed();
        if (receiver == null) {
            throw SlotEnds.gone(name);
        }
        lock.lock();
        try {
            return look(receiver);
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

    private MailslotInfo look(ReceiverWords receiver) {
        MessageLog open = log();
        Appended end = open.appended(); // before the message is looked for
        long cursor = receiver.cursor().read();
        OptionalInt next = OptionalInt.empty();
        long count = 0;
        long bytes = 0;
        boolean inArena = false;
        Found found = findNext(receiver);
        if (found != Found.NOTHING) {
            next = OptionalInt.of(reader.size());
            inArena = reader.isSizedInArena();
            Unread unread = open.unread(reader, end);
            count = unread.messages();
            bytes = unread.bytes();
            reader.release();
        }
        if (mayBeAnothers(found, inArena, receiver, cursor)) {
            return null;
        }
        MailslotInfo info = new MailslotFigures(
                name,
                maxMessageSize(),
                next,
                count,
                WaitTimeouts.toDuration((int) receiver.readTimeoutMs().read()),
                bytes,
                open.settings().capacityBytes(),
                open.settings().dropsOldest() ? WhenFull.DROP_OLDEST : WhenFull.WAIT,
                missed(receiver));
        return receiver.cursor().isCurrent() ? info : null; // of another one, or it fails
    }

    /**
     * Whether what was looked at at a cursor may be of those who have its room by now: what was taken meanwhile counts as
     * unreadable, too, and what lay in a run or batch that was left may look like anything.
     */
    private static boolean mayBeAnothers(Found found, boolean inArena, ReceiverWords receiver, long cursor) {
        VarHandle.loadLoadFence(); // what was read of it before was read before
        long now = receiver.cursor().read();
        return found == Found.UNREADABLE && now != cursor || inArena && !MessageLog.areInOneDocument(now, cursor);
    }

    /** What the mailslot dropped before the receiver had read it: not all of that need be in its word yet. */
    private long missed(ReceiverWords receiver) {
        while (true) {
            long cursor = receiver.cursor().read();
            long missed = missed(receiver, cursor);
            if (receiver.cursor().read() == cursor) { // else a reader may have counted some of them meanwhile
                return missed;
            }
        }
    }

    private long missed(ReceiverWords receiver, long cursor) {
        boolean dropped = log().isDropped(cursor);
        if (!dropped && !(log().settings().dropsOldest() && MessageLog.isBehindDropped(cursor))) {
            return receiver.missedMessages();
        }
        FirstLeft first = dropped ? log().firstLeft() : log().segmentStart(cursor);
        return !dropped && log().isDropped(cursor)
                ? missed(receiver, cursor)
                : receiver.missedMessages(first.messagesBefore());
    }

    /** Has the reader find the next message of a receiver, from which others take messages at the same time. */
    private Found findNext(ReceiverWords receiver) {
        MessageLog log = log();
        while (true) {
            long cursor = receiver.cursor().read();
            if (!receiver.cursor().isCurrent()) {
                return Found.NOTHING;
            }
            long from = log.isDropped(cursor) ? log.firstLeft().cursor() : cursor;
            Found found = find(receiver, cursor, from);
            // what was dropped meanwhile may have the size of another one
            boolean lost = found == Found.MESSAGE && !isIntact(receiver, cursor, from);
            if (found != Found.OVERTAKEN && !lost) {
                return found;
            }
        }
    }

    /**
     * Has the reader find a message for a receiver. The files of segments that were dropped may still be there: who died may
     * not have come to delete them.
     *
     * @param cursor where the receiver stands, or stood a moment ago
     * @param from where to look, not before that
     */
    final Found find(ReceiverWords receiver, long cursor, long from) {
        LogReader reader = reader();
        if (!reader.find(from)) {
            return stands(receiver, cursor, from) ? Found.NOTHING : Found.OVERTAKEN;
        }
        if (reader.isGarbled()) {
            // what was taken or dropped meanwhile may be garbled; that is told before its room is used again
            return isIntact(receiver, cursor, from) && stands(receiver, cursor, from)
                    ? Found.UNREADABLE
                    : Found.OVERTAKEN;
        }
        // The rest of its segment may have been dropped while it was looked for, and then others in between as well;
        // and what looked like the end of a run before it may be of those who have its room now.
        boolean passedOver = reader.behindRun() != 0 || !MessageLog.areTogether(reader.following(), from);
        return passedOver && log().isDropped(from) ? Found.OVERTAKEN : Found.MESSAGE;
    }

    private boolean stands(ReceiverWords receiver, long cursor, long from) {
        VarHandle.loadLoadFence(); // what was read of it before was read before
        return receiver.cursor().read() == cursor && !log().isDropped(from);
    }

    /**
     * Whether what was copied was still the message. What is not intact any more was dropped, and so is not the next one: if
     * the control page tells otherwise, to look again would never end.
     */
    final boolean isIntact(ReceiverWords receiver, long cursor, long from) {
        if (reader().isIntact()) {
            return true;
        }
        if (stands(receiver, cursor, from)) {
            throw log().contradiction("a message that is not dropped has lost its room");
        }
        return false;
    }

    /** The failure to report for one of the log: that the home or the mailslot is gone explains every other. */
    final MailslotException failure(String action, Throwable failure) {
        return ends.kernel().errors().noted(told(action, failure));
    }

    private MailslotException told(String action, Throwable failure) {
        Throwable cause = MappedFaults.causeOf(failure);
        if (cause instanceof InvalidHandleException known) {
            return known;
        }
        ends.kernel().requireHome();
        if (cause instanceof InternalError fault) {
            return ends.kernel()
                    .tables()
                    .cut()
                    .map(MailslotException.class::cast)
                    .orElseGet(() -> SlotFailures.ofFault(action + " the mailslot '" + name + "'", folder(), fault));
        }
        if (cause instanceof MailslotException known) {
            return known;
        }
        if (!ObjectTable.isLive(mailslot, mailslotId)) {
            ends.sweep(folder(), mailslotId);
            return SlotEnds.gone(name);
        }
        return SlotFailures.translate(action + " the mailslot '" + name + "'", folder(), cause);
    }

    /** Where the queue lies, by what is kept: the entry may hold another mailslot once this one is gone. */
    private Path folder() {
        return ends.kernel().usage().folder(mailslotId, name);
    }

    /** As {@link #failure(String, Throwable)}, where the memory that cannot be reached may as well be that of a user's buffer. */
    final MailslotException failure(String action, Throwable failure, ByteBuffer users) {
        Throwable cause = MappedFaults.causeOf(failure);
        return cause instanceof InternalError && !MappedFaults.isThere(users)
                ? new InvalidArgumentException("cannot " + action + " the mailslot '" + name
                        + "': a page of the buffer cannot be had; it maps a file that was cut, or whose file system is full:"
                        + " give another buffer")
                : failure(action, cause);
    }

    /** Bytes that the mailslot may take; 0 once this end is closed, or the mailslot gone. */
    final long capacity() {
        lock.lock();
        try {
            return log == null ? 0 : log.settings().capacityBytes();
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /**
     * Lets go of files that belong to nobody any more, unless somebody is at work: all of them where the mailslot is gone,
     * which stay on the file system for as long as somebody maps them. Whoever comes to this end then is told that it is gone.
     */
    final void letGo() {
        if (lock.tryLock(0)) {
            try {
                if (!isAlive()) {
                    closeLog();
                }
                if (reader != null) {
                    reader.letGo();
                }
                if (log != null) {
                    letGo(log);
                }
            } finally {
                try {
                    VarHandle.releaseFence();
                } finally {
                    lock.owner = null;
                }
            }
        }
    }

    /** Lets go of files of the log itself. The caller holds the lock. */
    void letGo(MessageLog open) {
        open.letGoScout();
    }

    /**
     * At the end of the JVM: lets nobody begin anything here any more. What is open goes with the JVM.
     *
     * @param deadline how long to wait for whoever is at work
     * @return whether nobody is at work
     */
    final boolean stop(long deadline) {
        if (!lock.tryLock(deadline - System.nanoTime())) {
            return false;
        }
        closed = true;
        lock.unlock();
        return true;
    }

    /** Closes the log for this end, once nobody works on it. */
    final void close() {
        // first, so that whoever has the lock and waits for somebody else gives up. The caller may have it itself, at
        // work where it
        // finds its handle closed: the lock is given back here then, and once more there. Who gets in between finds
        // this closed.
        closed = true;
        lock.lock();
        try {
            closeLog();
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }

    /** The caller holds the lock. */
    private void closeLog() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (log != null) {
            letGoForGood(log);
            log = null;
            ends.release(mailslotId);
        }
    }

    /** Nobody of this JVM may come here any more to give back what a thread has left behind. */
    private void letGoForGood(MessageLog open) {
        try {
            letGo(open);
            MappedFaults.throwNow();
        } catch (RuntimeException | InternalError cannot) {
            LOG.debug("closing {}: {}", name, cannot.toString());
        }
    }
}
