package io.mailslot.win32;

import java.util.concurrent.CountDownLatch;

/**
 * A read or write that may complete later, and its outcome: {@code OVERLAPPED}. It can be used again once it is
 * complete. Set the fields before the call; the outcome may be looked at by any thread.
 *
 * @since 0.1.0
 */
public final class Overlapped {
    /** Where in a file to read or write; -1 to write at its end, -2 for its pointer. Of no meaning for mailslots. */
    public long offset;

    /** An event that is reset when the operation starts and set when it is complete; 0 for none. */
    public int event;

    private CountDownLatch done = new CountDownLatch(0);
    private int transferred;
    private volatile int error;

    /** An operation at offset 0, without an event. */
    public Overlapped() {}

    /**
     * An operation at offset 0.
     *
     * @param event handle of the event to set
     */
    public Overlapped(int event) {
        this.event = event;
    }

    /**
     * Whether no operation goes on: {@code HasOverlappedIoCompleted}.
     *
     * @return false from when a call said ERROR_IO_PENDING until the operation is complete
     */
    public boolean isCompleted() {
        return error != Win32Constants.ERROR_IO_PENDING;
    }

    /** How the operation ended: 0, an error code, or ERROR_IO_PENDING. */
    int error() {
        return error;
    }

    /** How many bytes it moved. */
    int transferred() {
        return transferred;
    }

    /** Marks it as going on; false if it is that already. */
    synchronized boolean begin() {
        if (!isCompleted()) {
            return false;
        }
        done = new CountDownLatch(1);
        error = Win32Constants.ERROR_IO_PENDING;
        return true;
    }

    /** Tells how it ended. */
    synchronized void complete(int bytes, int code) {
        transferred = bytes;
        error = code;
        done.countDown();
    }

    /** Waits until it is complete. */
    void await() throws InterruptedException {
        CountDownLatch current;
        synchronized (this) {
            current = done;
        }
        current.await();
    }
}
