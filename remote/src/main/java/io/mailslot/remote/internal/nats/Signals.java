package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.api.ServerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one connection, from the first attempt to its end. The engine refuses a subject by a line of its own, not by an
 * answer to the request: whoever waits for one is told here. Never waits: it is called while the client library holds locks.
 */
final class Signals implements ErrorListener, ConnectionListener {
    private static final int MOST_FAILURES = 32;

    private final String inbox;
    private final List<Throwable> failures = new ArrayList<>();
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final Map<String, Set<CompletableFuture<?>>> waiting = new ConcurrentHashMap<>();
    private @Nullable Thread connecting;
    private volatile @Nullable Denial lastDenial;

    /** A subject was refused. */
    private record Denial(LinkException failure, long nanos) {}

    /**
     * Begins to listen.
     *
     * @param inbox what answers come under
     */
    Signals(String inbox) {
        this.inbox = inbox;
    }

    /** This thread is about to connect, which is cut short as soon as that cannot succeed any more. */
    synchronized void connecting() {
        connecting = Thread.currentThread();
    }

    /** It is not any more. */
    synchronized void connected() {
        connecting = null;
        Thread.interrupted(); // was meant for the attempt
    }

    /** It has failed at one of the servers: the library waits for an answer that cannot come. */
    synchronized void failed(Throwable failure) {
        keep(failure);
        if (connecting != null) {
            connecting.interrupt();
        }
    }

    /** {@return all that has failed, in its order} */
    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** {@return the last subject that was refused, if that was since then} */
    Optional<Exception> deniedSince(long nanos) {
        Denial last = lastDenial;
        return last == null || last.nanos() - nanos < 0 ? Optional.empty() : Optional.of(last.failure());
    }

    /** {@return done when the connection is lost} */
    CompletableFuture<Void> lost() {
        return lost;
    }

    /**
     * Has a wait end when the subject is refused, or the connection lost.
     *
     * @param subject that something is sent to
     * @param wait to be completed by the answer
     */
    void watch(String subject, CompletableFuture<?> wait) {
        waiting.computeIfAbsent(subject, any -> ConcurrentHashMap.newKeySet()).add(wait);
        if (lost.isDone()) {
            wait.completeExceptionally(disconnected());
        }
    }

    /** Forgets a wait. */
    void unwatch(String subject, CompletableFuture<?> wait) {
        waiting.computeIfPresent(subject, (any, waits) -> {
            waits.remove(wait);
            return waits.isEmpty() ? null : waits;
        });
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        LinkException failure = new LinkException(ErrorLine.kind(error), "the server says: " + error, null);
        if (failure.kind() == Kind.DENIED) {
            denied(error, failure);
        } else {
            failed(failure);
        }
    }

    private void denied(String error, LinkException denial) {
        lastDenial = new Denial(denial, System.nanoTime());
        boolean allAnswers = ErrorLine.isAboutAllOf(error, inbox);
        waiting.forEach((subject, waits) -> {
            if (allAnswers || ErrorLine.isAbout(error, subject)) {
                waits.forEach(wait -> wait.completeExceptionally(denial));
            }
        });
    }

    /** The library tells by its own words only if both sides do not agree on TLS; what they want it tells besides. */
    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
        ServerInfo server = connection.getServerInfo();
        boolean wanted = connection.getOptions().isTLSRequired();
        if (server == ServerInfo.EMPTY_INFO) {
            keep(failure); // it has said nothing yet
        } else if (wanted && !server.isTLSRequired() && !server.isTLSAvailable()) {
            keep(new TlsMismatchException(false, failure));
        } else if (!wanted && server.isTLSRequired()) {
            keep(new TlsMismatchException(true, failure));
        } else {
            keep(failure);
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public void connectionEvent(Connection connection, ConnectionListener.Events type) {
        // the one with the time and the server is used
    }

    @Override
    public void connectionEvent(
            Connection connection, ConnectionListener.Events type, Long time, @Nullable String server) {
        boolean over = type == ConnectionListener.Events.DISCONNECTED || type == ConnectionListener.Events.CLOSED;
        if (over && isSettled()) {
            end();
        }
    }

    /** The connection is lost. */
    void end() {
        lost.complete(null);
        waiting.values().forEach(waits -> waits.forEach(wait -> wait.completeExceptionally(disconnected())));
    }

    private synchronized void keep(Throwable failure) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
    }

    private synchronized boolean isSettled() {
        return connecting == null;
    }

    private static LinkException disconnected() {
        return new LinkException(Kind.SILENT, "the connection is lost", null);
    }
}
