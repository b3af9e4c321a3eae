package io.mailslot.remote.server;

import java.nio.file.Path;

/** A server that is configured by a whole file that was printed. Only its certificate, its address and its store are others. */
public final class PrintedConfig {
    private PrintedConfig() {}

    /**
     * Makes a setup of it.
     *
     * @param text the file
     * @param store where its store is
     * @return the same, with the certificates of the tests; the server is to be spoken to by TLS
     */
    public static ServerSetup of(String text, Path store) {
        Certificates files = Certificates.get();
        return ServerSetup.plain()
                .with(text.replaceAll("(?m)^(server_name|listen):.*$", "")
                        .replace("/var/lib/nats/jetstream", store.toString())
                        .replace("/etc/nats/ca.pem", files.pem("ca.pem").toString())
                        .replace("/etc/nats/server.", files.pem("server.").toString()));
    }
}
