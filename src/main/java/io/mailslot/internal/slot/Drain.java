package io.mailslot.internal.slot;

import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.Portion;
import io.mailslot.internal.object.HandleView;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes messages of one receiver and hands them out, many at a time: copies of some are made at once, then each is taken by
 * one compare-and-set. Thread-safe; handlers are called with nothing locked.
 */
final class Drain {
    private final ReceiverEnd end;

    Drain(ReceiverEnd end) {
        this.end = end;
    }

    /** Takes up to so many messages, one after the other, and hands out copies with nothing locked; returns how many. */
    int drain(HandleView view, int most, Consumer<ByteBuffer> handler) {
        Portion portion = end.borrow();
        int taken = 0;
        try {
            while (taken < most && end.isOpen() && end.copy(view, portion, most - taken)) {
                taken += handOut(portion, handler);
            }
            return taken;
        } finally {
            end.giveBack(portion);
        }
    }

    /** Takes and hands out one message after the other, as long as nobody else has taken the next one. */
    private int handOut(Portion portion, Consumer<ByteBuffer> handler) {
        for (int i = 0; i < portion.count(); i++) {
            if (!end.isOpen() || !take(portion, i)) {
                return i;
            }
            handler.accept(portion.message(i));
        }
        return portion.count();
    }

    private boolean take(Portion portion, int message) {
        long cursor = portion.cursor(message);
        long next = portion.following(message);
        try {
            if (!end.take(cursor, next, portion.messagesBefore(message))) {
                return false;
            }
            if (portion.freed(message) != 0 || !MessageLog.areTogether(next, cursor)) {
                end.lock.lock();
                try {
                    end.passed(cursor, next, portion.freed(message));
                } finally {
                    try {
                        VarHandle.releaseFence();
                    } finally {
                        end.lock.owner = null;
                    }
                }
            } else {
                end.tellSenders();
            }
            return true;
        } catch (RuntimeException | InternalError e) {
            throw end.failure("read from", e);
        }
    }
}
