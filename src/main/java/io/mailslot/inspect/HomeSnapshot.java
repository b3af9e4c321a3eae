package io.mailslot.inspect;

import io.mailslot.api.InvalidNameException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A home as it was at one moment.
 *
 * @param home the home directory
 * @param consistent whether nothing changed while it was read; in a home that never rests it may have
 * @param processes its processes, dead ones that nobody has reaped yet included
 * @param objects its kernel objects that handles can name, by identity
 * @param mailslots its mailslots, by name
 * @param unseen what could not be looked at, and is not in the rest or without figures there; none if all was seen
 */
public record HomeSnapshot(
        Path home,
        boolean consistent,
        List<ProcessStatus> processes,
        List<ObjectStatus> objects,
        List<MailslotStatus> mailslots,
        List<Unseen> unseen) {
    /**
     * Copies the lists.
     *
     * @param home the home directory
     * @param consistent whether nothing changed while it was read
     * @param processes its processes
     * @param objects its kernel objects
     * @param mailslots its mailslots
     * @param unseen what could not be looked at
     */
    public HomeSnapshot {
        processes = List.copyOf(processes);
        objects = List.copyOf(objects);
        mailslots = List.copyOf(mailslots);
        unseen = List.copyOf(unseen);
    }

    /**
     * Finds a mailslot.
     *
     * @param name its name, in any of the forms and letter cases that mean the same
     * @return what was seen of it; empty if there is none
     * @throws InvalidNameException if no mailslot can have that name (3, 123, 206)
     */
    public Optional<MailslotStatus> mailslot(String name) {
        String key = MailslotName.parse(name).key();
        return mailslots.stream()
                .filter(mailslot -> ObjectName.keyOf(ObjectEntry.TYPE_MAILSLOT, mailslot.name())
                        .equals(key))
                .findFirst();
    }
}
