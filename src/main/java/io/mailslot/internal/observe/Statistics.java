package io.mailslot.internal.observe;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.MailslotStatistics;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells flight recordings, as often as they want it, what the mailslots of a home have come to. Thread-safe. */
public final class Statistics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

    private final Path home;

    /** Kept by the recorder: it knows the home's place, and nothing that is open there. Null before somebody records. */
    private Runnable telling;

    private boolean closed;

    /** Of a home. */
    public Statistics(Path home) {
        this.home = home;
    }

    /** Begins once somebody records. To be called now and then: nobody is told when that begins. */
    public void follow() {
        if (Flight.isRecorded()) {
            begin();
        }
    }

    private synchronized void begin() {
        if (telling == null && !closed) {
            Path place = home;
            Runnable tell = () -> tell(place);
            try {
                Flight.keepTelling(tell);
                telling = tell;
            } catch (RuntimeException refused) { // by a policy of the JVM: no reason not to be attached
                LOG.debug("no statistics of {} are recorded: {}", home, refused.toString());
                closed = true;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (telling != null) {
            Flight.stopTelling(telling);
            telling = null;
        }
    }

    private static void tell(Path home) {
        mailslots(home)
                .forEach(mailslot -> MailslotStatistics.tell(home.toString(), mailslot.name(), figures(mailslot)));
    }

    /** A home that cannot be looked at now can be later. */
    private static List<MailslotStatus> mailslots(Path home) {
        try {
            return HomeInspector.inspect(home)
                    .map(snapshot -> snapshot.mailslots())
                    .orElse(List.of());
        } catch (MailslotException cannotLook) {
            LOG.debug("no statistics of {}: {}", home, cannotLook.toString());
            return List.of();
        }
    }

    private static MailslotStatistics.Figures figures(MailslotStatus mailslot) {
        return new MailslotStatistics.Figures(
                mailslot.appendedMessages(),
                mailslot.appendedBytes(),
                mailslot.messageCount(),
                mailslot.missedMessages(),
                mailslot.capacity(),
                mailslot.sendersWait(),
                (int) mailslot.receivers().stream().filter(ReceiverStatus::open).count(),
                mailslot.senders());
    }
}
