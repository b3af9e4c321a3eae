package io.mailslot.remote.server;

import static org.awaitility.Awaitility.await;

import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of its own for a test: {@code nats-server} with JetStream, its store in a temporary folder. It can be killed and started
 * again with the same port and store. Tests that use it have {@link NeedsNatsServer}.
 */
public final class NatsServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final int HTTP_MILLIS = 2_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Jvms processes = Jvms.open();
    private final Path folder = Folders.make("mailslot-nats-");
    private final int port = Ports.free();
    private final int monitorPort = Ports.free();
    private final String name;
    private ServerSetup setup;
    private Child server;
    private int starts;

    private NatsServer(String name, ServerSetup setup) {
        this.name = name;
        this.setup = setup;
    }

    /** {@return one in plain text, for everybody, that is ready} */
    public static NatsServer start() {
        return start(ServerSetup.plain());
    }

    /**
     * Starts one.
     *
     * @param setup how it is configured
     * @return one that is ready
     */
    public static NatsServer start(ServerSetup setup) {
        NatsServer server = prepare("server-" + COUNT.incrementAndGet(), setup);
        try {
            server.restart();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** One that is not started yet. */
    static NatsServer prepare(String name, ServerSetup setup) {
        return new NatsServer(name, setup);
    }

    /** {@return its address, as {@code servers} of the options has it} */
    public String url() {
        return (setup.certificate().isPresent() ? "tls" : "nats") + "://"
                + setup.place().host() + ":" + port;
    }

    /** {@return the port that it listens on} */
    public int port() {
        return port;
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** Starts it, with the store that it had before, and waits until it is ready. */
    public void restart() {
        launch();
        awaitReady();
    }

    /**
     * Starts it with another configuration, and waits until it is ready.
     *
     * @param other how it is configured from now on
     */
    public void restart(ServerSetup other) {
        setup = other;
        restart();
    }

    /** Starts it, and does not wait. */
    void launch() {
        try {
            Path configuration = folder.resolve("nats-server.conf");
            Files.writeString(configuration, configuration());
            List<String> command = new ArrayList<>(setup.place().entrance());
            command.addAll(
                    List.of(Programs.find("nats-server").orElseThrow().toString(), "-c", configuration.toString()));
            server = processes
                    .program(command.toArray(String[]::new))
                    .withName(name)
                    .startedPlainly()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        starts++;
        return String.join(
                "\n",
                "server_name: " + name,
                "listen: \"" + setup.place().host() + ":" + port + "\"",
                "http: \"127.0.0.1:" + monitorPort + "\"",
                "log_file: \"" + logFile() + "\"",
                setup.jetStream()
                        ? "jetstream { store_dir: \"" + folder.resolve("store") + "\", max_mem: 64M, max_file: 64G }"
                        : "",
                setup.text(),
                "");
    }

    private Path logFile() {
        return folder.resolve("log-" + starts);
    }

    /** Waits until it serves. */
    void awaitReady() {
        await().alias(name + " is ready: " + logFile())
                .atMost(PATIENCE)
                .pollInterval(GLANCE)
                .until(() -> {
                    if (!server.isAlive()) {
                        throw new IllegalStateException("nats-server has ended: " + server.evidence() + log());
                    }
                    return isReady();
                });
    }

    /** Its monitor cannot be asked from another namespace. */
    private boolean isReady() {
        return setup.place().isHere() ? monitor("/healthz").contains("\"ok\"") : log().contains("Server is ready");
    }

    /** {@return what its monitor says to a path; empty if it does not answer} */
    public String monitor(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + monitorPort + path).toURL().openConnection();
            connection.setConnectTimeout(HTTP_MILLIS);
            connection.setReadTimeout(HTTP_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return "";
        }
    }

    /** {@return all that it has logged since it was started the last time} */
    public String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it by SIGKILL. */
    public void kill() {
        server.expectEnd().killNow();
    }

    /** Has it stand still, by SIGSTOP. */
    public void stop() {
        server.stop();
    }

    /** Has it go on. */
    public void resume() {
        server.resume();
    }

    /** {@return whether it runs} */
    public boolean isAlive() {
        return server != null && server.isAlive();
    }

    /** Ends it, and deletes its store. */
    @Override
    public void close() {
        try {
            if (isAlive()) {
                kill();
            }
            processes.close();
        } finally {
            Folders.delete(folder);
        }
    }
}
