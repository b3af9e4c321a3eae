package io.mailslot.remote.internal.state;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bridge of a home must not forget when it dies: how far the messages of each outbox elsewhere are appended here, and
 * the identities of the outboxes here. Thread-safe.
 *
 * <p>It is kept in a durable mailslot, as records that are appended and, when there are many, replaced: those that matter are
 * written again, behind the others, and then all before these are taken, at once. Whoever dies in between leaves the others and
 * some of the new ones, which together say the same. Who has the cursor open is the only one that writes.
 */
public final class BridgeState implements AutoCloseable {
    /** The mailslot of the state. */
    public static final String NAME = "bridge/state";

    private static final String CURSOR = "bridge";
    /** So many records are read again at least before they are replaced. */
    static final int RECORDS_KEPT = 4096;

    /** They are replaced when there are so many times as many as matter. */
    private static final long FACTOR = 4;

    /** Records that are written at once take no more than this. */
    private static final int BATCH_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(BridgeState.class);

    private final Receiver receiver;
    private final Sender sender;
    private final StateMemory memory = new StateMemory();

    /** The number of the next record to be written. */
    private long next;

    /** How many records are there. */
    private long records;

    /** When there are more they are replaced. */
    private long recordsAllowed = RECORDS_KEPT;

    private BridgeState(Receiver receiver, Sender sender) {
        this.receiver = receiver;
        this.sender = sender;
    }

    /**
     * Opens the state of a home, or makes it.
     *
     * @param kernel attached to the home
     * @return to be closed by whoever is the bridge no more
     * @throws io.mailslot.api.SharingViolationException if another one has it open (32)
     * @throws HomeException if another version has written it (1306)
     */
    public static BridgeState open(Kernel kernel) {
        Receiver receiver =
                kernel.createMailslot(NAME, MailslotOptions.defaults().withCursor(CURSOR));
        Sender sender = null;
        try {
            sender = kernel.openMailslot(NAME, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
            BridgeState state = new BridgeState(receiver, sender);
            state.read();
            state.begin();
            state.forgetGone(HomeInspector.inspect(kernel.home()).orElseThrow());
            return state;
        } catch (RuntimeException | Error failure) {
            if (sender != null) {
                sender.close();
            }
            receiver.close();
            throw failure;
        }
    }

    private void read() {
        boolean more = true;
        while (more) {
            long before = next;
            try {
                next = receiver.look(next, Integer.MAX_VALUE, this::view);
                more = next > before;
            } catch (HomeException unreadable) {
                if (unreadable.errorCode() != ErrorCode.IO_DEVICE) {
                    throw unreadable;
                }
                LOG.warn(
                        "a record of the bridge's state cannot be read; what it was about may come twice: {}",
                        unreadable.getMessage());
                next++;
            }
        }
    }

    private boolean view(long number, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        int version = StateRecord.version(bytes);
        if (version != StateRecord.VERSION) {
            throw new HomeException(
                    ErrorCode.REVISION_MISMATCH,
                    "the state of the bridge in the mailslot " + NAME + " is of version " + version
                            + ", and this bridge knows version " + StateRecord.VERSION
                            + "; start a bridge of the version that has written it, or delete that mailslot:"
                            + " what is on its way may then come twice");
        }
        try {
            StateRecord.of(bytes).applyTo(memory);
        } catch (IOException e) {
            throw new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    "record " + number + " of the bridge's state in the mailslot " + NAME + " is none: "
                            + e.getMessage() + "; delete that mailslot: what is on its way may then come twice",
                    e);
        }
        records++;
        return true;
    }

    /** One that nobody has begun before: what has come until now, if there was another one, is not known. */
    private void begin() {
        if (memory.begun().isEmpty()) {
            write(new StateRecord.Begun(System.currentTimeMillis()));
        }
    }

    /** A mailslot that is made in a home that has begun anew may have the identity of one that was deleted before. */
    private void forgetGone(HomeSnapshot home) {
        for (StateRecord.Outbox outbox : memory.outboxes()) {
            boolean there = home.mailslot(outbox.name())
                    .filter(mailslot -> mailslot.objectId() == outbox.objectId())
                    .isPresent();
            if (!there) {
                write(outbox.gone());
            }
        }
    }

    /**
     * Who an outbox is: it keeps its identity until it is deleted.
     *
     * @param name its full name, in a form that is the same each time
     * @param objectId that of its mailslot
     * @param untouched whether nothing was ever taken from it
     * @return the same one each time, also in another life of the bridge
     */
    public synchronized UUID outbox(String name, long objectId, boolean untouched) {
        return memory.outbox(name)
                .filter(known -> known.objectId() == objectId)
                .orElseGet(() -> {
                    UUID identity = OutboxIdentity.make(untouched, System.currentTimeMillis());
                    StateRecord.Outbox made = new StateRecord.Outbox(name, objectId, identity);
                    write(made);
                    return made;
                })
                .identity();
    }

    /**
     * How far the messages of an outbox are appended.
     *
     * @param key the outbox and the mailslot
     * @return the number of the next message; empty if there is no mark yet
     */
    public synchronized OptionalLong next(MarkKey key) {
        StateMemory.Entry entry = memory.find(key);
        return entry == null || entry.progress().next() == Progress.UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(entry.progress().next());
    }

    /**
     * Whether this state is older than an outbox: if there is no mark for that, nothing of it has ever come. Machines whose clocks
     * differ may take one for the other within the difference.
     *
     * @param outbox its identity
     * @return false if that is not known
     */
    public synchronized boolean isOlderThan(UUID outbox) {
        OptionalLong made = OutboxIdentity.millis(outbox);
        return made.isPresent()
                && memory.begun().isPresent()
                && made.getAsLong() >= memory.begun().getAsLong();
    }

    /**
     * How many messages a bridge was about to append that has ended before it could mark them: they may be there already.
     *
     * @param key the outbox and the mailslot
     * @param first the number of the first message in question
     * @param next the number behind the last one
     * @return 0 if none of these
     */
    public synchronized long inDoubt(MarkKey key, long first, long next) {
        StateMemory.Entry entry = memory.find(key);
        return entry == null ? 0 : entry.progress().inDoubt(first, next);
    }

    /**
     * Notes that messages are about to be appended. If more of those behind them are in doubt, they stay so: a shorter frame may have
     * come instead of the one in which they were.
     *
     * @param key the outbox and the mailslot
     * @param first the number of the first of them
     * @param next the number behind the last one
     * @throws MailslotFullException if there is no room for the note (1816)
     */
    public synchronized void intend(MarkKey key, long first, long next) {
        StateMemory.Entry entry = memory.find(key);
        write(
                entry == null
                        ? new StateRecord.Key(memory.nextId(), key, Progress.NONE.intending(first, next))
                        : new StateRecord.Intent(
                                entry.id(),
                                first,
                                Math.max(next, entry.progress().intentNext())));
    }

    /**
     * Marks that all messages before a number are appended, or will never be. None of them is in doubt then.
     *
     * @param key the outbox and the mailslot
     * @param next the number of the next message
     * @throws MailslotFullException if there is no room for the mark (1816)
     */
    public synchronized void mark(MarkKey key, long next) {
        StateMemory.Entry entry = memory.find(key);
        if (entry == null) {
            write(new StateRecord.Key(memory.nextId(), key, Progress.NONE.marked(next)));
        } else if (entry.progress().isInDoubtBehind(next)) {
            write(new StateRecord.Key(entry.id(), key, entry.progress().markedInDoubt(next)));
        } else {
            write(new StateRecord.Mark(entry.id(), next));
        }
    }

    /**
     * Marks that what was noted last is not appended: what was known before holds again.
     *
     * @param key the outbox and the mailslot
     * @throws MailslotFullException if there is no room for the mark (1816)
     */
    public synchronized void takeBack(MarkKey key) {
        StateMemory.Entry entry = memory.find(key);
        if (entry != null) {
            write(new StateRecord.Key(entry.id(), key, entry.beforeIntent()));
        }
    }

    /** First it is kept, then it holds. */
    private void write(StateRecord record) {
        try {
            sender.write(record.toMessage());
        } catch (MailslotFullException full) {
            compact();
            sender.write(record.toMessage());
        }
        next++;
        records++;
        record.applyTo(memory);
        if (records > recordsAllowed) {
            compactIfPossible();
        }
    }

    /** If there is no room now, there is time: what is there is good. */
    private void compactIfPossible() {
        try {
            compact();
        } catch (MailslotFullException | DiskFullException full) {
            recordsAllowed = records + RECORDS_KEPT;
            LOG.warn(
                    "there is no room to replace the {} records of the bridge's state: {}", records, full.getMessage());
        }
    }

    private void compact() {
        memory.forgetOld();
        if (memory.size() == 0) {
            return; // one record stays at least: who reads it learns the number of the next one
        }
        long kept = next;
        MessageBatch batch = new MessageBatch();
        for (StateRecord record : memory.records()) {
            if (batch.size() == MessageBatch.MAX_MESSAGES || batch.messageBytes() > BATCH_BYTES) {
                write(batch);
            }
            batch.add(record.toMessage());
        }
        write(batch);
        receiver.advance(kept);
        LOG.debug("{} records of the bridge's state are left of {}", next - kept, records);
        records = next - kept;
        recordsAllowed = Math.max(RECORDS_KEPT, FACTOR * records);
    }

    private void write(MessageBatch batch) {
        sender.write(batch);
        next += batch.size();
        records += batch.size();
        batch.clear();
    }

    /** Lets another one open it. */
    @Override
    public synchronized void close() {
        sender.close();
        receiver.close();
    }
}
