package io.mailslot.benchmarks.wait;

import io.mailslot.api.WaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.threads.Pauser;
import org.agrona.concurrent.BackoffIdleStrategy;

/** Who carries the messages. What is opened stays open until the JVM ends. */
enum Transport {
    /** The library, with its default strategy. */
    MAILSLOT_ADAPTIVE {
        @Override
        Inbox inbox(Path folder, String name) {
            return MailslotTransport.inbox(folder, name, WaitStrategy.ADAPTIVE);
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return MailslotTransport.outbox(folder, name, WaitStrategy.ADAPTIVE);
        }
    },
    /** The library, sleeping at once. */
    MAILSLOT_SLEEP {
        @Override
        Inbox inbox(Path folder, String name) {
            return MailslotTransport.inbox(folder, name, WaitStrategy.SLEEP);
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return MailslotTransport.outbox(folder, name, WaitStrategy.SLEEP);
        }
    },
    /** The library, never sleeping. */
    MAILSLOT_SPIN {
        @Override
        Inbox inbox(Path folder, String name) {
            return MailslotTransport.inbox(folder, name, WaitStrategy.SPIN);
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return MailslotTransport.outbox(folder, name, WaitStrategy.SPIN);
        }
    },
    /** The library's way to sleep without its queue: what a wake-up costs that carries nothing. */
    SIGNAL_WORD {
        @Override
        Inbox inbox(Path folder, String name) throws IOException {
            return WordTransport.inbox(folder.resolve(name));
        }

        @Override
        Outbox outbox(Path folder, String name) throws IOException {
            return WordTransport.outbox(folder.resolve(name));
        }
    },
    /** A queue as its authors recommend it for those who care for the processor. */
    CHRONICLE_BACKOFF {
        @Override
        Inbox inbox(Path folder, String name) {
            return ChronicleTransport.inbox(folder.resolve(name), Pauser.balanced());
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return ChronicleTransport.outbox(folder.resolve(name));
        }
    },
    /** A queue that is asked without pause. */
    CHRONICLE_SPIN {
        @Override
        Inbox inbox(Path folder, String name) {
            return ChronicleTransport.inbox(folder.resolve(name), null);
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return ChronicleTransport.outbox(folder.resolve(name));
        }
    },
    /** Aeron's IPC with its default idle strategy; the driver is in the sender's JVM. */
    AERON_BACKOFF {
        @Override
        Inbox inbox(Path folder, String name) {
            return AeronTransport.inbox(folder.resolve("driver"), name, new BackoffIdleStrategy());
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return AeronTransport.outbox(folder.resolve("driver"), name);
        }
    },
    /** Nothing: a JVM whose threads wait in Java for what never comes. */
    NOBODY {
        @Override
        Inbox inbox(Path folder, String name) {
            return buffer -> Side.never();
        }

        @Override
        Outbox outbox(Path folder, String name) {
            return message -> {};
        }
    };

    abstract Inbox inbox(Path folder, String name) throws IOException;

    abstract Outbox outbox(Path folder, String name) throws IOException;
}
