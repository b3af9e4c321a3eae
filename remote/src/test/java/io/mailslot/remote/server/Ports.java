package io.mailslot.remote.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of loopback. They are below those that the system gives to connections: else, while a server is killed, whoever tries to
 * connect to it may be given its port, and so be connected to himself.
 */
final class Ports {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    /** Test JVMs side by side have ports of their own: else one may be given that of another one's server, while that is killed. */
    private static final int SHARES = 8;

    private static final int SHARE = Integer.getInteger("mailslot.tests.fork", 1) % SHARES;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    static synchronized int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST) / SHARES * SHARES + SHARE;
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
