package io.mailslot.remote.internal.nats;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection's socket. The client library's own does not look at the name in the server's certificate: so whoever has a certificate
 * of the domain, which is every machine, could be the server to all others. And it tells nobody why a server has hung up.
 *
 * <p>Public because the client library makes it, by the name of its class.
 */
public final class SecurePort extends SocketDataPort {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private Options options;

    /** That below TLS, if there is TLS. */
    private @Nullable Socket plain;

    @Override
    public void afterConstruct(Options choice) {
        options = choice;
    }

    @Override
    public void upgradeToSecure() throws IOException {
        SSLSocket secure =
                (SSLSocket) options.getSslContext().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        plain = socket;
        socket = secure;
        in = secure.getInputStream();
        out = secure.getOutputStream();
        isSecure = true;
    }

    /** Has the reading end. A socket of TLS cannot do that, and the client library would wait for a second. */
    @Override
    public void shutdownInput() throws IOException {
        if (plain == null) {
            super.shutdownInput();
        } else {
            plain.shutdownInput();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = super.read(target, offset, length);
            if (count < 0) {
                tell(new EOFException("the server has closed the connection"));
            }
            return count;
        } catch (IOException failure) {
            tell(failure);
            throw failure;
        }
    }

    private void tell(IOException failure) {
        if (options.getErrorListener() instanceof Signals signals) {
            signals.failed(failure);
        }
    }
}
