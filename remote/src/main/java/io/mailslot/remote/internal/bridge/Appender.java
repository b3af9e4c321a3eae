package io.mailslot.remote.internal.bridge;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.MessageTooLargeException;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.remote.internal.frame.Frame;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.state.BridgeState;
import io.mailslot.remote.internal.state.MarkKey;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Appends the messages of frames to a local mailslot: it notes which ones it is about to append, appends them, all or none, and
 * marks that they are. Whoever finds a note without a mark cannot know whether they are, and counts them as in doubt.
 * For one thread.
 */
final class Appender {
    private static final long PAUSE_MILLIS = 500;

    private final Sender sender;
    private final BridgeState state;
    private final InletCounts counts;
    private final Trouble trouble;
    private final BooleanSupplier goesOn;
    private final Parts parts;

    /**
     * Appends to a mailslot.
     *
     * @param sender to it; waits for room for less than the two seconds after which the engine wants to be told
     * @param goesOn whether to wait for room
     */
    Appender(Sender sender, BridgeState state, InletCounts counts, Trouble trouble, BooleanSupplier goesOn) {
        this.sender = sender;
        this.state = state;
        this.counts = counts;
        this.trouble = trouble;
        this.goesOn = goesOn;
        MailslotInfo info = sender.info();
        this.parts = new Parts(
                info.maxMessageSize() > 0 ? info.maxMessageSize() : Long.MAX_VALUE,
                info.capacity() / 2); // less than what it takes at most, which is three quarters
    }

    /**
     * Appends what of a frame was not appended before.
     *
     * @param delivery to be told that it is being dealt with
     * @param key whose marks it has
     * @throws InterruptedException if there is no room, and it does not go on
     */
    void append(Link.Delivery delivery, MarkKey key, Frame frame) throws InterruptedException {
        long next = state.next(key).orElseGet(() -> isAllOf(delivery, key) ? 0 : frame.first());
        long from = Math.max(next, frame.first());
        if (from < frame.next()) {
            for (Parts.Part part : parts.of(frame, from)) {
                append(delivery, key, part);
            }
            counts.refused.add(parts.refused());
        }
        counts.expired.add(from - next);
        counts.duplicates.add(Math.min(from, frame.next()) - frame.first());
    }

    /** Nothing has come for a while. */
    void rest() {
        parts.letGo();
    }

    /**
     * Whether all of an outbox of which nothing has come yet should come, from its first message on: not what was sent to all
     * before this machine knew of it, nor what may have been taken before this state was begun.
     */
    private boolean isAllOf(Link.Delivery delivery, MarkKey key) {
        return !delivery.address().isForAll() && state.isOlderThan(key.outbox());
    }

    /** Has what may not be written here count as dealt with: it did not expire. If there is no room for that, it seems to have. */
    void pass(MarkKey key, Frame frame) {
        try {
            if (frame.next() > state.next(key).orElse(0)) {
                state.mark(key, frame.next());
            }
        } catch (MailslotFullException | DiskFullException full) {
            trouble.note(String.valueOf(full.getMessage()));
        }
    }

    private void append(Link.Delivery delivery, MarkKey key, Parts.Part part) throws InterruptedException {
        if (!part.batch().isEmpty()) {
            long inDoubt = state.inDoubt(key, part.first(), part.next());
            withRoom(delivery, () -> state.intend(key, part.first(), part.next()));
            BridgePoint.INLET_INTENDED.reached();
            write(delivery, key, part);
            counts.inDoubt.add(inDoubt);
            BridgePoint.INLET_APPENDED.reached();
        }
        note(delivery, () -> state.mark(key, part.next()));
        BridgePoint.INLET_MARKED.reached();
        counts.appended(part.batch().size(), part.batch().messageBytes());
    }

    private void write(Link.Delivery delivery, MarkKey key, Parts.Part part) throws InterruptedException {
        boolean written = false;
        try {
            withRoom(delivery, () -> write(part.batch()));
            written = true;
        } finally {
            if (!written) {
                // none of them is appended
                note(delivery, () -> state.takeBack(key));
            }
        }
    }

    /** One message may be as large as the mailslot takes; together with what is around several, it may not. */
    private void write(MessageBatch batch) {
        if (batch.size() > 1) {
            sender.write(batch);
            return;
        }
        try {
            sender.write(batch.records().slice(Integer.BYTES, batch.messageBytes()));
        } catch (MessageTooLargeException refused) {
            counts.refused.increment();
            batch.clear();
        }
    }

    /** Does something for which there may be no room, again and again. */
    private void withRoom(Link.Delivery delivery, Runnable work) throws InterruptedException {
        while (true) {
            long began = System.nanoTime();
            try {
                work.run();
                return;
            } catch (MailslotFullException full) {
                trouble.note(String.valueOf(full.getMessage()));
                if (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
                    Thread.sleep(PAUSE_MILLIS); // the state of the bridge does not wait for room
                }
            } catch (DiskFullException full) {
                trouble.warn(String.valueOf(full.getMessage()));
                Thread.sleep(PAUSE_MILLIS);
            } catch (WaitInterruptedException ending) {
                throw new InterruptedException();
            }
            if (!goesOn.getAsBoolean()) {
                throw new InterruptedException();
            }
            working(delivery);
        }
    }

    /** Without a connection the frame comes again, and is known by its numbers. */
    private void working(Link.Delivery delivery) {
        try {
            delivery.working();
        } catch (LinkException lost) {
            trouble.note(String.valueOf(lost.getMessage()));
        }
    }

    /** Who is to end ends behind this: else what is appended would be in doubt. */
    private void note(Link.Delivery delivery, Runnable note) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            boolean noted = false;
            while (!noted) {
                try {
                    withRoom(delivery, note);
                    noted = true;
                } catch (InterruptedException ending) {
                    if (interrupted && !goesOn.getAsBoolean()) {
                        throw ending;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
