package io.mailslot.remote.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A way from loopback to a server that can be cut: then no byte passes and nobody is told, as with a cable that was pulled. Bytes that
 * were sent meanwhile pass once it is whole again, as TCP sends them again. It may be a slow one.
 */
public final class Cable implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final int target;
    private final long bytesPerSecond;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean cut;
    private boolean closed;

    private Cable(int target, long bytesPerSecond) throws IOException {
        this.target = target;
        this.bytesPerSecond = bytesPerSecond;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("cable", this::accept);
    }

    /** Leads to a port of loopback. */
    public static Cable to(int port) throws IOException {
        return slowTo(port, Long.MAX_VALUE);
    }

    /** Leads to a port of loopback, and lets so many bytes pass in a second, each way. */
    public static Cable slowTo(int port, long bytesPerSecond) throws IOException {
        return new Cable(port, bytesPerSecond);
    }

    /** {@return the port at this end} */
    public int port() {
        return server.getLocalPort();
    }

    /** Lets no byte pass. */
    public synchronized void cut() {
        cut = true;
    }

    /** Lets bytes pass. */
    public synchronized void mend() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut && !closed) {
            wait();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                sockets.add(near);
                daemon("cable-opens", () -> join(near));
            } catch (IOException end) {
                return;
            }
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        sockets.add(far);
        try {
            awaitWhole();
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            daemon("cable-there", () -> pass(near, far));
            pass(far, near);
        } catch (IOException | InterruptedException end) {
            end(near, far);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitWhole();
                LockSupport.parkNanos((long) (1e9 * count / bytesPerSecond));
                out.write(buffer, 0, count);
            }
        } catch (IOException | InterruptedException end) {
            // as a socket that ends
        }
        end(from, to);
    }

    /** An end passes as bytes do. */
    private void end(Socket from, Socket to) {
        try {
            awaitWhole();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
        sockets.removeAll(List.of(from, to));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket of the test cannot be closed", e);
        }
    }

    private static void daemon(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.close();
        sockets.forEach(Cable::close);
    }
}
