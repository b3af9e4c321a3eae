package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.WaitInterruptedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the bridge goes on, and why not. Thread-safe. */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(Life.class);

    private final Kernel kernel;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<MailslotException> failure = new AtomicReference<>();
    private volatile boolean wanted;

    Life(Kernel kernel) {
        this.kernel = kernel;
    }

    boolean goesOn() {
        return over.getCount() > 0;
    }

    /** Ends it, because somebody wants it to: what fails from now on is of no interest. */
    void end() {
        wanted = true;
        stop();
    }

    /** Ends it, for whatever reason. */
    void stop() {
        over.countDown();
    }

    /** Ends it, because it cannot go on. */
    void fail(Throwable reason) {
        MailslotException told = reason instanceof MailslotException known
                ? known
                : new MailslotException(
                        ErrorCode.INVALID_FUNCTION,
                        "the bridge has failed by " + reason + "; please report that",
                        reason);
        if (!wanted && failure.compareAndSet(null, told)) {
            LOG.error("the bridge of the home {} ends: {}", kernel.home(), told.getMessage(), told);
        }
        stop();
    }

    Optional<MailslotException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** {@return whether it is over} */
    boolean awaitEnd(Duration time) throws InterruptedException {
        return over.await(nanos(time), TimeUnit.NANOSECONDS);
    }

    /** A time that may be endless. */
    static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException endless) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Judges a failure of one part of the bridge: ends the bridge if no part can go on.
     *
     * @param thrown what went wrong
     * @return whether the part is to try again
     * @throws InterruptedException if the thread was interrupted while it waited in the library
     */
    boolean outlives(Throwable thrown) throws InterruptedException {
        if (thrown instanceof WaitInterruptedException) {
            throw new InterruptedException();
        }
        if (thrown instanceof HomeException gone && isLost(gone)) {
            fail(gone);
        }
        if (thrown instanceof InvalidHandleException closed && isKernelClosed()) {
            fail(closed);
        }
        return goesOn();
    }

    private static boolean isLost(HomeException failure) {
        return switch (failure.errorCode()) {
            case FILE_INVALID, FILE_CORRUPT, REVISION_MISMATCH -> true;
            default -> false;
        };
    }

    private boolean isKernelClosed() {
        try {
            kernel.handles();
            return false;
        } catch (InvalidHandleException closed) {
            return true;
        } catch (MailslotException somethingElse) {
            return false;
        }
    }
}
