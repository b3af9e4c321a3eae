package io.mailslot.remote.internal.nats;

import java.io.IOException;

/** Only one of both sides wants TLS. */
final class TlsMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean wantedByServer;

    TlsMismatchException(boolean wantedByServer, Throwable cause) {
        super(cause.getMessage(), cause);
        this.wantedByServer = wantedByServer;
    }

    /** Whether it is the server that does. */
    boolean isWantedByServer() {
        return wantedByServer;
    }
}
