package io.mailslot.internal.slot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotFullException;
import java.util.function.Consumer;

/**
 * One write of a broadcast that goes to the mailslot of this machine and to the outbox for all other machines. Neither keeps
 * the message from the other: each is given it at once if it has room, the outbox first; who has none is waited for, both within
 * one timeout from the beginning. What then lacks room, or is damaged, is told, and the other one keeps the message: it may
 * have been read. A message that one of them can never take goes to neither.
 */
final class BothWays {
    private static final String SENT =
            "; it is under way to the other machines, which get it again if it is written again";
    private static final String HEARD =
            "; who receives it on this machine has it, and gets it again if it is written again";

    private final long start = System.nanoTime();
    private final Append append;
    private final Half here;
    private final Half away;

    /** Appends the message to a mailslot. */
    @FunctionalInterface
    interface Append {
        /**
         * Appends it.
         *
         * @param atOnce whether not to wait for a process that stands still in the middle of its append
         * @return false if there is no room
         */
        boolean to(SenderEnd end, boolean atOnce);
    }

    /** Where it goes: to whatever mailslot has a name at that time, and nowhere if there is none. */
    interface Way {
        /** Writes once; false if the mailslot that has the name is full. */
        boolean attempt(Append append, boolean atOnce);

        /**
         * Writes, and waits for room.
         *
         * @param start when the wait began, by {@link System#nanoTime}
         * @param length bytes of what is to be appended, to tell people
         */
        void write(Append append, long start, int length);
    }

    BothWays(Append append, Way here, Way away) {
        this.append = append;
        this.here = new Half(here);
        this.away = new Half(away);
    }

    /** Writes, and waits for room where that lacks. */
    void write(Consumer<SenderEnd> bounds, int length) {
        attempt(bounds);
        here.await(length);
        away.await(length);
        requireNoFailure();
    }

    /** Writes to each of them that has room, and waits for none; true if that were both. */
    boolean tryWrite(Consumer<SenderEnd> bounds) {
        attempt(bounds);
        requireNoFailure();
        return here.done && away.done;
    }

    /** @param bounds fails if an end can never take the message */
    private void attempt(Consumer<SenderEnd> bounds) {
        away.require(bounds);
        here.require(bounds);
        away.attempt();
        here.attempt();
    }

    private void requireNoFailure() {
        if (here.failure != null && away.failure != null) {
            here.failure.addSuppressed(away.failure);
            throw here.failure;
        }
        if (here.failure != null) {
            throw here.told(SENT);
        }
        if (away.failure != null) {
            throw away.told(HEARD);
        }
    }

    /** One of the two. */
    private final class Half {
        private final Way way;
        private boolean done;

        /** Null unless it has failed otherwise than for want of room that may come. */
        private MailslotException failure;

        Half(Way way) {
            this.way = way;
        }

        void require(Consumer<SenderEnd> bounds) {
            try {
                way.attempt(
                        (end, atOnce) -> {
                            bounds.accept(end);
                            return true;
                        },
                        true);
            } catch (MailslotException e) {
                refuseFromCaller(e); // what else is wrong is told by the append
            }
        }

        void attempt() {
            try {
                done = way.attempt(append, true);
            } catch (MailslotException e) {
                fails(e);
            }
        }

        void await(int length) {
            if (done || failure != null && failure.errorCode() != ErrorCode.LOCK_VIOLATION) {
                return;
            }
            failure = null;
            try {
                way.write(append, start, length);
                done = true;
            } catch (MailslotException e) {
                fails(e);
            }
        }

        private void fails(MailslotException e) {
            refuseFromCaller(e);
            failure = e;
        }

        MailslotException told(String ofTheOther) {
            return failure instanceof MailslotFullException
                    ? new MailslotFullException(failure.getMessage() + ofTheOther)
                    : failure;
        }

        /** What comes of the message or of the handle would fail the other way, too. */
        private static void refuseFromCaller(MailslotException e) {
            if (e.errorCode() == ErrorCode.INVALID_PARAMETER || e.errorCode() == ErrorCode.INVALID_HANDLE) {
                throw e;
            }
        }
    }
}
