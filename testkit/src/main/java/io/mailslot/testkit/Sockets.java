package io.mailslot.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Where children of a test say hello: at a socket that only this JVM's user can reach, and at one for each other user as whom
 * children run. Whoever could reach it could have this JVM read objects of his own making.
 */
final class Sockets implements Closeable {
    private static final String THREAD = ChildSide.THREAD;
    private static final long LOOK_MILLIS = 10;

    private final Path place;
    private final BiConsumer<Path, Connection> visitors;
    private final List<ServerSocketChannel> servers = new CopyOnWriteArrayList<>();
    private final Map<String, Path> ofUsers = new HashMap<>();
    private final Path own;
    private boolean closed;

    /**
     * Opens the first one.
     *
     * @param place a folder that nobody else may enter
     * @param visitors whoever comes, and by which socket, each in a thread of its own
     */
    Sockets(Path place, BiConsumer<Path, Connection> visitors) throws IOException {
        this.place = place;
        this.visitors = visitors;
        this.own = open("s");
    }

    private Path open(String name) throws IOException {
        Path socket = place.resolve(name);
        listen(bind(socket), socket);
        return socket;
    }

    private ServerSocketChannel bind(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Hears those who come by a socket that will be found there. */
    private void listen(ServerSocketChannel server, Path socket) {
        servers.add(server);
        TestRun.daemon(THREAD + "-accept", () -> accept(server, socket));
    }

    /** Until the test has ended; descriptors, threads or memory may all be in use for a moment. */
    private void accept(ServerSocketChannel server, Path socket) {
        SocketChannel accepted = null;
        while (server.isOpen()) {
            try {
                accepted = accepted == null ? server.accept() : accepted;
                Connection connection = new Connection(accepted);
                // one that stands still holds no other up
                TestRun.daemon(THREAD + "-child", () -> visitors.accept(socket, connection));
                accepted = null;
            } catch (ClosedChannelException end) {
                return;
            } catch (IOException | OutOfMemoryError notNow) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        }
    }

    /** That of this JVM's user. */
    Path own() {
        return own;
    }

    /**
     * That of another user, who alone may connect to it, beside superusers: it is given to him before it is where he can come. The folder of
     * all tests can be passed through then, but not be looked at.
     */
    synchronized Path of(String user) throws IOException {
        Path known = ofUsers.get(user);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IOException("the test has ended");
        }
        Path made = place.resolve("s" + servers.size());
        Path socket = place.resolveSibling(place.getFileName() + "-" + made.getFileName());
        ServerSocketChannel server = bind(made);
        try {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.setOwner(
                    made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
            Files.setPosixFilePermissions(place.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
            Files.move(made, socket);
        } catch (IOException e) {
            server.close();
            Files.deleteIfExists(made);
            throw new IOException(
                    "user '" + user
                            + "' cannot be given a socket to connect to, which takes a superuser, and a user that"
                            + " there is, or a number: " + e,
                    e);
        }
        ofUsers.put(user, socket);
        listen(server, socket);
        return socket;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ServerSocketChannel server : servers) {
            server.close();
        }
        for (Path socket : ofUsers.values()) {
            Files.deleteIfExists(socket);
        }
    }
}
