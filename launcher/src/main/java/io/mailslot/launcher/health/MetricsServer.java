package io.mailslot.launcher.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A port at which {@code GET /metrics} is answered, and nothing else. Whoever is slow to ask, or to read, has a moment for it;
 * so many threads wait for such people at most, and so many connections are open.
 */
final class MetricsServer {
    private static final String PATH = "/metrics";
    private static final int THREADS = 128;

    /** Whoever is here first may not keep others out by being here. */
    private static final int CONNECTIONS = 4096;

    private static final int BACKLOG = 128;

    /** To ask, which is a few hundred bytes. */
    private static final int SECONDS = 2;

    /** To be answered: by a machine that has much else to do, and over a network. */
    private static final int ANSWER_SECONDS = 10;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NO_METHOD = 405;
    private static final int FAILED = 503;

    private final Source source;

    private MetricsServer(Source source) {
        this.source = source;
    }

    /** Where the text comes from. */
    @FunctionalInterface
    interface Source {
        /** The text as it is now; a {@link RuntimeException} tells why there is none. */
        String get() throws IOException;
    }

    /**
     * Begins to listen.
     *
     * @return the address, with the port that was found for 0
     */
    static InetSocketAddress start(InetSocketAddress address, Source source) throws IOException {
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(ANSWER_SECONDS));
        System.setProperty("sun.net.httpserver.idleInterval", String.valueOf(SECONDS));
        System.setProperty("sun.net.httpserver.maxIdleConnections", String.valueOf(THREADS));
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS)); // of later JDKs
        HttpServer server = HttpServer.create(address, BACKLOG);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", new MetricsServer(source)::answer);
        server.start();
        return server.getAddress();
    }

    /**
     * Reads {@code PORT}, {@code HOST:PORT} or {@code [HOST]:PORT}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0 || colon == 0) {
            throw wrong(text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            InetAddress address = colon < 0 ? InetAddress.getByName("127.0.0.1") : InetAddress.getByName(host);
            return new InetSocketAddress(address, port);
        } catch (IllegalArgumentException | UnknownHostException none) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "--listen takes a port, or an address and a port such as 127.0.0.1:9469 or [::1]:9469, not '" + text
                        + "'");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!PATH.equals(exchange.getRequestURI().getPath())) {
                send(exchange, NOT_FOUND, "text/plain; charset=utf-8", "there is only " + PATH + "\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                send(exchange, NO_METHOD, "text/plain; charset=utf-8", "only GET\n");
            } else {
                metrics(exchange);
            }
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String text;
        try {
            text = source.get();
        } catch (IOException | RuntimeException failure) {
            send(exchange, FAILED, "text/plain; charset=utf-8", failure.getMessage() + "\n");
            return;
        }
        send(exchange, OK, Exposition.CONTENT_TYPE, text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
