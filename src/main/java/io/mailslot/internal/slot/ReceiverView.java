package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.internal.object.HandleView;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.wait.PollingWait;
import io.mailslot.internal.wait.WaitTimeouts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A handle to a receiver. */
final class ReceiverView extends HandleView implements Receiver {
    private final ReceiverEnd end;

    ReceiverView(OwnHandles handles, int handle, long objectId, ReceiverEnd end) {
        super(handles, handle, objectId);
        this.end = end;
    }

    @Override
    public byte[] read() {
        long timeoutMs = end.readTimeoutMs();
        byte[] message = take(timeoutMs);
        if (message == null) {
            throw timedOut(timeoutMs);
        }
        return message;
    }

    @Override
    public Optional<byte[]> read(Duration timeout) {
        return Optional.ofNullable(take(Integer.toUnsignedLong(WaitTimeouts.toMillis(timeout))));
    }

    @Override
    public int read(ByteBuffer buffer) {
        int size = end.take(this, buffer);
        if (size == ReceiverEnd.NONE) {
            long timeoutMs = end.readTimeoutMs();
            int start = buffer.position();
            if (!PollingWait.until(
                    () -> end.take(this, buffer) != ReceiverEnd.NONE, timeoutMs, this::checkWorthWaiting)) {
                throw timedOut(timeoutMs);
            }
            return buffer.position() - start;
        }
        return size;
    }

    @Override
    public Optional<byte[]> poll() {
        return Optional.ofNullable(end.take(this));
    }

    @Override
    public boolean poll(ByteBuffer buffer) {
        return end.take(this, buffer) != ReceiverEnd.NONE;
    }

    @Override
    public MailslotInfo info() {
        check(AccessRight.READ);
        return end.info();
    }

    @Override
    public void setReadTimeout(Duration timeout) {
        check(AccessRight.READ);
        end.setReadTimeoutMs(WaitTimeouts.toMillis(timeout));
    }

    private byte[] take(long timeoutMs) {
        byte[] message = end.take(this);
        if (message != null || timeoutMs == 0) {
            return message;
        }
        byte[][] taken = new byte[1][];
        PollingWait.until(() -> (taken[0] = end.take(this)) != null, timeoutMs, this::checkWorthWaiting);
        return taken[0];
    }

    private void checkWorthWaiting() {
        end.checkAlive();
        end.checkHome();
    }

    private ReadTimeoutException timedOut(long timeoutMs) {
        return new ReadTimeoutException(
                "no message came to the mailslot '" + end.name() + "' within " + timeoutMs + " ms");
    }
}
