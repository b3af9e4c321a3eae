package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one connection can do; useless once that is lost. */
final class Session {
    /** The version from which on the server that leads decides alone what all of a cluster store. */
    static final String EXACT = "2.12.3";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connection connection;
    private final Signals signals;
    private final JetStream jetStream;
    private final JetStreamManagement management;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /**
     * Begins to use a connection.
     *
     * @param connection that stands
     * @param signals what is told of it
     */
    Session(Connection connection, Signals signals) throws IOException {
        this.connection = connection;
        this.signals = signals;
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        this.jetStream = connection.jetStream(options);
        this.management = connection.jetStreamManagement(options);
    }

    /** Something that the client library does. */
    interface Action<T> {
        T run() throws IOException, JetStreamApiException;
    }

    Connection connection() {
        return connection;
    }

    JetStream jetStream() {
        return jetStream;
    }

    JetStreamManagement management() {
        return management;
    }

    /** {@return done when it is over} */
    CompletableFuture<Void> lost() {
        return signals.lost();
    }

    boolean isLost() {
        return signals.lost().isDone();
    }

    /** {@return whether this was not asked before in this session} */
    boolean isFirst(String stream) {
        return seen.add(stream);
    }

    /** Name, address and version of the server. */
    String server() {
        var info = connection.getServerInfo();
        String url = connection.getConnectedUrl();
        return info.getServerName() + " at " + (url == null ? info.getHost() + ":" + info.getPort() : url)
                + ", version " + info.getVersion();
    }

    /** Whether the server is one of several, and each of them decides by itself what it stores. */
    boolean isOldCluster() {
        var info = connection.getServerInfo();
        String cluster = info.getCluster();
        return cluster != null && !cluster.isEmpty() && isOlder(info.getVersion());
    }

    /** Whether that is known of a version: what cannot be read, as of somebody's own build, is not taken for old. */
    static boolean isOlder(@Nullable String version) {
        try {
            return version != null && Version.parse(version).compareTo(Version.parse(EXACT)) < 0;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** The longest frame that the server takes. */
    long maxPayload() {
        return connection.getMaxPayload();
    }

    /**
     * Sends, and waits for the answer, which is there earlier if the server refuses the subject.
     *
     * @throws LinkException why there is none
     */
    Message ask(String what, String subject, byte[] body, Duration time) throws LinkException, InterruptedException {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        signals.watch(subject, answer);
        try {
            connection.requestWithTimeout(subject, body, time).whenComplete((message, failure) -> {
                if (failure == null) {
                    answer.complete(message);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Failures.of(what, e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            throw Failures.of(what, e);
        } finally {
            signals.unwatch(subject, answer);
        }
    }

    /**
     * Asks for something about a stream. Not by the client library, which waits to the end if a subject is refused.
     *
     * @param operation the engine's word for it
     * @param body its JSON; may be empty
     */
    StreamInfo askAboutStream(String what, String operation, String name, String body)
            throws LinkException, InterruptedException {
        return askAboutStream(what, operation, name, body, PATIENCE);
    }

    /** The same, and waits no longer than this. */
    StreamInfo askAboutStream(String what, String operation, String name, String body, Duration time)
            throws LinkException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Message answer = ask(what, "$JS.API.STREAM." + operation + "." + name, bytes, time);
        try {
            return new StreamInfo(answer).throwOnHasError();
        } catch (JetStreamApiException e) {
            throw Failures.of(what, e);
        }
    }

    /**
     * Has the client library do something, and tells its failures as a link's.
     *
     * @param what it is, as the beginning of a sentence
     */
    <T> T manage(String what, Action<T> action) throws LinkException, InterruptedException {
        long began = System.nanoTime();
        try {
            return action.run();
        } catch (JetStreamApiException | RuntimeException e) {
            throw Failures.of(what, e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
            throw Failures.of(what, signals.deniedSince(began).orElse(e));
        }
    }
}
