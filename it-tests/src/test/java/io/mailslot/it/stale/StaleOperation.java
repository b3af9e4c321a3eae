package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.FileObject;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.Mutex;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What can be done with a handle while another thread closes it. */
enum StaleOperation {
    SET(StaleType.EVENT, (kernel, event) -> ((Event) event).set()),
    RESET(StaleType.EVENT, (kernel, event) -> ((Event) event).reset()),
    WAIT_FOR_EVENT(StaleType.EVENT, StaleOperation::waitFor),
    WAIT_FOR_ALL(
            StaleType.SEMAPHORE,
            (kernel, semaphore) -> kernel.waitForAll(Duration.ZERO, semaphore.handle(), StaleType.other)),
    NAME(StaleType.EVENT, (kernel, event) -> ((Event) event).name()),
    RELEASE_SEMAPHORE(StaleType.SEMAPHORE, (kernel, semaphore) -> ((Semaphore) semaphore).release(1)),
    WAIT_FOR_SEMAPHORE(StaleType.SEMAPHORE, StaleOperation::waitFor),
    WAIT_FOR_MUTEX(StaleType.MUTEX, StaleOperation::waitFor),
    TAKE_TWICE_AND_RELEASE(StaleType.MUTEX, (kernel, mutex) -> {
        waitFor(kernel, mutex);
        waitFor(kernel, mutex);
        ((Mutex) mutex).release();
        ((Mutex) mutex).release();
    }),
    READ_FILE(StaleType.FILE, (kernel, file) -> ((FileObject) file).read(ByteBuffer.allocate(2))),
    WRITE_FILE(StaleType.FILE, (kernel, file) -> ((FileObject) file).write(ByteBuffer.wrap(new byte[] {'a'}))),
    SEEK(StaleType.FILE, (kernel, file) -> ((FileObject) file).seek(2)),
    POSITION(StaleType.FILE, (kernel, file) -> ((FileObject) file).position()),
    READ(StaleType.RECEIVER, (kernel, receiver) -> ((Receiver) receiver).poll()),
    PEEK(StaleType.RECEIVER, (kernel, receiver) -> ((Receiver) receiver).peek()),
    DRAIN(StaleType.RECEIVER, (kernel, receiver) -> ((Receiver) receiver).drain(9, message -> {})),
    INFO(StaleType.RECEIVER, (kernel, receiver) -> ((Receiver) receiver).info()),
    SET_READ_TIMEOUT(
            StaleType.RECEIVER, (kernel, receiver) -> ((Receiver) receiver).setReadTimeout(Duration.ofSeconds(7))),
    WAIT_FOR_MESSAGE(StaleType.RECEIVER, StaleOperation::waitFor),
    WRITE(StaleType.SENDER, (kernel, sender) -> ((Sender) sender).write(StaleType.MESSAGE)),
    SENDER_INFO(StaleType.SENDER, (kernel, sender) -> ((Sender) sender).info()),
    DESCRIBE(StaleType.EVENT, (kernel, event) -> event.describe()),
    SET_FLAGS(
            StaleType.EVENT,
            (kernel, event) -> event.setFlags(EnumSet.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT))),
    CLOSE(StaleType.EVENT, (kernel, event) -> event.close()),
    DUPLICATE(
            StaleType.EVENT,
            (kernel, event) -> kernel.closeHandle(kernel.duplicate(event.handle(), DuplicateOptions.defaults())));

    /** On the handle of an object. */
    @FunctionalInterface
    interface Work {
        void on(Kernel kernel, KernelHandle handle) throws Exception;
    }

    final StaleType on;
    final Work work;

    StaleOperation(StaleType on, Work work) {
        this.on = on;
        this.work = work;
    }

    private static void waitFor(Kernel kernel, KernelHandle handle) {
        kernel.waitForSingle(handle.handle(), Duration.ZERO);
    }
}
