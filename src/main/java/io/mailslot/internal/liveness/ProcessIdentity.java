package io.mailslot.internal.liveness;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.NativeAccess;
import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Tells one process from every other that ever ran on this machine. A pid alone does not: it is used again. The start
 * time is in raw clock ticks since boot, which clock changes do not move, nor the time namespace of whoever reads it.
 *
 * @param pid the process id in its own namespace
 * @param startTicks when it started, in clock ticks since boot; milliseconds since 1970 where there is no /proc
 * @param pidNamespace inode of the pid namespace in which the pid means something; 0 where there is none
 */
public record ProcessIdentity(long pid, long startTicks, long pidNamespace) {
    private static final int TICKS_PER_SECOND = 100;
    private static final int NANOS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;

    private static final Path OWN_STAT = Path.of("/proc/self/stat");
    private static final Path TIME_OFFSETS = Path.of("/proc/self/timens_offsets");
    private static final Path OWN_PID_NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /*
     * Each is null until it could be told. Who cannot look fails, and the next one looks again: a guess would make this
     * process another one, or this boot.
     */

    /** By how much the clock of this JVM's time namespace is ahead of the machine's: /proc tells whoever asks by his own. */
    private static volatile Long aheadTicks;

    private static volatile ProcessIdentity self;
    private static volatile UUID boot;
    private static final int FIELD_STATE = 3;
    private static final int FIELD_START_TIME = 22;
    private static final int FIELD_MEMORY = 23;
    private static final int FIELD_CODE_START = 26;
    private static final int FIELD_ENVIRONMENT_START = 50;
    private static final int FIELD_ENVIRONMENT_END = 51;

    /** As a record has it. Written out because a fresh JVM generates that of a record when it is first asked: 40 ms, under a lock. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessIdentity that
                && pid == that.pid
                && startTicks == that.startTicks
                && pidNamespace == that.pidNamespace;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * pid + startTicks) ^ Long.hashCode(pidNamespace);
    }

    /**
     * This JVM. Never fails once {@link #requireTold} has gone well.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told, because /proc cannot be read
     */
    public static ProcessIdentity self() {
        ProcessIdentity known = self;
        if (known == null) {
            long pid = ProcessHandle.current().pid();
            known = new ProcessIdentity(pid, startTicks(pid).orElse(0), readPidNamespace());
            self = known;
        }
        return known;
    }

    /**
     * Identifies the current boot of the machine; all zeros where the system hides it.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be looked at now
     */
    public static UUID bootId() {
        UUID known = boot;
        if (known == null) {
            known = readBootId();
            boot = known;
        }
        return known;
    }

    /**
     * Whether that very process runs now. A zombie does not. Only for processes in this JVM's pid namespace.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told, because /proc cannot be read
     */
    public static boolean runs(long pid, long startTicks) {
        OptionalLong start = startTicks(pid);
        return start.isPresent() && start.getAsLong() == startTicks;
    }

    /**
     * Whether a pid means that very process, which runs or is a zombie. Only for processes in this JVM's pid namespace;
     * where there is no /proc, a zombie is not told.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told, because /proc cannot be read
     */
    public static boolean exists(long pid, long startTicks) {
        return hasProc()
                ? readStat(pid).map(stat -> startTicks(stat) == startTicks).orElse(false)
                : runs(pid, startTicks);
    }

    /**
     * In which state that very process is, by the letter of the system: {@code T} if it is stopped, {@code Z} for a zombie. Only
     * for processes in this JVM's pid namespace; where there is no /proc, {@code R} if it runs.
     *
     * @return empty if there is no such process any more
     * @throws io.mailslot.api.MailslotException if that cannot be told, because /proc cannot be read
     */
    public static Optional<String> state(long pid, long startTicks) {
        if (!hasProc()) {
            return runs(pid, startTicks) ? Optional.of("R") : Optional.empty();
        }
        Optional<String[]> stat = readStat(pid);
        return stat.isPresent() && startTicks(stat.get()) == startTicks ? Optional.of(stat.get()[0]) : Optional.empty();
    }

    /**
     * When a process of this JVM's pid namespace started.
     *
     * @param pid its process id
     * @return clock ticks since boot; empty if it has ended, a zombie included
     * @throws io.mailslot.api.MailslotException if that cannot be told, because /proc cannot be read
     */
    public static OptionalLong startTicks(long pid) {
        if (!hasProc()) {
            return startMillis(pid);
        }
        Optional<String[]> stat = readStat(pid).filter(fields -> !fields[0].equals("Z") && !fields[0].equals("X"));
        return stat.isPresent() ? OptionalLong.of(startTicks(stat.get())) : OptionalLong.empty();
    }

    /**
     * Whether a process of this JVM's pid namespace has memory: one that has ended has none, and neither have the threads
     * of the system itself.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told
     */
    public static boolean hasMemory(long pid) {
        return readStat(pid).map(stat -> !isZero(stat, FIELD_MEMORY)).orElse(false);
    }

    /**
     * Whether a process of this JVM's pid namespace that shows no environment has none. One that is becoming another program
     * shows none for a moment, though it passes on what it has.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told
     */
    public static boolean hasNoEnvironment(long pid) {
        return readStat(pid)
                .map(stat -> isZero(stat, FIELD_MEMORY) || isEnvironmentEmpty(stat))
                .orElse(true);
    }

    /** The system places the environment first and says where the code is then. */
    private static boolean isEnvironmentEmpty(String[] stat) {
        return stat.length > FIELD_ENVIRONMENT_END - FIELD_STATE
                && !isZero(stat, FIELD_CODE_START)
                && stat[FIELD_ENVIRONMENT_START - FIELD_STATE].equals(stat[FIELD_ENVIRONMENT_END - FIELD_STATE]);
    }

    private static boolean isZero(String[] stat, int field) {
        return stat[field - FIELD_STATE].equals("0");
    }

    /**
     * Fails where nothing tells this process from others with the same pid, as each container has them.
     *
     * @throws HomeException if this is a Linux without /proc
     * @throws io.mailslot.api.MailslotException if it cannot be looked at now
     */
    public static void requireTold() {
        if (NativeAccess.isLinux() && !hasProc()) {
            throw new HomeException(
                    ErrorCode.NOT_SUPPORTED,
                    "there is no /proc here, which alone tells the processes of a machine apart; mount it (mount -t proc proc"
                            + " /proc)");
        }
        self();
    }

    private static boolean hasProc() {
        try {
            return IoFailures.exists(OWN_STAT);
        } catch (IOException e) {
            throw IoFailures.translate("look for /proc", OWN_STAT, e);
        }
    }

    /** Empty if there is no such process; that it cannot be looked at says nothing about it. */
    private static Optional<String[]> readStat(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        Path stat = process.resolve("stat");
        try {
            return Optional.of(fieldsFromState(SystemFiles.read(stat)));
        } catch (IOException e) {
            // one that ends between open and read shows as a failure of the read
            if (Files.notExists(process)) {
                return Optional.empty();
            }
            throw IoFailures.translate("look at process " + pid, stat, e);
        }
    }

    private static long startTicks(String[] fields) {
        Long ahead = aheadTicks;
        if (ahead == null) {
            ahead = readAheadTicks(TIME_OFFSETS);
            aheadTicks = ahead;
        }
        return Long.parseLong(fields[FIELD_START_TIME - FIELD_STATE]) - ahead;
    }

    /**
     * Reads by how much clocks are ahead: a line has the name of a clock, seconds and nanoseconds.
     *
     * @param offsets where the system tells; missing where it knows no time namespaces
     * @return clock ticks
     */
    static long readAheadTicks(Path offsets) {
        try {
            for (String line : SystemFiles.read(offsets).lines().toList()) {
                String[] words = line.trim().split("\\s+");
                if (words[0].equals("boottime")) {
                    return Long.parseLong(words[1]) * TICKS_PER_SECOND + Long.parseLong(words[2]) / NANOS_PER_TICK;
                }
            }
            return 0;
        } catch (NoSuchFileException noSuchNamespaces) {
            return 0;
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw untold("tell the time namespace of this process", offsets, e);
        }
    }

    /**
     * What is there and cannot be read says nothing. Where it is denied for good this process cannot be a member: with a
     * guess others, or it, would take the living for dead.
     */
    static MailslotException untold(String action, Path where, Exception cause) {
        if (cause instanceof AccessDeniedException) {
            return new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot " + action + ": access to " + where
                            + " is denied, and without it this process cannot be told from"
                            + " others with the same pid; have the container or the security module (AppArmor, SELinux)"
                            + " allow to read it",
                    cause);
        }
        IOException failure = cause instanceof IOException io
                ? io
                : new IOException("it has unknown content: " + cause.getMessage(), cause);
        return IoFailures.translate(action, where, failure);
    }

    /** The fields of a stat line from the state on; the command before it may hold blanks and parentheses. */
    private static String[] fieldsFromState(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static OptionalLong startMillis(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(start -> OptionalLong.of(start.toEpochMilli()))
                .orElse(OptionalLong.empty());
    }

    private static long readPidNamespace() {
        try {
            String link = Files.readSymbolicLink(OWN_PID_NAMESPACE).toString();
            return Long.parseLong(link.replaceAll("\\D", ""));
        } catch (NoSuchFileException noSuchNamespaces) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            throw untold("tell the pid namespace of this process", OWN_PID_NAMESPACE, e);
        }
    }

    /** It is for a container to hide it, for ever, and then only life locks tell. A lack of something passes. */
    private static UUID readBootId() {
        try {
            return UUID.fromString(SystemFiles.read(BOOT_ID).trim());
        } catch (NoSuchFileException | AccessDeniedException | IllegalArgumentException hidden) {
            return new UUID(0, 0);
        } catch (IOException e) {
            throw untold("tell this boot of the machine from others", BOOT_ID, e);
        }
    }
}
