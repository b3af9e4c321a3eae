package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Transport;
import java.util.Locale;

/** Who takes part in {@link PeerRace}. */
enum Contestant {
    MAILSLOT("Mailslot", Transport.MAILSLOT, false),
    MAILSLOT_READ("Mailslot, blocking read", Transport.MAILSLOT_ADAPTIVE, false),
    AERON("Aeron IPC", Transport.AERON, false),
    RING("Agrona ring", Transport.RING, false),
    CHRONICLE("Chronicle Queue", Transport.CHRONICLE, true),
    UNIX_SOCKET("Unix socket", Transport.UNIX_SOCKET, false),
    /** Takes as large batches as it can, whatever the others take. */
    UNIX_SOCKET_64K("Unix socket, 64 KiB a write", Transport.UNIX_SOCKET, false),
    PIPE("named pipe", Transport.PIPE, false),
    TCP("TCP loopback", Transport.TCP, false),
    JEROMQ("JeroMQ", Transport.JEROMQ, false);

    private static final int SOCKET_BATCH_BYTES = 64 << 10;

    private final String title;
    private final Transport transport;
    private final boolean keeps;

    Contestant(String title, Transport transport, boolean keeps) {
        this.title = title;
        this.transport = transport;
        this.keeps = keeps;
    }

    /** As the command line and the files of results have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    Transport transport() {
        return transport;
    }

    boolean isMailslot() {
        return name().startsWith("MAILSLOT");
    }

    /** Whether senders never wait for receivers, so that what they send must fit the memory. */
    boolean keepsMessages() {
        return keeps;
    }

    /** Messages in a batch where others take so many. */
    int batch(int others, int size) {
        return this == UNIX_SOCKET_64K ? SOCKET_BATCH_BYTES / (size + Integer.BYTES) : others;
    }
}
