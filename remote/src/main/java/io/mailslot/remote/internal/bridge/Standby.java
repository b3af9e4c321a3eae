package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.remote.internal.link.LinkException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bridge of a home, of which there may be several: the one that has the mutex {@value #MUTEX} of the home serves it, the others
 * wait, and one of them takes over when that one ends, in whatever way. One thread waits, serves, and gives the mutex back.
 * Thread-safe.
 */
public final class Standby implements AutoCloseable {
    /** Name of the mutex whose owner serves the home. */
    public static final String MUTEX = "bridge";

    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOK_MILLIS = 10;

    private final Kernel kernel;
    private final Life life;
    private final Duty duty;
    private final Thread thread;
    private volatile View.State state = View.State.STANDBY;

    private Standby(Kernel kernel, Settings settings, Connector connector, Supplier<String> status) {
        this.kernel = kernel;
        this.life = new Life(kernel);
        this.duty = new Duty(kernel, settings, connector, status, life);
        this.thread = new Thread(null, this::run, "mailslot-bridge-main", 0, false);
        this.thread.setDaemon(true);
    }

    /**
     * Starts one, and does not wait for anything.
     *
     * @param kernel the home; stays open for as long as the bridge does
     * @param settings its configuration
     * @param connector connects it when it serves
     * @param status tells how it stands, as JSON, to those who ask in the home
     * @return to be closed
     */
    public static Standby start(Kernel kernel, Settings settings, Connector connector, Supplier<String> status) {
        Standby standby = new Standby(kernel, settings, connector, status);
        standby.thread.start();
        return standby;
    }

    private void run() {
        try (Mutex turn =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName(MUTEX))) {
            turn.await(Timeouts.FOREVER);
            BridgePoint.TURN_TAKEN.reached();
            state = View.State.ACTIVE;
            LOG.info("the bridge serves the home {}", kernel.home());
            try {
                duty.serve();
            } finally {
                state = View.State.ENDED;
                turn.release();
            }
        } catch (LinkException refused) {
            life.fail(new MailslotException(code(refused), String.valueOf(refused.getMessage()), refused));
        } catch (WaitInterruptedException | InterruptedException ended) {
            LOG.debug("the bridge of the home {} is interrupted", kernel.home());
        } catch (RuntimeException | Error failure) {
            life.fail(failure);
        } finally {
            state = View.State.ENDED;
            life.stop();
        }
    }

    private static ErrorCode code(LinkException refused) {
        return refused.kind() == LinkException.Kind.UNKNOWN ? ErrorCode.LOGON_FAILURE : ErrorCode.ACCESS_DENIED;
    }

    /** {@return how it stands} */
    public View view() {
        return duty.view(state, failure().map(MailslotException::getMessage).orElse(""));
    }

    /** {@return why it has ended; empty if it has not, or was closed} */
    public Optional<MailslotException> failure() {
        return life.failure();
    }

    /**
     * Waits until it serves the home and is connected.
     *
     * @param time how long
     * @return whether it is; false as well if it has ended
     */
    public boolean awaitConnected(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        while (!duty.isConnected()) {
            if (System.nanoTime() - start >= Life.nanos(time) || life.awaitEnd(Duration.ofMillis(LOOK_MILLIS))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until it has ended.
     *
     * @param time how long
     * @return whether it has
     */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Life.nanos(time));
        return !thread.isAlive();
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() {
        life.end();
        thread.interrupt();
        boolean interrupted = false;
        long start = System.nanoTime();
        while (thread.isAlive() && System.nanoTime() - start < CLOSE_NANOS) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_NANOS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "the bridge of {} has not ended within {} s",
                    kernel.home(),
                    TimeUnit.NANOSECONDS.toSeconds(CLOSE_NANOS));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
