package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes one connection, and makes sure that it is one that a link can use. */
final class Dialer implements AutoCloseable {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(4);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(1);

    /** A server that is out of reach, though no connection has ended, is noticed after three of them. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(3);

    private static final int MOST_PINGS_OUT = 2;

    private final NatsSettings settings;
    private final Subjects subjects;
    private final Refusals refusals;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;

    Dialer(NatsSettings settings, Subjects subjects) {
        this.settings = settings;
        this.subjects = subjects;
        this.refusals = new Refusals(settings);
        AtomicInteger count = new AtomicInteger();
        ThreadFactory daemons = task -> {
            Thread thread =
                    new Thread(task, "mailslot-bridge-nats-" + settings.machine() + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        this.threads = Executors.newCachedThreadPool(daemons);
        this.timer = new ScheduledThreadPoolExecutor(1, daemons);
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Tries each server once. The files of TLS are read anew, so that a new certificate is used from the next connection on.
     *
     * @throws LinkException {@code UNKNOWN} or {@code REFUSED} if a server has refused this machine, {@code SILENT} if none could be reached
     */
    Session dial() throws LinkException, InterruptedException {
        Signals signals = new Signals(subjects.inbox());
        Options options = options(signals);
        Session session = connect(options, signals);
        try {
            checkPermission(session);
            return session;
        } catch (LinkException | InterruptedException | RuntimeException e) {
            hangUp(session);
            throw e;
        }
    }

    /** Ends a session. */
    void hangUp(Session session) throws InterruptedException {
        session.connection().close();
    }

    private Session connect(Options options, Signals signals) throws LinkException, InterruptedException {
        signals.connecting();
        try {
            Connection connection = Nats.connect(options);
            signals.connected();
            if (connection.getStatus() != Connection.Status.CONNECTED) {
                signals.end(); // before anybody listened
            }
            return new Session(connection, signals);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            signals.connected();
            throw refusals.of(signals.failures(), e);
        }
    }

    /**
     * Whoever may not use this name is refused no connection, only what is done with it: this is told before anything is lost. A
     * refusal comes at once; an answer need not, as when the servers are choosing who leads.
     */
    private void checkPermission(Session session) throws LinkException, InterruptedException {
        String subject = "$JS.API.STREAM.INFO." + subjects.stream(settings.machine());
        try {
            session.ask("the server " + session.server() + " cannot be used", subject, new byte[0], ANSWER_TIME);
        } catch (LinkException e) {
            if (e.kind() == Kind.DENIED) {
                throw refusals.notPermitted(e);
            }
            if (Failures.isNobodyThere(e.getCause())) {
                throw new LinkException(
                        Kind.SILENT,
                        "the server " + session.server()
                                + " has no JetStream, or none that is ready; start it with -js",
                        e);
            }
            if (session.isLost()) {
                throw e;
            }
        }
    }

    private Options options(Signals signals) throws LinkException {
        Options.Builder builder = Options.builder()
                .servers(settings.servers().toArray(new String[0]))
                .ignoreDiscoveredServers()
                .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs)
                .noReconnect()
                .connectionTimeout(CONNECT_TIME)
                .connectionName("mailslot " + settings.machine())
                .inboxPrefix(subjects.inbox())
                .pingInterval(PING_INTERVAL)
                .maxPingsOut(MOST_PINGS_OUT)
                .errorListener(signals)
                .connectionListener(signals)
                .executor(threads)
                .connectExecutor(threads)
                .scheduledExecutor(timer)
                .callbackExecutor(new DirectExecutor())
                .dataPortType(SecurePort.class.getName())
                .reportNoResponders()
                .useTimeoutException()
                .advancedRequestBehavior();
        if (settings.tls().isPresent()) {
            builder.sslContext(TlsFiles.read(settings.tls().get()));
        }
        if (settings.login().isPresent()) {
            NatsSettings.Login login = settings.login().get();
            builder.userInfo(login.user().toCharArray(), TlsFiles.password(login.passwordFile()));
        }
        return builder.build();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }
}
