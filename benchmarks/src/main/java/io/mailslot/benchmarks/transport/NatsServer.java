package io.mailslot.benchmarks.transport;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** A NATS server of this machine, for one run, whose store is in the folder of the run. */
public final class NatsServer implements AutoCloseable {
    /** The file that tells its address. */
    static final String ANNOUNCED = "server.nats";

    private final Process process;

    private NatsServer(Process process) {
        this.process = process;
    }

    /**
     * Starts one, and waits until it can be reached.
     *
     * @param folder of the run
     * @return the server, which is killed when it is closed
     * @throws IOException if it does not start
     */
    public static NatsServer start(Path folder) throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        "nats-server",
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-js",
                        "-sd",
                        folder.resolve("store").toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("server.log").toFile()))
                .start();
        NatsServer server = new NatsServer(process);
        Pauses.until("the server at port " + port, () -> listens(port));
        Announcement.make(folder.resolve(ANNOUNCED), "nats://127.0.0.1:" + port);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Connects to the server of a run. */
    static Connection connect(Path folder) throws IOException {
        try {
            return Nats.connect(Options.builder()
                    .server(Announcement.await(folder.resolve(ANNOUNCED)))
                    .connectionTimeout(Duration.ofSeconds(10))
                    .maxMessagesInOutgoingQueue(0)
                    .build());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
