package io.mailslot.inspect;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.CutFiles;
import io.mailslot.internal.object.HandleDescriber;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.UsageCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Takes snapshots of homes. Needs no permission to write, and no JVM flags. */
public final class HomeInspector {
    private final HomePaths home;
    private final ObjectTable objects;
    private final ProcessTable processes;
    private final Aliveness aliveness;
    private final HandleDescriber describer;
    private final List<Unseen> unseen = new ArrayList<>();

    private HomeInspector(HomePaths home, KernelFile file) {
        this.home = home;
        this.objects = new ObjectTable(file);
        this.processes = new ProcessTable(file);
        this.describer = new HandleDescriber(objects);
        this.aliveness = Aliveness.readOnly(home, processes);
    }

    /**
     * The home that a program uses which names none; the same rule as for {@code Kernel.attach()}.
     *
     * @return an absolute path; nothing need exist there
     */
    public static Path defaultHome() {
        return HomeDirectory.resolve(Optional.empty());
    }

    /**
     * Looks at a home. What of it cannot be looked at is named in the snapshot.
     *
     * @param home its directory
     * @return what is there, or empty if no process has ever attached there
     * @throws HomeException if its kernel file cannot be read (5, 1117), is damaged (1392) or of another version (1306); if
     *     it is a directory of other files, or no directory (2)
     */
    public static Optional<HomeSnapshot> inspect(Path home) {
        HomePaths paths = new HomePaths(home.toAbsolutePath().normalize());
        try {
            Optional<StableReading.Result<HomeSnapshot>> read =
                    new StableReading(paths.kernelData()).read(file -> new HomeInspector(paths, file).snapshot());
            MappedFaults.throwNow();
            if (read.isEmpty()) {
                requirePossible(home);
            }
            return read.map(HomeInspector::told);
        } catch (InternalError cut) {
            throw CutFiles.failure(paths, cut);
        } catch (IOException e) {
            if (Files.isRegularFile(home)) {
                throw noDirectory(home);
            }
            throw IoFailures.translate("inspect the home", home, e);
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

    private static HomeSnapshot told(StableReading.Result<HomeSnapshot> read) {
        HomeSnapshot seen = read.value();
        return new HomeSnapshot(
                seen.home(), read.stable(), seen.processes(), seen.objects(), seen.mailslots(), seen.unseen());
    }

    private HomeSnapshot snapshot() {
        List<ProcessStatus> seen = new ArrayList<>();
        for (ProcessRef process : processes.inUse()) {
            seen.add(status(process));
        }
        List<ObjectStatus> others = new ArrayList<>();
        List<MailslotStatus> mailslots = new ArrayList<>();
        MailslotReader reader = new MailslotReader(home, objects, seen, unseen);
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            int type = entry.getIntVolatile(ObjectEntry.TYPE_OFFSET);
            if (type == ObjectEntry.TYPE_MAILSLOT) {
                mailslots.add(reader.read(objects.id(i), entry));
            } else if (type != ObjectEntry.TYPE_FREE) {
                others.add(status(objects.id(i), type, entry));
            }
        }
        mailslots.sort(Comparator.comparing(MailslotStatus::name));
        return new HomeSnapshot(home.root(), true, seen, others, mailslots, unseen);
    }

    private ObjectStatus status(long id, int type, Region entry) {
        boolean receiver = type == ObjectEntry.TYPE_RECEIVER;
        boolean ended = type == ObjectEntry.TYPE_PROCESS
                && entry.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) == ObjectEntry.ENDED;
        return new ObjectStatus(
                id,
                HandleDescriber.type(type),
                describer.name(entry),
                entry.getIntVolatile(ObjectEntry.USAGE_COUNT_OFFSET),
                receiver ? OptionalLong.of(new ReceiverWords(entry, id).cursor().read()) : OptionalLong.empty(),
                ended ? OptionalInt.of(entry.getInt(ObjectEntry.EXIT_CODE_OFFSET)) : OptionalInt.empty());
    }

    private ProcessStatus status(ProcessRef process) {
        Region record = processes.record(process.index());
        int state = record.getIntVolatile(ProcessRecord.STATE_OFFSET);
        boolean starting = state == ProcessRecord.STARTING;
        return new ProcessStatus(
                record.getLong(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET),
                record.getLong(starting ? ProcessRecord.CHILD_START_TICKS_OFFSET : ProcessRecord.START_TICKS_OFFSET),
                record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET),
                processes.objectId(process),
                isAlive(process),
                starting ? "starting" : state == ProcessRecord.LIVE ? "live" : "detached",
                handles(process),
                UsageCounts.of(objects, processes.objectId(process)));
    }

    /** Nobody is taken for dead because he cannot be looked at. */
    private boolean isAlive(ProcessRef process) {
        try {
            return aliveness.isAlive(process);
        } catch (MailslotException cannotTell) {
            Path lock = home.lifeLock(process.index(), process.generation());
            LookFailure.judge("tell whether process " + process + " lives", lock, cannotTell)
                    .ifPresent(unseen::add);
            return true;
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
