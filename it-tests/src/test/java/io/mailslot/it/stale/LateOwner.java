package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.FileObject;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Mutex;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.ChildContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a child does whose main thread is about to change a word when another thread closes the kernel: that one comes to
 * {@link #LEFT}, and the main thread changes the word when it is let go on.
 */
final class LateOwner {
    /** The name of the mutex. */
    static final String NAME = "late";

    /** Where it is attached, and goes on when it is told. */
    static final String ATTACHED = "attached";

    /** Where its kernel is closed. */
    static final String LEFT = "left";

    /** Where the main thread stands still for good, having changed the word. */
    static final String STANDS = "stands";

    /** Where the main thread has done its work. */
    static final String DONE = "done";

    private static final String NOWHERE = "none";
    private static final ObjectOpenOptions OWN =
            ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE);

    private final ChildContext child;
    private final Path pause;
    private final Path stand;

    private LateOwner(ChildContext child) {
        this.child = child;
        this.pause = child.folder().resolve("pause");
        this.stand = child.folder().resolve("stand");
    }

    /** Takes the mutex late, and stands still when it has changed the word. */
    static void take(ChildContext c) throws InterruptedException {
        Kernel kernel = attach(c);
        Mutex mutex = open(c);
        new LateOwner(c).doLate(() -> kernel.waitFor(Duration.ZERO, mutex.handle()), FaultPoint.WORD_LOOKED_AT.name());
    }

    /** Gives the mutex back late, once, which it has taken twice. */
    static void release(ChildContext c) throws InterruptedException {
        Kernel kernel = attach(c);
        Mutex mutex = open(c);
        kernel.waitFor(Duration.ZERO, mutex.handle());
        kernel.waitFor(Duration.ZERO, mutex.handle());
        new LateOwner(c).doLate(mutex::release, NOWHERE);
    }

    /** Writes late, through the only handle that it has been given, and stands still when it has locked the file pointer. */
    static void write(ChildContext c) throws InterruptedException {
        Kernel kernel = attach(c);
        FileObject file = kernel.files().file(kernel.handles().get(0).handle());
        new LateOwner(c).doLate(() -> file.write(ByteBuffer.allocate(1)), FaultPoint.FILE_POINTER_LOCKED.name());
    }

    private static Kernel attach(ChildContext c) throws InterruptedException {
        Kernel kernel = c.kernel();
        c.hold(ATTACHED);
        return kernel;
    }

    static Mutex open(ChildContext c) {
        return c.kernel().synchronization().openMutex(NAME, OWN);
    }

    /** In the main thread, as all that the next process of the record does: both threads have the same id. */
    private void doLate(Runnable work, String next) throws InterruptedException {
        Kernel kernel = child.kernel();
        FaultPoint.arm(FaultPoint.WORD_LOOKED_AT + ":pause:" + pause);
        Thread leaver = new Thread(() -> leave(kernel, next), "leaver");
        leaver.start();
        try {
            work.run();
        } catch (InvalidHandleException left) {
            // it has
        }
        leaver.join();
        child.hold(DONE);
    }

    private void leave(Kernel kernel, String next) {
        try {
            Deadline.await("the main thread is about to change a word").until(() -> Files.exists(pause));
            kernel.close();
            child.hold(LEFT);
            FaultPoint.arm(next.equals(NOWHERE) ? next : next + ":wait:" + stand);
            Files.delete(pause);
            if (!next.equals(NOWHERE)) {
                Deadline.await("it stands still").until(() -> Files.exists(stand));
                child.reached(STANDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }
}
