package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ReceiverStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that a signal or a debugger has stopped, and what it keeps meanwhile.
 *
 * @param process that stands still
 * @param keeps what of it others need, or may come to need: parts of a sentence
 * @param awaited names of what others wait for that only it can give; none if nobody does
 */
public record Standstill(ProcessStatus process, List<String> keeps, List<String> awaited) {
    /**
     * Those of a home.
     *
     * @param home of a snapshot
     * @return one for each process that is stopped
     */
    public static List<Standstill> of(HomeSnapshot home) {
        Holders holders = new Holders(home);
        return home.processes().stream()
                .filter(process -> process.osState() == OsState.STOPPED)
                .map(process -> of(home, holders, process))
                .toList();
    }

    private static Standstill of(HomeSnapshot home, Holders holders, ProcessStatus process) {
        List<String> keeps = new ArrayList<>();
        List<String> awaited = new ArrayList<>();
        for (ObjectStatus object : home.objects()) {
            boolean owned = object.type() == ObjectType.MUTEX
                    && object.ownerProcessId().isPresent()
                    && holders.owner(object).filter(process::equals).isPresent();
            if (owned) {
                String name = object.name().startsWith("(") ? Words.address(object.objectId()) : object.name();
                keeps.add("owns mutex " + name + (object.waitedFor() ? ", for which somebody waits" : ""));
                if (object.waitedFor()) {
                    awaited.add(name);
                }
            }
        }
        for (MailslotStatus mailslot : home.mailslots()) {
            if (Words.isFull(mailslot) && receives(holders, process, mailslot)) {
                keeps.add("is a receiver of " + mailslot.name() + ", which is full");
                awaited.add(mailslot.name());
            }
        }
        return new Standstill(process, keeps, awaited);
    }

    private static boolean receives(Holders holders, ProcessStatus process, MailslotStatus mailslot) {
        return mailslot.receivers().stream()
                .filter(ReceiverStatus::open)
                .flatMap(receiver -> holders.of(receiver.objectId()).stream())
                .anyMatch(held -> held.process().equals(process));
    }
}
