package io.mailslot.launcher.sync;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ReceiverStatus;
import java.util.Optional;

/** Whether a mailslot has a message, as looks see it; one that has come and was read between two looks counts, too. */
final class Arrival {
    private final String mailslot;

    /** The mailslot that had the name at the first look; 0 if none had. */
    private long first;

    /** How many messages had ever been sent to that one. */
    private long sent;

    private boolean looked;

    Arrival(String mailslot) {
        this.mailslot = mailslot;
    }

    /** Whether there is an unread message, or one has come since this was first asked. */
    boolean isThere(HomeSnapshot home) {
        Optional<MailslotStatus> found = home.mailslot(mailslot);
        if (!looked) {
            looked = true;
            first = found.map(MailslotStatus::objectId).orElse(0L);
            sent = found.map(MailslotStatus::appendedMessages).orElse(0L);
        }
        return found.filter(status -> hasCome(status) || isUnread(home, status)).isPresent();
    }

    private boolean hasCome(MailslotStatus status) {
        return status.appendedMessages() > (status.objectId() == first ? sent : 0);
    }

    /** Nobody will read what a process has left that is dead, unless a cursor keeps it. */
    private static boolean isUnread(HomeSnapshot home, MailslotStatus status) {
        return status.receivers().stream()
                .anyMatch(receiver -> receiver.messageCount() > 0
                        && (receiver.cursor().isPresent() || isHeldByTheLiving(home, receiver)));
    }

    private static boolean isHeldByTheLiving(HomeSnapshot home, ReceiverStatus receiver) {
        return home.processes().stream()
                .filter(ProcessStatus::alive)
                .flatMap(process -> process.handles().stream())
                .anyMatch(handle -> handle.objectId() == receiver.objectId());
    }
}
