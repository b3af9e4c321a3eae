package io.mailslot.win32;

import io.mailslot.api.Event;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.slot.BufferReader;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A read that has said ERROR_IO_PENDING. Its fields that are not final are guarded by the {@link PendingReads}. */
final class PendingRead {
    final Overlapped overlapped;
    final long objectId;
    final BufferReader reader;
    final ByteBuffer buffer;

    /** Whose {@code cancelIo} cancels it. */
    final Thread thread = Thread.currentThread();

    private final @Nullable Event event;

    private final AtomicBoolean complete = new AtomicBoolean();

    /** Whether it is its turn: a read begins when those before it, of the same receiver, are complete. */
    boolean launched;

    /** Null while it is not its turn. */
    @Nullable
    CompletableFuture<Integer> running;

    /** The code with which it is to end early; 0 for none. */
    int reason;

    PendingRead(Overlapped overlapped, @Nullable Event event, long objectId, BufferReader reader, ByteBuffer buffer) {
        this.overlapped = overlapped;
        this.event = event;
        this.objectId = objectId;
        this.reader = reader;
        this.buffer = buffer;
    }

    boolean isComplete() {
        return complete.get();
    }

    /** Tells how the read ended, once: first the result, then the event. */
    boolean complete(int bytes, int code) {
        if (!complete.compareAndSet(false, true)) {
            return false;
        }
        overlapped.complete(bytes, code);
        signal(event);
        return true;
    }

    /** Sets an event, if there is one. */
    static void signal(@Nullable Event event) {
        if (event == null) {
            return;
        }
        try {
            event.set();
        } catch (MailslotException closed) {
            // Nobody can wait for an event whose handle was closed meanwhile; the result is there all the same.
            return;
        }
    }

    /** The code that a failure of {@link #running} means. */
    int codeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            return reason;
        }
        return cause instanceof MailslotException known ? known.errorCode().value() : Win32Constants.ERROR_IO_DEVICE;
    }
}
