package io.mailslot.inspect;

import io.mailslot.api.InvalidNameException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectName;
import io.mailslot.internal.object.SyncName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A home as it was at one moment. Like all that it holds, it does not change, and is equal to another one with the same
 * parts.
 *
 * @since 0.1.0
 */
public interface HomeSnapshot {
    /**
     * A home that no process has ever attached to.
     *
     * @param home its directory, which need not exist
     * @return a snapshot of nothing
     */
    static HomeSnapshot empty(Path home) {
        return new Seen.Home(
                Objects.requireNonNull(home, "home"),
                Instant.now(),
                Seen.Tables.NONE,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** {@return the home directory} */
    Path home();

    /** {@return when it was taken} */
    Instant takenAt();

    /** {@return the version of the home's layout; 0 if there is no home} */
    int layoutVersion();

    /** {@return the boot of the machine in which the home was begun; all zeros where the system hides it} */
    UUID bootId();

    /** {@return whether that boot goes on: else nobody of the home lives, whoever has the same process ids now} */
    boolean ofThisBoot();

    /** {@return how many changes were completed since it was begun: each handle that was opened or closed is one} */
    long changes();

    /** {@return whether a change was going on, or its maker died in it} */
    boolean dirty();

    /**
     * {@return whether somebody has the kernel lock, as far as the system lists it when that is first asked for: to list locks holds
     * up all who take some}
     */
    boolean locked();

    /** {@return the process that has the kernel lock, or had it last; 0 if nobody ever had} */
    long lockedBy();

    /** {@return since when it has, or had, the lock; empty if nobody ever had} */
    Optional<Instant> lockedSince();

    /** {@return whether nothing changed while it was read; in a home that never rests it may have} */
    boolean consistent();

    /** {@return its processes, dead ones that nobody has reaped yet included} */
    List<ProcessStatus> processes();

    /** {@return its kernel objects that handles can name, by identity} */
    List<ObjectStatus> objects();

    /** {@return its mailslots, by name} */
    List<MailslotStatus> mailslots();

    /** {@return the file system that it lies on; empty if that was not asked for with {@link Detail#FILE_SYSTEM}, or there is none} */
    Optional<FileSystemStatus> fileSystem();

    /** {@return the errors that its processes have met; empty if that was not asked for with {@link Detail#ERRORS}, or cannot be read} */
    Optional<ErrorLogStatus> errorLog();

    /** {@return what could not be looked at, and is not in the rest or without figures there; none if all was seen} */
    List<Unseen> unseen();

    /**
     * Finds a mailslot.
     *
     * @param name its name, in any of the forms and letter cases that mean the same
     * @return what was seen of it; empty if there is none
     * @throws InvalidNameException if no mailslot can have that name (3, 123, 206)
     */
    default Optional<MailslotStatus> mailslot(String name) {
        String key = MailslotName.parse(name).key();
        return mailslots().stream()
                .filter(mailslot -> ObjectName.keyOf(ObjectEntry.TYPE_MAILSLOT, mailslot.name())
                        .equals(key))
                .findFirst();
    }

    /**
     * Finds an event, a semaphore or a mutex, which share one namespace.
     *
     * @param name its name, with or without {@code Local\} or {@code Global\}; cases are distinguished
     * @return what was seen of it; empty if there is none
     * @throws InvalidNameException if none of them can have that name (3, 123, 206)
     */
    default Optional<ObjectStatus> syncObject(String name) {
        String plain = SyncName.parse(name).text();
        return objects().stream()
                .filter(object -> switch (object.type()) {
                    case EVENT, SEMAPHORE, MUTEX -> object.name().equals(plain);
                    default -> false;
                })
                .findFirst();
    }
}
