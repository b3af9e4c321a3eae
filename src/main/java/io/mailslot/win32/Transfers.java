package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.ERROR_HANDLE_EOF;
import static io.mailslot.win32.Win32Constants.ERROR_IO_INCOMPLETE;
import static io.mailslot.win32.Win32Constants.ERROR_IO_PENDING;
import static io.mailslot.win32.Win32Constants.ERROR_NOACCESS;
import static io.mailslot.win32.Win32Constants.ERROR_OPERATION_ABORTED;
import static io.mailslot.win32.Win32Constants.ERROR_SEM_TIMEOUT;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.slot.BufferReader;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads and writes, at once or overlapped. */
final class Transfers {
    private static final byte[] NOTHING = new byte[0];

    private final Kernel kernel;
    private final OpenFiles files;
    private final PendingReads pending = new PendingReads();

    Transfers(Kernel kernel, OpenFiles files) {
        this.kernel = kernel;
        this.files = files;
    }

    boolean read(int file, byte @Nullable [] buffer, int length, @Nullable IntRef bytesRead) {
        try {
            OpenFile open = files.get(file);
            if (isOutside(buffer, length)) {
                return LastError.fail(ERROR_NOACCESS);
            }
            int size = open.read(notNull(buffer), length);
            if (size == OpenFile.TIMED_OUT) {
                return LastError.fail(ERROR_SEM_TIMEOUT);
            }
            set(bytesRead, size);
            return true;
        } catch (MailslotException e) {
            return LastError.fail(e);
        }
    }

    boolean write(int file, byte @Nullable [] buffer, int length, @Nullable IntRef bytesWritten) {
        try {
            OpenFile open = files.get(file);
            if (isOutside(buffer, length)) {
                return LastError.fail(ERROR_NOACCESS);
            }
            open.write(notNull(buffer), length);
            set(bytesWritten, length);
            return true;
        } catch (MailslotException e) {
            return LastError.fail(e);
        }
    }

    /** A write never has to wait, so this one is complete when it returns. */
    boolean write(
            int file, byte @Nullable [] buffer, int length, @Nullable IntRef bytesWritten, Overlapped overlapped) {
        try {
            OpenFile open = files.get(file);
            if (isOutside(buffer, length)) {
                return LastError.fail(ERROR_NOACCESS);
            }
            Operation operation = begin(overlapped);
            return operation.run(() -> {
                open.write(notNull(buffer), length, overlapped.offset);
                set(bytesWritten, length);
                return operation.succeeded(length);
            });
        } catch (MailslotException e) {
            return LastError.fail(e);
        }
    }

    boolean read(int file, byte @Nullable [] buffer, int length, @Nullable IntRef bytesRead, Overlapped overlapped) {
        try {
            OpenFile open = files.get(file);
            if (isOutside(buffer, length)) {
                return LastError.fail(ERROR_NOACCESS);
            }
            ByteBuffer target = ByteBuffer.wrap(notNull(buffer), 0, length);
            if (open instanceof DiskFile disk) {
                Operation operation = begin(overlapped);
                return operation.run(() -> read(disk, target, bytesRead, operation));
            }
            BufferReader reader = open.reader();
            long objectId = kernel.describe(file).objectId();
            Operation operation = begin(overlapped);
            return operation.run(() -> read(reader, objectId, target, bytesRead, operation));
        } catch (MailslotException e) {
            return LastError.fail(e);
        }
    }

    /** An operation that has begun. */
    private record Operation(
            Overlapped overlapped, @Nullable Event event) {
        /** Does it; it may be complete then, and is if it failed. */
        boolean run(BooleanSupplier work) {
            try {
                return work.getAsBoolean();
            } catch (MailslotException e) {
                return failed(e.errorCode().value());
            }
        }

        boolean succeeded(int bytes) {
            overlapped.complete(bytes, 0);
            PendingRead.signal(event);
            return true;
        }

        boolean failed(int code) {
            overlapped.complete(0, code);
            return LastError.fail(code);
        }
    }

    /** A read of a file never has to wait either. */
    private static boolean read(DiskFile file, ByteBuffer target, @Nullable IntRef bytesRead, Operation operation) {
        int size = file.read(target, operation.overlapped().offset);
        if (size == 0 && target.hasRemaining()) {
            return operation.failed(ERROR_HANDLE_EOF);
        }
        set(bytesRead, size);
        return operation.succeeded(size);
    }

    private boolean read(
            BufferReader reader, long objectId, ByteBuffer target, @Nullable IntRef bytesRead, Operation operation) {
        int timeoutMs = reader.readTimeoutMs();
        int size = pending.any(objectId) ? BufferReader.NONE : reader.take(target);
        if (size != BufferReader.NONE) {
            set(bytesRead, size);
            return operation.succeeded(size);
        }
        if (timeoutMs == 0) {
            return operation.failed(ERROR_SEM_TIMEOUT);
        }
        PendingRead read = new PendingRead(operation.overlapped(), operation.event(), objectId, reader, target);
        pending.add(read, timeoutMs);
        return LastError.fail(ERROR_IO_PENDING);
    }

    boolean result(Overlapped overlapped, IntRef transferred, boolean wait) {
        if (overlapped == null || transferred == null) {
            return LastError.fail(ERROR_NOACCESS);
        }
        if (!overlapped.isCompleted() && !wait) {
            return LastError.fail(ERROR_IO_INCOMPLETE);
        }
        try {
            overlapped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LastError.fail(ERROR_OPERATION_ABORTED);
        }
        int error = overlapped.error();
        transferred.value = overlapped.transferred();
        return error == 0 || LastError.fail(error);
    }

    boolean cancel(int file) {
        return LastError.of(() -> {
            files.get(file);
            pending.cancelOwn(kernel.describe(file).objectId());
        });
    }

    /** Marks an operation as going on and resets its event, if it has one. */
    private Operation begin(Overlapped overlapped) {
        Event event = overlapped.event == 0 ? null : kernel.synchronization().event(overlapped.event);
        if (!overlapped.begin()) {
            throw new InvalidArgumentException("the structure belongs to an operation that is not complete");
        }
        try {
            if (event != null) {
                event.reset();
            }
            return new Operation(overlapped, event);
        } catch (MailslotException e) {
            overlapped.complete(0, e.errorCode().value());
            throw e;
        }
    }

    /** Nothing can be read to, or written from, where there is nothing. */
    private static byte[] notNull(byte @Nullable [] buffer) {
        return buffer == null ? NOTHING : buffer;
    }

    private static boolean isOutside(byte @Nullable [] buffer, int length) {
        return length < 0 || (buffer == null ? length > 0 : length > buffer.length);
    }

    private static void set(@Nullable IntRef reference, int value) {
        if (reference != null) {
            reference.value = value;
        }
    }
}
