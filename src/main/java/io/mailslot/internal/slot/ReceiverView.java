package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.WaitResult;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.PendingWait;
import io.mailslot.internal.wait.WaitCheck;
import io.mailslot.internal.wait.WaitTarget;
import io.mailslot.internal.wait.WaitTimeouts;
import io.mailslot.internal.wait.Waiting;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A handle to a receiver. */
final class ReceiverView extends HandleView implements BufferReader, WaitTarget {
    private final ReceiverEnd end;
    private final ObjectWaits waits;

    ReceiverView(OwnHandles handles, int handle, long objectId, ReceiverEnd end, ObjectWaits waits) {
        super(handles, handle, objectId);
        this.end = end;
        this.waits = waits;
    }

    @Override
    public byte[] read() {
        int timeoutMs = end.readTimeoutMs();
        byte[] message = take(WaitTimeouts.toNanos(timeoutMs));
        if (message == null) {
            throw timedOut(timeoutMs);
        }
        return message;
    }

    @Override
    public Optional<byte[]> read(Duration timeout) {
        return Optional.ofNullable(take(WaitTimeouts.toNanos(timeout)));
    }

    @Override
    public int read(ByteBuffer buffer) {
        CallerBuffers.requireWritable(buffer);
        int size = take(buffer);
        if (size == NONE) {
            int timeoutMs = end.readTimeoutMs();
            size = await(buffer, timeoutMs);
            if (size == NONE) {
                throw timedOut(timeoutMs);
            }
        }
        return size;
    }

    @Override
    public int readInTime(ByteBuffer buffer) {
        int size = take(buffer);
        return size == NONE ? await(buffer, end.readTimeoutMs()) : size;
    }

    private int await(ByteBuffer buffer, int timeoutMs) {
        if (timeoutMs == 0) {
            return NONE;
        }
        int start = buffer.position();
        boolean taken = waitFor(() -> take(buffer) != NONE, WaitTimeouts.toNanos(timeoutMs));
        return taken ? buffer.position() - start : NONE;
    }

    @Override
    public int take(ByteBuffer buffer) {
        try {
            return end.take(this, buffer);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("read from", fault, buffer);
        }
    }

    @Override
    public int readTimeoutMs() {
        return end.readTimeoutMs();
    }

    @Override
    public boolean isCurrent() {
        return isOpen() && end.isOpen();
    }

    @Override
    public Optional<byte[]> poll() {
        return Optional.ofNullable(take(false));
    }

    @Override
    public boolean poll(ByteBuffer buffer) {
        CallerBuffers.requireWritable(buffer);
        return take(buffer) != NONE;
    }

    @Override
    public int drain(int most, Consumer<ByteBuffer> handler) {
        Objects.requireNonNull(handler, "handler"); // the first message would be taken before that shows
        if (most < 0) {
            throw new InvalidArgumentException("cannot take " + most + " messages; ask for 0 or more");
        }
        try {
            check(AccessRight.READ); // also where nothing is asked for
            return end.drain().drain(this, most, handler);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        }
    }

    @Override
    public long look(long from, int most, Viewer viewer) {
        Objects.requireNonNull(viewer, "viewer");
        requireNumber(from);
        if (most < 0) {
            throw new InvalidArgumentException("cannot look at " + most + " messages; ask for 0 or more");
        }
        try {
            check(AccessRight.READ);
            return end.ahead().look(this, from, most, viewer);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        }
    }

    @Override
    public void advance(long to) {
        requireNumber(to);
        try {
            end.ahead().advance(this, to);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw cut(fault);
        }
    }

    @Override
    public void setSignaledFrom(long number) {
        requireNumber(number);
        reading(() -> {
            check(AccessRight.READ);
            end.setSignaledFrom(number);
            return null;
        });
    }

    private static void requireNumber(long number) {
        if (number < 0) {
            throw new InvalidArgumentException(
                    "no message has the number " + number + "; the first one of a mailslot has 0");
        }
    }

    @Override
    public Optional<byte[]> peek() {
        return Optional.ofNullable(take(true));
    }

    @Override
    public CompletableFuture<byte[]> readAsync(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        check(AccessRight.READ);
        return PendingWait.take(() -> take(false), this::seemsReadable, end.word(), executor);
    }

    @Override
    public CompletableFuture<Integer> readAsync(ByteBuffer buffer, Executor executor) {
        check(AccessRight.READ);
        return PendingWait.take(() -> takeIfAny(buffer), this::seemsReadable, end.word(), executor);
    }

    private boolean seemsReadable() {
        failIfHomeGone();
        return seemsVain() || end.seemsReadable();
    }

    private Integer takeIfAny(ByteBuffer buffer) {
        int size = take(buffer);
        return size == NONE ? null : size;
    }

    @Override
    public Stream<byte[]> messages() {
        check(AccessRight.READ);
        return MessageStream.of(this::takeUnless);
    }

    private byte[] takeUnless(BooleanSupplier over) {
        byte[][] taken = new byte[1][];
        waitFor(() -> over.getAsBoolean() || (taken[0] = take(false)) != null, Waiting.FOREVER);
        return taken[0];
    }

    @Override
    public Flow.Publisher<byte[]> publisher(Executor executor) {
        return new MessagePublisher(this, executor);
    }

    @Override
    public MailslotInfo info() {
        return reading(() -> {
            checkOpen();
            try {
                return end.info();
            } catch (ReceiverGoneException gone) {
                throw goneUnlessClosed(gone);
            }
        });
    }

    @Override
    public void setReadTimeout(Duration timeout) {
        reading(() -> {
            checkOpen();
            if (!end.setReadTimeoutMs(WaitTimeouts.toMillis(timeout))) {
                checkOpen(); // it went with the handle
            }
            return null;
        });
    }

    private byte[] take(boolean only) {
        try {
            return end.take(this, only);
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("read from", fault);
        }
    }

    private byte[] take(long timeoutNanos) {
        byte[] message = take(false);
        if (message != null || timeoutNanos == 0) {
            return message;
        }
        byte[][] taken = new byte[1][];
        waitFor(() -> (taken[0] = take(false)) != null, timeoutNanos);
        return taken[0];
    }

    private boolean waitFor(BooleanSupplier taken, long timeoutNanos) {
        return Flight.isRecorded()
                ? Waiting.recorded(() -> sleepFor(taken, timeoutNanos), false, objectId())
                : sleepFor(taken, timeoutNanos);
    }

    private boolean sleepFor(BooleanSupplier taken, long timeoutNanos) {
        return end.waiting().until(taken, timeoutNanos, end.ends().strategy(), new Look());
    }

    @Override
    public WaitResult await(Duration timeout) {
        return waits.await(this, timeout);
    }

    @Override
    public CompletableFuture<Void> whenSignaled(Executor executor) {
        return waits.whenSignaled(this, executor);
    }

    @Override
    public SignalWord word() {
        return end.word();
    }

    @Override
    public void check() {
        check(AccessRight.SYNCHRONIZE);
        checkAlive();
    }

    @Override
    public boolean isSignaled() {
        try {
            return end.hasMessage();
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("read from", fault);
        }
    }

    @Override
    public Take tryTake() {
        return isSignaled() ? Take.TAKEN : Take.NOTHING;
    }

    @Override
    public boolean seemsSignaled() {
        return end.seemsSignaled();
    }

    /** To check the handle may close this end, and wait for whoever is at work. */
    @Override
    public boolean seemsVain() {
        return !isCurrent() || !end.isAlive();
    }

    /** What is looked at while a read waits. */
    private final class Look implements WaitCheck {
        @Override
        public void check() {
            checkAlive();
            end.checkHome();
        }

        @Override
        public Lookout lookout() {
            return end.ends().lookout();
        }

        @Override
        public boolean seemsVain() {
            return ReceiverView.this.seemsVain();
        }

        @Override
        public boolean seemsSignaled() {
            return end.seemsReadable();
        }
    }

    private void checkAlive() {
        try {
            end.checkAlive();
        } catch (ReceiverGoneException gone) {
            throw goneUnlessClosed(gone);
        } catch (InternalError fault) {
            throw end.failure("read from", fault);
        }
    }

    private ReadTimeoutException timedOut(int timeoutMs) {
        return new ReadTimeoutException("no message came to the mailslot '" + end.name() + "' within "
                + Integer.toUnsignedString(timeoutMs) + " ms");
    }
}
