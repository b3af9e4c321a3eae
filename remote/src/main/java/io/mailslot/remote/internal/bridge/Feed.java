package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.remote.internal.frame.Frame;
import io.mailslot.remote.internal.frame.FrameWriter;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of one outbox to the engine: looks at as many as a frame takes, has the engine store the frame, and takes
 * them only then. One frame is on its way at a time, and what it begins with is given again and again until the engine has it: so the
 * order holds, and who receives it can tell by the numbers what has come before. While the outbox is empty no thread waits for it.
 */
final class Feed {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Longer than between the messages of a steady flow: to hand an outbox from thread to thread costs more than to wait. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE_OF_PROBLEMS = Duration.ofSeconds(10);

    /** What goes to all is kept by number and size: larger frames of one machine would push out those of others sooner. */
    private static final int MOST_BYTES_TO_ALL = Frame.MAX_BYTES / 2;

    /** What cannot be read now may be readable a moment later. */
    private static final int MOST_ATTEMPTS = 5;

    private final Outbox outbox;
    private final Link link;
    private final Life life;
    private final Executor threads;
    private final OutboxCounts counts = new OutboxCounts();
    private final Trouble trouble;

    /**
     * Of whom that waits for messages, or carries them; null if nobody does. Two at a time would carry frames twice, and look at
     * messages that are being taken. It is passed on from each wait to the next, before that begins: a wait may be over before the call
     * that began it has returned.
     */
    private final AtomicReference<@Nullable Object> turn = new AtomicReference<>();

    /** Set when this feed, or another one, rests until it is tended: there was no thread. */
    private final AtomicBoolean someRest;

    /** How often the oldest message could not be read. For the thread that has something to do, as are the next three. */
    private int failedLooks;

    private final FrameSize size;

    /** Between attempts to have a frame stored. */
    private final Pause pause = new Pause(LONGEST_PAUSE);

    private final Pause pauseOfProblems = new Pause(LONGEST_PAUSE_OF_PROBLEMS);

    /**
     * An outbox.
     *
     * @param name its name
     * @param receiver reads it
     * @param identity of it
     * @param address where to
     * @param oldest tells the number of its oldest message, also if that cannot be read
     */
    record Outbox(RemoteName name, Receiver receiver, UUID identity, Address address, LongSupplier oldest) {}

    /**
     * Makes one that does nothing yet.
     *
     * @param someRest set when it is to be tended again
     */
    Feed(Outbox outbox, Link link, Life life, Executor threads, AtomicBoolean someRest) {
        this.outbox = outbox;
        this.someRest = someRest;
        this.link = link;
        this.life = life;
        this.threads = threads;
        this.size = new FrameSize(outbox.address().isForAll() ? MOST_BYTES_TO_ALL : Frame.MAX_BYTES);
        this.trouble = new Trouble("the outbox " + outbox.name().text(), problem -> counts.problem = problem);
    }

    Outbox outbox() {
        return outbox;
    }

    View.Outbox view() {
        return counts.view(outbox.name().text(), unread());
    }

    private long unread() {
        try {
            return outbox.receiver().info().messageCount();
        } catch (MailslotException closed) {
            return -1;
        }
    }

    /** Begins to wait for messages, unless somebody does; again, if there was no thread to be had when there was something to do. */
    void tend() {
        if (turn.get() != null) {
            return;
        }
        Object mine = new Object();
        if (turn.compareAndSet(null, mine)) {
            await(mine);
        }
    }

    private void await(Object mine) {
        boolean waits = false;
        try {
            // why the wait has ended, if it was for no message, the next look tells
            outbox.receiver()
                    .whenSignaled(threads)
                    .handleAsync((signaled, failure) -> work(mine), threads)
                    .whenComplete((over, noThread) -> {
                        if (noThread != null) {
                            rest(mine);
                        }
                    });
            waits = true;
        } finally {
            if (!waits) {
                rest(mine);
            }
        }
    }

    private void rest(Object mine) {
        if (turn.compareAndSet(mine, null)) {
            someRest.set(true);
        }
    }

    /** {@return nothing} */
    private @Nullable Void work(Object mine) {
        FrameWriter writer = new FrameWriter();
        Pause between = new Pause(LONGEST_PAUSE);
        boolean more = true;
        while (life.goesOn() && more) {
            try {
                more = carriesOn(writer, between);
            } catch (InterruptedException ending) {
                trouble.note("interrupted"); // if the bridge does not end, it goes on where it was
            }
        }
        if (!more) {
            await(mine);
        }
        return null;
    }

    /** Whether more is to be expected soon. */
    private boolean carriesOn(FrameWriter writer, Pause between) throws InterruptedException {
        try {
            while (carry(writer)) {
                between.reset();
            }
            return outbox.receiver().await(LINGER).signaled();
        } catch (RuntimeException | Error thrown) {
            if (life.outlives(thrown)) {
                trouble.warn(thrown);
                between.take();
            }
            return true;
        }
    }

    /** Whether there was anything to carry. */
    private boolean carry(FrameWriter writer) throws InterruptedException {
        look(writer);
        if (writer.count() == 0) {
            return false;
        }
        long next = writer.first() + writer.count();
        counts.oldest = writer.first();
        BridgePoint.FEED_LOOKED.reached();
        int bytes = writer.messageBytes();
        if (!store(writer)) {
            return true;
        }
        BridgePoint.FEED_STORED.reached();
        outbox.receiver().advance(next);
        counts.oldest = next;
        counts.stored(writer.count(), bytes);
        BridgePoint.FEED_ADVANCED.reached();
        return true;
    }

    private void look(FrameWriter writer) {
        writer.begin(outbox.identity(), outbox.name().isForOthers(), Math.min(size.bytes(), link.maxFrameBytes()));
        try {
            outbox.receiver().look(0, Frame.MAX_MESSAGES, writer);
            failedLooks = 0;
        } catch (HomeException unreadable) {
            if (unreadable.errorCode() == ErrorCode.IO_DEVICE && ++failedLooks >= MOST_ATTEMPTS) {
                // as for every receiver: the others go on behind one that cannot be read
                outbox.receiver().advance(outbox.oldest().getAsLong() + 1);
                failedLooks = 0;
            }
            throw unreadable;
        }
    }

    /**
     * Whether the engine has the frame; not if a smaller one is to be made that begins with the same message. If the engine has both in
     * the end, whoever receives drops by their numbers what comes twice.
     */
    private boolean store(FrameWriter writer) throws InterruptedException {
        byte[] frame = writer.toBytes();
        while (true) {
            long began = System.nanoTime();
            try {
                link.store(outbox.address(), frame, ANSWER);
                size.answered(frame.length, System.nanoTime() - began);
                pause.reset();
                pauseOfProblems.reset();
                trouble.over();
                return true;
            } catch (LinkException refused) {
                counts.pauses.increment();
                boolean smaller =
                        isToBeSmaller(refused.kind(), frame.length, System.nanoTime() - began) && writer.count() > 1;
                pauseAfter(refused, smaller);
                if (smaller) {
                    return false;
                }
            }
        }
    }

    /** Pauses before the next attempt. */
    private void pauseAfter(LinkException refused, boolean smaller) throws InterruptedException {
        String why = String.valueOf(refused.getMessage());
        if (smaller || refused.kind() == Kind.FULL || refused.kind() == Kind.SILENT) {
            trouble.note(why);
            pause.take();
        } else {
            trouble.warn(why); // somebody has to do something
            pauseOfProblems.take();
        }
        if (!life.goesOn()) {
            throw new InterruptedException();
        }
    }

    /** Without an answer, if it was on its way: without a connection, or where servers choose who leads, its size tells nothing. */
    private boolean isToBeSmaller(Kind kind, int length, long nanos) {
        if (kind == Kind.TOO_LARGE) {
            size.refused(length);
            return true;
        }
        if (kind == Kind.SILENT && nanos > FrameSize.SLOW_NANOS && link.state().connected()) {
            size.unanswered(length);
        }
        return kind == Kind.SILENT && length > size.bytes();
    }
}
