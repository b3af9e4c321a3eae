package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameSearch;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.slot.BothWays.Append;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * A handle to a sender that is bound to a name: each write goes to the mailslot that has the name then, and nowhere if
 * there is none, as a broadcast does on Windows. If there is an outbox of that name for all other machines it goes there,
 * too: {@link BothWays} tells how. Thread-safe.
 */
final class NameBoundSenderView extends HandleView implements Sender, CachedView {
    /** What a word on which somebody may sleep never is. */
    private static final int NEVER = -1;

    private final SlotEnds ends;
    private final NameSearch mailslots;
    private final SignalWord names;
    private final int timeoutMs;
    private final Scratch scratch = new Scratch();
    private final Target here;
    private final Target away;

    /** The word of the names when no outbox was found last: while it has that value nothing was given a name. */
    private volatile int namesWithout = NEVER;

    NameBoundSenderView(
            OwnHandles handles, int handle, long objectId, MailslotName name, int timeoutMs, SlotEnds ends) {
        super(handles, handle, objectId);
        this.ends = ends;
        this.mailslots = new NameSearch(ends.kernel());
        this.names = ends.kernel().names().word();
        this.timeoutMs = timeoutMs;
        this.here = new Target(name, mailslot -> ends.sender(objectId, mailslot));
        this.away = new Target(name.toOthers(), mailslot -> ends.outbox(objectId, mailslot));
    }

    @Override
    public void write(byte[] message) {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (goesOut()) {
            both((end, atOnce) -> end.append(source, offset, length, atOnce))
                    .write(end -> end.requireFitting(length), length);
        } else if (!here.append(source, offset, length)) {
            here.write((end, atOnce) -> end.append(source, offset, length, atOnce), length);
        }
    }

    @Override
    public boolean tryWrite(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        Append append = (end, atOnce) -> end.append(source, offset, length, atOnce);
        return goesOut() ? both(append).tryWrite(end -> end.requireFitting(length)) : here.attempt(append, true);
    }

    @Override
    public void write(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        int length = message.remaining();
        if (goesOut()) {
            both((end, atOnce) -> end.append(message.duplicate(), atOnce))
                    .write(end -> end.requireFitting(length), length);
        } else if (!here.append(message)) {
            here.write((end, atOnce) -> end.append(message, atOnce), length);
        }
        message.position(message.limit());
    }

    @Override
    public boolean tryWrite(ByteBuffer message) {
        CallerBuffers.requireReadable(message);
        int length = message.remaining();
        boolean done = goesOut()
                ? both((end, atOnce) -> end.append(message.duplicate(), atOnce))
                        .tryWrite(end -> end.requireFitting(length))
                : here.attempt((end, atOnce) -> end.append(message, atOnce), true);
        if (done) {
            message.position(message.limit());
        }
        return done;
    }

    @Override
    public void write(MessageBatch batch) {
        check(AccessRight.WRITE);
        if (batch.isEmpty()) {
            return;
        }
        Append append = (end, atOnce) -> end.append(batch, atOnce);
        if (goesOut()) {
            both(append).write(end -> end.requireFitting(batch), batch.messageBytes());
        } else {
            here.write(append, batch.messageBytes());
        }
    }

    private BothWays both(Append append) {
        check(AccessRight.WRITE);
        return new BothWays(append, here, away);
    }

    @Override
    public void write(int length, Consumer<ByteBuffer> filler) {
        Scratch.require(length, filler);
        boolean[] heard = new boolean[1];
        Append listens = (end, atOnce) -> {
            end.requireFitting(length);
            heard[0] = true;
            return true;
        };
        if (goesOut()) {
            away.attempt(listens, true);
        }
        here.attempt(listens, true);
        if (heard[0]) {
            Scratch.Page page = scratch.fill(length, filler);
            try {
                write(page.message(length));
            } finally {
                scratch.giveBack(page);
            }
        }
    }

    /**
     * Whether there is an outbox for all other machines. Asked at each write: as long as nothing is given a name that is a
     * look at a word.
     */
    private boolean goesOut() {
        try {
            return away.isKnown() || !names.has(namesWithout) && looksForOutbox();
        } catch (InternalError fault) {
            throw cut(fault);
        }
    }

    /** Has the next name that is given to something move the word. */
    private boolean looksForOutbox() {
        int before = names.prepareToSleep();
        try {
            if (away.end() != null) {
                return true;
            }
            namesWithout = before;
        } catch (ReceiverGoneException deleted) {
            ends.checkOpen(); // else the next write looks again
        }
        return false;
    }

    @Override
    public void awaitTaken(Duration timeout) {
        reading(() -> {
            checkOpen();
            long start = System.nanoTime();
            Stream.of(goesOut() ? away : null, here)
                    .filter(Objects::nonNull)
                    .map(Target::taken)
                    .flatMap(Optional::stream)
                    .toList()
                    .forEach(wait -> await(wait, TakenWait.rest(timeout, start)));
            return null;
        });
    }

    /** A mailslot that goes meanwhile has nobody left to wait for. */
    private void await(TakenWait wait, Duration timeout) {
        try {
            wait.until(timeout, this::checkOpen);
        } catch (ReceiverGoneException | InvalidHandleException gone) {
            checkOpen();
            ends.checkOpen();
        }
    }

    @Override
    public boolean isCurrent() {
        return isOpen();
    }

    @Override
    public MailslotInfo info() {
        return reading(() -> {
            checkOpen();
            SenderEnd end = here.end();
            if (end == null) {
                throw new MailslotNotFoundException(
                        "nobody listens to the mailslot '" + here.name.text() + "' at this time");
            }
            return end.info();
        });
    }

    /** Whatever mailslot has a name at the time of each write. */
    private final class Target implements BothWays.Way {
        private final MailslotName name;
        private final LongFunction<SenderEnd> open;

        /** The end used last; any thread may replace it by a newer one. */
        private volatile SenderEnd last;

        Target(MailslotName name, LongFunction<SenderEnd> open) {
            this.name = name;
            this.open = open;
        }

        /** Writes once, without an object for each message; false if there is more to be done. */
        private boolean append(byte[] source, int offset, int length) {
            SenderEnd known = last;
            try {
                check(AccessRight.WRITE);
                return known != null && known.append(source, offset, length, false);
            } catch (ReceiverGoneException | InvalidHandleException outdated) {
                return false; // as the next attempt finds out, too
            }
        }

        /** As {@link #append(byte[], int, int)}; consumes what remains in the buffer. */
        private boolean append(ByteBuffer message) {
            SenderEnd known = last;
            try {
                check(AccessRight.WRITE);
                return known != null && known.append(message, false);
            } catch (ReceiverGoneException | InvalidHandleException outdated) {
                return false;
            }
        }

        /** As {@link #write(Append, long, int)}, which begins now, if it has to wait at all. */
        private void write(Append append, int length) {
            if (!attempt(append, false)) {
                write(append, System.nanoTime(), length);
            }
        }

        @Override
        public void write(Append append, long start, int length) {
            while (!attempt(append, false)) {
                SenderEnd full = last;
                if (full != null) {
                    try {
                        full.waitForRoom(() -> attempt(append, false), timeoutMs, start, length);
                        return;
                    } catch (ReceiverGoneException gone) {
                        // Then there is nobody to wait for, or a successor.
                        last = null;
                    }
                }
            }
        }

        @Override
        public boolean attempt(Append append, boolean atOnce) {
            while (true) {
                check(AccessRight.WRITE);
                try {
                    SenderEnd end = end();
                    return end == null || append.to(end, atOnce);
                } catch (ReceiverGoneException | InvalidHandleException outdated) {
                    // It went at this moment, and another thread may have turned to its successor. Whether it is this
                    // handle that was closed is checked above.
                    ends.checkOpen();
                    last = null;
                }
            }
        }

        /** A wait for what was written so far; empty if nobody listens. */
        private Optional<TakenWait> taken() {
            try {
                return Optional.ofNullable(end()).map(TakenWait::new);
            } catch (ReceiverGoneException | InvalidHandleException gone) {
                checkOpen();
                ends.checkOpen();
                return Optional.empty();
            }
        }

        /** Whether the mailslot that had the name last still exists. */
        private boolean isKnown() {
            SenderEnd known = last;
            return known != null && known.isAlive();
        }

        /** The end of the mailslot that has the name now, null if there is none. */
        private SenderEnd end() {
            SenderEnd known = last;
            if (known != null && known.isAlive()) {
                return known;
            }
            try {
                long mailslot = mailslots.find(name);
                SenderEnd found = mailslot == 0 ? null : open.apply(mailslot);
                last = found;
                closeIfClosed();
                return found;
            } catch (InternalError fault) {
                throw cut(fault);
            }
        }
    }
}
