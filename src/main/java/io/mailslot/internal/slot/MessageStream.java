package io.mailslot.internal.slot;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.wait.Waiting;
import java.util.Spliterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The messages to come of one receiver: takes one for each that is asked for, until there is no handle any more. */
final class MessageStream implements Spliterator<byte[]> {
    private final Function<BooleanSupplier, byte[]> next;

    /** Whether the stream was closed, by any thread. */
    private volatile boolean closed;

    private volatile boolean waiting;

    private MessageStream(Function<BooleanSupplier, byte[]> next) {
        this.next = next;
    }

    /**
     * Makes a stream.
     *
     * @param next waits for a message and takes it; gives null as soon as what it is given says so
     */
    static Stream<byte[]> of(Function<BooleanSupplier, byte[]> next) {
        MessageStream messages = new MessageStream(next);
        return StreamSupport.stream(messages, false).onClose(messages::close);
    }

    private void close() {
        closed = true;
        if (waiting) {
            Waiting.wakeAll();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super byte[]> action) {
        byte[] message = take();
        if (message == null) {
            return false;
        }
        action.accept(message);
        return true;
    }

    private byte[] take() {
        waiting = true; // before it is asked whether the stream is closed
        try {
            return next.apply(() -> closed);
        } catch (InvalidHandleException end) {
            return null;
        } finally {
            waiting = false;
        }
    }

    /** A part of a stream would have to take messages before they are asked for. */
    @Override
    public Spliterator<byte[]> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
