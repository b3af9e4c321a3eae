package io.mailslot.launcher.top;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ReceiverStatus;
import io.mailslot.launcher.look.Bridging.Outbox;
import io.mailslot.launcher.look.Words;
import java.util.List;

/** What is said in one line of a mailslot that is full; why it is so a key tells. */
final class Urgent {
    private Urgent() {}

    /** Of one for whose room somebody sleeps. */
    static String of(HomeSnapshot home, MailslotStatus mailslot) {
        return "! " + mailslot.name() + ": " + senders(home, mailslot) + receivers(home, mailslot) + " (⏎ why)";
    }

    private static String senders(HomeSnapshot home, MailslotStatus mailslot) {
        long waiting = home.processes().stream()
                .flatMap(process -> process.waits().stream())
                .filter(wait -> wait.objectId() == mailslot.objectId())
                .count();
        return waiting == 0
                ? "senders sleep for room"
                : Words.count(waiting, "sender") + (waiting == 1 ? " sleeps for room" : " sleep for room");
    }

    private static String receivers(HomeSnapshot home, MailslotStatus mailslot) {
        List<Long> receivers =
                mailslot.receivers().stream().map(ReceiverStatus::objectId).toList();
        List<ProcessStatus> holders = home.processes().stream()
                .filter(process -> process.handles().stream().anyMatch(held -> receivers.contains(held.objectId())))
                .toList();
        if (holders.isEmpty()) {
            return Outbox.of(mailslot).isPresent() ? "; no bridge takes from it" : "; nobody receives";
        }
        return holders.stream()
                .filter(process -> process.osState() == ProcessStatus.OsState.STOPPED
                        || process.osState() == ProcessStatus.OsState.ENDED)
                .findFirst()
                .map(process -> "; receiver " + process.processId() + " is " + Words.state(process))
                .orElse("");
    }
}
