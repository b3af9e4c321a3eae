package io.mailslot.internal.death;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Who has the ticket of a starting process in the environment, and so may become that process. In a home that a group
 * shares it may be another user's, whose environments this user cannot read, and whose processes /proc may hide: then
 * whoever may be a carrier counts as one, and it is left to that user's processes to find out.
 */
final class TicketCarriers {
    private static final Path PROC = Path.of("/proc");
    private static final Path MOUNTS = PROC.resolve("self/mounts");
    private static final Path HELPER = Path.of("jspawnhelper");
    private static final long NOBODY = -1;

    /** Longer than environments are. */
    private static final int LARGE = 128 << 10;

    private final String wanted;
    private final Path folder;

    /** No program that was started before the child can have got the ticket from it; 0 if that is not known. */
    private final long earliestStart;

    /** Whether the program may be one of those that a JVM's helper is just about to become. */
    private final boolean mayBegin;

    private final byte[] buffer = new byte[LARGE];

    /**
     * Asks for one ticket.
     *
     * @param ticket of the starting process
     * @param home where it starts
     * @param record of the process
     * @param mayBegin whether its program may not have begun yet. Once that has, only those pass the ticket on who have it, and
     *     their helpers have their environment.
     */
    TicketCarriers(ClaimTicket ticket, HomePaths home, Region record, boolean mayBegin) {
        this.mayBegin = mayBegin;
        this.wanted = "\0" + ClaimTicket.ENVIRONMENT + "=" + ticket + "\0";
        this.folder = home.process(ticket.process().index(), ticket.process().generation());
        this.earliestStart = record.getLong(ProcessRecord.CHILD_START_TICKS_OFFSET);
    }

    /**
     * Whether there is a carrier, or may be one that cannot be seen. Reads all of /proc: for rare cases only.
     *
     * @throws MailslotException if that cannot be told
     */
    boolean mayExist() {
        String self = Long.toString(ProcessIdentity.self().pid());
        try {
            long owner = foreignOwner();
            if (owner != NOBODY && hidesOthers()) {
                return true;
            }
            try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (Path process : all) {
                    if (!process.endsWith(self) && mayCarry(process, owner)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (NoSuchFileException noProc) {
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            throw IoFailures.translate("look for a starting process", PROC, new IOException(e));
        }
    }

    /** The user whose child it is, if it is not this one's. */
    private long foreignOwner() throws IOException {
        if (!Files.exists(PROC.resolve("self"), LinkOption.NOFOLLOW_LINKS)
                || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return NOBODY;
        }
        long owner = user(folder);
        return owner == HomeDirectory.ownUser() ? NOBODY : owner;
    }

    private static long user(Path file) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether /proc may have been mounted so that it shows each user his own processes only. */
    private static boolean hidesOthers() throws IOException {
        return SystemFiles.read(MOUNTS)
                .lines()
                .map(mount -> mount.split(" "))
                .anyMatch(mount -> mount[1].equals(PROC.toString()) && mount[3].matches("(.*,)?hidepid=[^0o].*"));
    }

    /** One that has ended carries nothing. */
    private boolean mayCarry(Path process, long owner) throws IOException {
        try {
            // Asked first: then it either does still, or shows the program's environment.
            if (mayBegin && startsAProgram(process)) {
                return true;
            }
            String environment = environment(process);
            return environment.isEmpty()
                    ? !ProcessIdentity.hasNoEnvironment(pid(process))
                    : ("\0" + environment + "\0").contains(wanted);
        } catch (AccessDeniedException closed) {
            return owner != NOBODY && mayBeOf(process, owner);
        } catch (IOException e) {
            if (!ProcessIdentity.hasMemory(pid(process))) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Whether it is about to become a program that a JVM starts: the JDK's helper has been told the program's environment,
     * and has another one itself for these milliseconds, also when that JVM is dead by then.
     */
    private static boolean startsAProgram(Path process) throws IOException {
        try {
            return Files.readSymbolicLink(process.resolve("exe")).endsWith(HELPER);
        } catch (NoSuchFileException | AccessDeniedException endedOrClosed) {
            return false;
        }
    }

    /** Read at one go: of a process that becomes another program in between, it would end in the middle. */
    private String environment(Path process) throws IOException {
        try (InputStream in = Files.newInputStream(process.resolve("environ"))) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            String first = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            return length < buffer.length ? first : first + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private boolean mayBeOf(Path process, long owner) throws IOException {
        try {
            OptionalLong start = ProcessIdentity.startTicks(pid(process));
            return start.isPresent() && start.getAsLong() >= earliestStart && user(process) == owner;
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    private static long pid(Path process) {
        return Long.parseLong(process.getFileName().toString());
    }
}
