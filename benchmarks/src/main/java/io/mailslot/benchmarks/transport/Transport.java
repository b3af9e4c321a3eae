package io.mailslot.benchmarks.transport;

import io.mailslot.api.WaitStrategy;
import java.io.IOException;
import net.openhft.chronicle.threads.Pauser;
import org.agrona.concurrent.BackoffIdleStrategy;

/** Who carries the messages. What is opened stays open until the JVM ends. */
public enum Transport {
    /** The library, asked without pause. */
    MAILSLOT(MailslotTransport::polling, port -> MailslotTransport.outbox(port, WaitStrategy.ADAPTIVE)),
    /** The library, with its default strategy. */
    MAILSLOT_ADAPTIVE(
            port -> MailslotTransport.reading(port, WaitStrategy.ADAPTIVE),
            port -> MailslotTransport.outbox(port, WaitStrategy.ADAPTIVE)),
    /** The library, sleeping at once. */
    MAILSLOT_SLEEP(
            port -> MailslotTransport.reading(port, WaitStrategy.SLEEP),
            port -> MailslotTransport.outbox(port, WaitStrategy.SLEEP)),
    /** The library, never sleeping. */
    MAILSLOT_SPIN(
            port -> MailslotTransport.reading(port, WaitStrategy.SPIN),
            port -> MailslotTransport.outbox(port, WaitStrategy.SPIN)),
    /** The library's way to sleep without its queue: what a wake-up costs that carries nothing. */
    SIGNAL_WORD(WordTransport::inbox, WordTransport::outbox),
    /** A queue that is asked without pause. */
    CHRONICLE(ChronicleTransport::polling, ChronicleTransport::outbox),
    /** A queue as its authors recommend it for those who care for the processor. */
    CHRONICLE_BACKOFF(port -> ChronicleTransport.pausing(port, Pauser.balanced()), ChronicleTransport::outbox),
    /** Aeron's IPC, asked without pause. */
    AERON(port -> AeronTransport.inbox(port, port.idle()), AeronTransport::outbox),
    /** Aeron's IPC with its default idle strategy. */
    AERON_BACKOFF(port -> AeronTransport.inbox(port, new BackoffIdleStrategy()), AeronTransport::outbox),
    /** Agrona's ring for many producers in a mapped file. */
    RING(RingTransport::inbox, RingTransport::outbox),
    /** A Unix-domain socket. */
    UNIX_SOCKET(StreamTransport::unixInbox, StreamTransport::unixOutbox),
    /** A TCP connection over the loopback device. */
    TCP(StreamTransport::tcpInbox, StreamTransport::tcpOutbox),
    /** A named pipe. */
    PIPE(StreamTransport::pipeInbox, StreamTransport::pipeOutbox),
    /** ZeroMQ's pipeline in Java over TCP; a broadcast is a publication that loses nothing. */
    JEROMQ(JeroMqTransport::inbox, JeroMqTransport::outbox),
    /** The library and its bridges, to another home; a server is announced, and bridges run. */
    REMOTE_MAILSLOT(RemoteTransport::inbox, RemoteTransport::outbox),
    /** Single messages that a NATS server stores and a consumer acknowledges; a server is announced. */
    JETSTREAM(JetStreamTransport::inbox, JetStreamTransport::outbox),
    /** The same, each sent when the one before is stored. */
    JETSTREAM_ONE_AT_A_TIME(JetStreamTransport::inbox, JetStreamTransport::outboxOfOneAtATime),
    /** Single messages that a NATS server passes on and does not store; a server is announced. */
    CORE_NATS(CoreNatsTransport::inbox, CoreNatsTransport::outbox),
    /** Nothing: a JVM whose threads wait in Java for what never comes. */
    NOBODY(port -> (most, arrived) -> Pauses.never(), port -> message -> {});

    private final Opening<Inbox> inbox;
    private final Opening<Outbox> outbox;

    Transport(Opening<Inbox> inbox, Opening<Outbox> outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /**
     * Opens the receiving end.
     *
     * @param port which
     * @return the end
     * @throws IOException if it cannot be opened
     */
    public Inbox inbox(Port port) throws IOException {
        return inbox.open(port);
    }

    /**
     * Opens the sending end.
     *
     * @param port which
     * @return the end
     * @throws IOException if it cannot be opened
     */
    public Outbox outbox(Port port) throws IOException {
        return outbox.open(port);
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open(Port port) throws IOException;
    }
}
