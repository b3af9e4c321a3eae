package io.mailslot.remote.internal.bridge;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.frame.Frame;
import io.mailslot.remote.internal.frame.FrameException;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.state.MarkKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the engine brings for one local mailslot to it, frame by frame, in the order in which it was stored. The engine
 * keeps a frame until it is appended, and marked as such; what then comes again is known by its number.
 */
final class Inlet {
    private static final Logger LOG = LoggerFactory.getLogger(Inlet.class);

    /** To ask again costs the engine something; to end does not wait for it. */
    private static final Duration WAIT = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Means means;
    private final String slot;
    private final boolean forAll;
    private final InletCounts counts;
    private final Trouble trouble;
    private final Appender appender;
    private final Thread thread;

    /** Of whom, and of what kind, frames were dropped that a person was told of. */
    private final Set<String> told = new HashSet<>();

    private volatile boolean closed;
    private volatile boolean gone;

    /**
     * Makes one that does nothing yet.
     *
     * @param slot the mailslot's folded name
     * @param forAll whether for what is to all machines, instead of what is to this one
     * @param sender to the mailslot
     */
    Inlet(Means means, String slot, boolean forAll, Sender sender, InletCounts counts) {
        this.means = means;
        this.slot = slot;
        this.forAll = forAll;
        this.counts = counts;
        this.trouble = new Trouble("the mailslot '" + slot + "'", problem -> counts.problem = problem);
        this.appender = new Appender(sender, means.state(), counts, trouble, this::goesOn);
        this.thread = means.crew().named("inlet-" + slot + (forAll ? "-all" : ""), this::run);
    }

    /** Has a thread do its work. */
    void begin() {
        thread.start();
    }

    /** Whether it has ended, as when its mailslot is gone. */
    boolean isOver() {
        return !thread.isAlive();
    }

    /** Has it end soon. */
    void close() {
        closed = true;
        thread.interrupt();
    }

    private boolean goesOn() {
        return means.life().goesOn() && !closed && !gone;
    }

    private void run() {
        Pause pause = new Pause(LONGEST_PAUSE);
        while (goesOn()) {
            try {
                try (Link.Inflow inflow = means.link().open(slot, forAll)) {
                    take(inflow, pause);
                } catch (LinkException failure) {
                    tell(failure);
                    pause.take();
                } catch (ReceiverGoneException left) {
                    gone = true;
                } catch (InvalidHandleException sender) {
                    if (goesOn()) {
                        fail(sender, pause);
                    }
                } catch (RuntimeException | Error thrown) {
                    fail(thrown, pause);
                }
            } catch (InterruptedException ending) {
                trouble.note("interrupted"); // if it does not end, it goes on where it was
            }
        }
    }

    private void fail(Throwable thrown, Pause pause) throws InterruptedException {
        if (means.life().outlives(thrown)) {
            trouble.warn(thrown);
            pause.take();
        }
    }

    /** Of a lost connection the link tells. */
    private void tell(LinkException failure) {
        String problem = String.valueOf(failure.getMessage());
        if (failure.kind() == LinkException.Kind.SILENT) {
            trouble.note(problem);
        } else {
            trouble.warn(problem);
        }
    }

    private void take(Link.Inflow inflow, Pause pause) throws LinkException, InterruptedException {
        while (goesOn()) {
            Link.Delivery delivery = inflow.next(WAIT);
            if (delivery == null) {
                appender.rest();
                continue;
            }
            BridgePoint.INLET_CAME.reached();
            Frame frame = frame(delivery);
            if (frame != null) {
                appender.append(delivery, key(delivery, frame), frame);
            }
            delivery.taken();
            BridgePoint.INLET_TAKEN.reached();
            trouble.over();
            pause.reset();
        }
    }

    /** What is in it; null if it is to be dropped. */
    private @Nullable Frame frame(Link.Delivery delivery) {
        String from = delivery.address().from();
        boolean accepted = means.settings().accepts(from, slot);
        Frame frame = null;
        try {
            frame = Frame.of(delivery.frame());
            if (frame.othersOnly() && from.equals(means.settings().name())) {
                return null; // its own, which has come back and is here already
            }
        } catch (FrameException unreadable) {
            if (accepted) {
                counts.garbage.increment();
                drop(unreadable.kind().name(), from, String.valueOf(unreadable.getMessage()));
            }
        }
        counts.frames.increment();
        if (!accepted) {
            counts.denied.increment();
            drop("denied", from, "'accept' of the configuration does not have '" + from + "/" + slot + "'");
            if (frame != null) {
                appender.pass(key(delivery, frame), frame);
            }
            return null;
        }
        return frame;
    }

    private MarkKey key(Link.Delivery delivery, Frame frame) {
        return new MarkKey(delivery.address().from(), frame.outbox(), slot);
    }

    private void drop(String kind, String from, String reason) {
        if (told.add(kind + " " + from)) {
            LOG.warn(
                    "a frame of '{}' for the mailslot '{}' is dropped, and so are further ones: {}",
                    from,
                    slot,
                    reason);
        }
    }
}
