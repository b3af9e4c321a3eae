package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ProcessStatus.State;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeSight;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FirstChannel;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.CutFiles;
import io.mailslot.internal.object.HandleDescriber;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.UsageCounts;
import io.mailslot.internal.wait.WaitNotes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Takes snapshots of homes. A look attaches to nothing, takes no lock, and changes nothing: it works on a home in which
 * others live, on one that they have left, on a copy, and where nobody may write. It needs no JVM flags and no native code,
 * and costs the same however many messages wait.
 *
 * @since 0.1.0
 */
public final class HomeInspector {
    private static final UUID HIDDEN = new UUID(0, 0);

    private final HomePaths home;
    private final KernelFile file;
    private final Set<Detail> details;
    private final ObjectTable objects;
    private final ProcessTable processes;
    private final LifeSight sight = new LifeSight();
    private final Aliveness aliveness;
    private final ProgramSight programs = new ProgramSight();
    private final boolean ofThisBoot;
    private final HandleDescriber describer;
    private final List<Unseen> unseen = new ArrayList<>();

    private HomeInspector(HomePaths home, KernelFile file, Set<Detail> details) {
        this.home = home;
        this.file = file;
        this.details = details;
        this.objects = new ObjectTable(file);
        this.processes = new ProcessTable(file);
        this.describer = new HandleDescriber(objects);
        this.aliveness = Aliveness.sighted(home, processes, sight);
        this.ofThisBoot = isThisBoot(file.bootId());
    }

    /** Where the system hides which boot it is, a home is taken for one of this boot. */
    private static boolean isThisBoot(UUID boot) {
        UUID now = ProcessIdentity.bootId();
        return boot.equals(now) || boot.equals(HIDDEN) || now.equals(HIDDEN);
    }

    /**
     * The home that a program uses which names none; the same rule as for {@code Kernel.attach()}.
     *
     * @return an absolute path; nothing need exist there
     */
    public static Path defaultHome() {
        FirstChannel.prepare();
        return HomeDirectory.resolve(Optional.empty());
    }

    /**
     * Looks at a home. What of it cannot be looked at is named in the snapshot.
     *
     * @param home its directory
     * @param details what to tell beyond what costs nothing
     * @return what is there, or empty if no process has ever attached there
     * @throws HomeException if its kernel file cannot be read (5, 1117), is damaged (1392) or of another version (1306); if
     *     it is a directory of other files, or no directory (2)
     */
    public static Optional<HomeSnapshot> inspect(Path home, Detail... details) {
        FirstChannel.prepare();
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        Set<Detail> wanted = Set.of(details);
        try {
            Optional<StableReading.Result<Seen.Home>> read = new StableReading(paths.kernelData())
                    .read(file -> new HomeInspector(paths, file, wanted).snapshot());
            MappedFaults.throwNow();
            if (read.isEmpty()) {
                requirePossible(home);
            }
            return read.map(result -> result.value().told(result.stable()));
        } catch (InternalError cut) {
            throw CutFiles.failure(paths, cut);
        } catch (IOException e) {
            if (Files.isRegularFile(home)) {
                throw noDirectory(home);
            }
            throw IoFailures.translate("inspect the home", home, e);
        }
    }

    /**
     * Shows messages that wait in a mailslot, the oldest first, and leaves them there: they are read from its files, whether
     * somebody lives in the home or not. Shown are those that are there at the begin, with their numbers as for
     * {@link Receiver#look}; what is read, or dropped, meanwhile may be left out. Waits for nobody, and holds nobody up.
     *
     * @param home its directory
     * @param mailslot its name, in any of the forms and letter cases that mean the same
     * @param options which ones
     * @param viewer deals with each; what it throws is passed on
     * @return how many were shown
     * @throws io.mailslot.api.MailslotNotFoundException if there is no such home, or no such mailslot (2)
     * @throws io.mailslot.api.ObjectNotFoundException if it has no such cursor (2)
     * @throws io.mailslot.api.InvalidNameException if no mailslot can have that name (3, 123, 206)
     * @throws HomeException if the home, or its messages, cannot be read (5, 1117), are damaged (1392), or of another version
     *     (1306); if it is a directory of other files, or no directory (2)
     */
    public static long peek(Path home, String mailslot, PeekOptions options, Receiver.Viewer viewer) {
        Objects.requireNonNull(mailslot, "mailslot");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(viewer, "viewer");
        FirstChannel.prepare();
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        MailslotName.parse(mailslot);
        try {
            if (!Files.exists(paths.kernelData())) {
                requirePossible(home);
            }
            long shown = new MailslotPeek(paths, mailslot, options).show(viewer);
            MappedFaults.throwNow();
            return shown;
        } catch (InternalError cut) {
            throw CutFiles.failure(paths, cut);
        } catch (IOException e) {
            if (Files.isRegularFile(home)) {
                throw noDirectory(home);
            }
            throw IoFailures.translate("inspect the home", home, e);
        }
    }

    /**
     * Reads what a home remembers of errors, and nothing else of it: also where its kernel file is damaged, or of another
     * version.
     *
     * @param home its directory
     * @return the errors; none if it remembers none, or if there is no home
     * @throws HomeException if they cannot be read (5, 1117), are damaged (1392) or of another version (1306); if it is a
     *     directory of other files, or no directory (2)
     */
    public static ErrorLogStatus errors(Path home) {
        FirstChannel.prepare();
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        try {
            if (!Files.exists(paths.errors())) {
                requirePossible(home);
            }
            return ErrorReader.read(paths);
        } catch (IOException e) {
            if (Files.isRegularFile(home)) {
                throw noDirectory(home);
            }
            throw IoFailures.translate("read the errors of the home", home, e);
        }
    }

    /** Who has mistyped the name of a home shall not be told that nobody is there. */
    private static void requirePossible(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        if (!Files.isDirectory(home)) {
            throw noDirectory(home);
        }
        HomePaths paths = new HomePaths(home.toRealPath());
        Optional<Path> other = HomeDirectory.fileOfOthers(paths);
        if (other.isPresent()) {
            throw noHome(home + " is no home: it has no " + paths.kernelData().getFileName() + ", but has "
                    + other.get().getFileName());
        }
    }

    private static HomeException noDirectory(Path home) {
        return noHome(home + " is no home: it is no directory");
    }

    private static HomeException noHome(String problem) {
        return new HomeException(ErrorCode.FILE_NOT_FOUND, problem + "; name the directory of a home");
    }

    private Seen.Home snapshot() {
        List<ProcessStatus> seen = new ArrayList<>();
        for (ProcessRef process : processes.inUse()) {
            seen.add(status(process));
        }
        List<ObjectStatus> others = new ArrayList<>();
        List<MailslotStatus> mailslots = new ArrayList<>();
        boolean allocated = details.contains(Detail.ALLOCATED_BYTES);
        MailslotReader reader = new MailslotReader(home, objects, seen, unseen, allocated);
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            if (entry.getIntVolatile(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_MAILSLOT) {
                mailslots.add(reader.read(objects.id(i), entry));
            }
        }
        ObjectReader objectReader = new ObjectReader(describer, processes, mailslots);
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            if (type != ObjectEntry.TYPE_MAILSLOT && type != ObjectEntry.TYPE_FREE) {
                others.add(objectReader.read(objects.id(i), type, entry));
            }
        }
        mailslots.sort((one, other) -> one.name().compareTo(other.name()));
        return new Seen.Home(
                home.root(), Instant.now(), tables(), seen, others, mailslots, fileSystem(), errorLog(), unseen);
    }

    private Optional<FileSystemStatus> fileSystem() {
        if (!details.contains(Detail.FILE_SYSTEM)) {
            return Optional.empty();
        }
        try {
            FileStore store = Files.getFileStore(home.root());
            return Optional.of(new Seen.FileSystem(store.type(), store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException failure) {
            LookFailure.judge("look at the file system of the home", home.root(), failure)
                    .ifPresent(unseen::add);
            return Optional.empty();
        }
    }

    private Optional<ErrorLogStatus> errorLog() {
        if (!details.contains(Detail.ERRORS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ErrorReader.read(home));
        } catch (IOException | MailslotException failure) {
            LookFailure.judge("read the errors of the home", home.errors(), failure)
                    .ifPresent(unseen::add);
            return Optional.empty();
        }
    }

    private Seen.Tables tables() {
        Region head = file.head();
        long since = head.getLong(KernelHeader.HELD_SINCE_OFFSET);
        return new Seen.Tables(
                true,
                head.getInt(KernelHeader.VERSION_OFFSET),
                file.bootId(),
                ofThisBoot,
                file.changes(),
                file.isDirty(),
                ofThisBoot ? new KernelLockLook(sight::locks, home.kernelLock()) : KernelLockLook.FREE,
                head.getLong(KernelHeader.HOLDER_PID_OFFSET),
                since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since)));
    }

    private ProcessStatus status(ProcessRef process) {
        Region record = processes.record(process.index());
        int state = record.getIntVolatile(ProcessRecord.STATE_OFFSET);
        boolean starting = state == ProcessRecord.STARTING;
        long pid = record.getLong(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET);
        long ticks =
                record.getLong(starting ? ProcessRecord.CHILD_START_TICKS_OFFSET : ProcessRecord.START_TICKS_OFFSET);
        long namespace = record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET);
        OsState osState = osState(process);
        boolean visible = ofThisBoot
                && osState != OsState.ENDED
                && namespace == ProcessIdentity.self().pidNamespace();
        return new Seen.Process(
                pid,
                ticks,
                namespace,
                processes.objectId(process),
                parent(record, ProcessRecord.PID_OFFSET),
                parent(record, ProcessRecord.OBJECT_ID_OFFSET),
                osState,
                ofThisBoot && ticks > 0 ? programs.at(ticks) : Optional.empty(),
                visible && pid != 0 ? ProgramSight.commandLine(pid) : List.of(),
                starting ? State.STARTING : state == ProcessRecord.LIVE ? State.LIVE : State.DETACHED,
                osState == OsState.ENDED ? List.of() : waits(record),
                handles(process),
                UsageCounts.of(objects, processes.objectId(process)));
    }

    private static List<WaitStatus> waits(Region record) {
        List<WaitStatus> waits = new ArrayList<>();
        for (int i = 0; i < ProcessRecord.WAITS; i++) {
            long note = record.getLongVolatile(ProcessRecord.WAITS_OFFSET + i * Long.BYTES);
            if (note != 0) {
                waits.add(new Seen.Wait(WaitNotes.thread(note), WaitNotes.objectId(note)));
            }
        }
        return waits;
    }

    /** A word of who has started it, as long as that has its record. */
    private OptionalLong parent(Region record, int offset) {
        Region parent = processes.find(new ProcessRef(
                record.getInt(ProcessRecord.PARENT_INDEX_OFFSET),
                record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET)));
        return parent == null ? OptionalLong.empty() : OptionalLong.of(parent.getLong(offset));
    }

    /** Nobody is taken for dead because he cannot be looked at. */
    private OsState osState(ProcessRef process) {
        if (!ofThisBoot) {
            return OsState.ENDED;
        }
        try {
            return switch (aliveness.life(process)) {
                case RUNNING -> OsState.RUNNING;
                case STOPPED -> OsState.STOPPED;
                case ENDED -> OsState.ENDED;
                case UNKNOWN -> OsState.UNKNOWN;
            };
        } catch (MailslotException cannotTell) {
            Path lock = home.lifeLock(process.index(), process.generation());
            LookFailure.judge("tell whether process " + process + " lives", lock, cannotTell)
                    .ifPresent(unseen::add);
            return OsState.UNKNOWN;
        }
    }

    private List<HandleInfo> handles(ProcessRef process) {
        List<HandleInfo> handles = new ArrayList<>();
        Path file = home.handles(process.index(), process.generation());
        try {
            describer.describeAll(HandleTable.open(file, true), handles::add);
            return handles;
        } catch (IOException | MailslotException failure) {
            // One that was reaped while we looked has no handles any more.
            LookFailure.judge("look at the handles of process " + process, file, failure)
                    .ifPresent(unseen::add);
            return List.of();
        }
    }
}
