package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a session whenever a server can be reached: one thread connects, waits until that is lost, and connects again, for ever. The
 * first try after a loss is at once, the others after pauses that grow to two seconds, of different lengths, so that the machines of
 * a domain do not all come at once when its server is back.
 */
final class Connector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long PREPARATION_PAUSE_MILLIS = 2_000;

    /** A session that ends sooner counts as a failed try. */
    private static final Duration STABLE = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final Duties duties;
    private final Thread thread;
    private final CompletableFuture<Void> firstTry = new CompletableFuture<>();
    private final Object changes = new Object();
    private @Nullable Session session;
    private String server = "";
    private String problem = "";
    private String oldServers = "";
    private boolean told;
    private long sessions;
    private boolean closed;

    /** What is to be done in each session. */
    interface Duties {
        /** Before anybody else has it; must not wait. */
        void begin(Session session);

        /**
         * At first, and again until it succeeds.
         *
         * @return why these servers should be newer ones, though it works; empty if they need not
         */
        String prepare(Session session) throws LinkException, InterruptedException;
    }

    /**
     * Makes one.
     *
     * @param dialer makes the connections
     * @param machine this machine's name
     * @param duties in each session
     */
    Connector(Dialer dialer, String machine, Duties duties) {
        this.dialer = dialer;
        this.duties = duties;
        this.thread = new Thread(this::run, "mailslot-bridge-link-" + machine);
        this.thread.setDaemon(true);
    }

    /**
     * Starts, and waits for the first try.
     *
     * @throws LinkException {@code UNKNOWN} or {@code REFUSED} if a server does not want this machine; not if none can be reached
     */
    void start() throws LinkException, InterruptedException {
        thread.start();
        try {
            firstTry.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        }
    }

    /**
     * Waits for a session.
     *
     * @param end until when, on the clock of {@link System#nanoTime}
     * @throws LinkException {@code SILENT} or {@code REFUSED} if there is none until then
     */
    Session await(long end) throws LinkException, InterruptedException {
        synchronized (changes) {
            while (true) {
                Session now = session;
                if (now != null && !now.isLost()) {
                    return now;
                }
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (closed || millis <= 0) {
                    throw new LinkException(
                            Kind.SILENT, closed ? "the link is closed" : "not connected: " + problem, null);
                }
                // A lost session is taken away by the thread, a moment after it is lost.
                changes.wait(millis);
            }
        }
    }

    /** {@return how it stands} */
    Link.State state() {
        synchronized (changes) {
            boolean connected = session != null && !session.isLost();
            return new Link.State(connected, server, Math.max(0, sessions - 1), problem, oldServers);
        }
    }

    @Override
    public void close() {
        synchronized (changes) {
            closed = true;
            changes.notifyAll();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dialer.close();
    }

    private void run() {
        int failures = 0;
        while (!isClosed()) {
            try {
                Session now = dialer.dial();
                long began = System.nanoTime();
                use(now);
                failures = System.nanoTime() - began < STABLE.toNanos() ? failures + 1 : 0;
            } catch (LinkException e) {
                failures++;
                failed(e);
            } catch (InterruptedException e) {
                failures++; // who closes it says so besides
            } catch (RuntimeException | Error e) { // such as no thread to be had, which passes
                failures++;
                failed(Failures.of("the server cannot be used", e));
            }
            pause(failures);
        }
        firstTry.complete(null);
    }

    /** Whatever ends it, nobody goes on with the session: another one is made. */
    private void use(Session now) throws InterruptedException {
        try {
            found(now);
            prepareUntilDone(now);
            now.lost().get();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        } finally {
            try {
                if (!now.isLost()) {
                    dialer.hangUp(now);
                }
            } finally {
                lost();
            }
        }
    }

    private void found(Session now) {
        duties.begin(now);
        synchronized (changes) {
            session = now;
            sessions++;
            server = now.server();
            problem = "";
            changes.notifyAll();
        }
    }

    /** What is wrong with the streams may be put right while the connection stands. */
    private void prepareUntilDone(Session now) throws InterruptedException, ExecutionException {
        while (!now.isLost()) {
            try {
                succeeded(duties.prepare(now));
                return;
            } catch (LinkException e) {
                failed(e);
            }
            try {
                now.lost().get(PREPARATION_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillThere) {
                continue;
            }
        }
    }

    private void succeeded(String butOld) {
        boolean isNew;
        synchronized (changes) {
            problem = "";
            oldServers = butOld;
            isNew = !butOld.isEmpty() && !told;
            told |= isNew;
        }
        if (isNew) {
            LOG.warn("{}", butOld);
        }
        firstTry.complete(null);
    }

    private void lost() {
        synchronized (changes) {
            session = null;
            problem = "the connection to " + server + " is lost";
            if (!closed) {
                LOG.warn("{}; connecting again", problem);
            }
        }
    }

    private void failed(LinkException failure) {
        boolean isNew;
        synchronized (changes) {
            isNew = !problem.equals(failure.getMessage());
            problem = String.valueOf(failure.getMessage());
        }
        boolean isFinal = failure.kind().isFinal();
        boolean isFirst = isFinal ? firstTry.completeExceptionally(failure) : firstTry.complete(null);
        if (isNew && !isClosed() && !(isFirst && isFinal)) {
            LOG.warn("{}; trying again", failure.getMessage());
        }
    }

    private boolean isClosed() {
        synchronized (changes) {
            return closed;
        }
    }

    private void pause(int failures) {
        if (failures == 0) {
            return;
        }
        long longest = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
        long end = System.nanoTime() + ThreadLocalRandom.current().nextLong(longest / 2, longest + 1) * 1_000_000;
        synchronized (changes) {
            long millis = longest;
            while (!closed && (millis = (end - System.nanoTime()) / 1_000_000) > 0) {
                try {
                    changes.wait(millis);
                } catch (InterruptedException e) {
                    return; // it is being closed
                }
            }
        }
    }
}
