package io.mailslot.internal.renewal;

import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.object.DurableObjects;
import io.mailslot.internal.object.FileObjectTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.Section;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A home without a living process begins anew, with a new kernel file: that repairs whatever the last one left, and a
 * reboot, and a home of the former version. Only durable mailslots are carried over. The former kernel file stays until the new one takes its name, so who
 * dies here leaves it to the next to do the same again. Needs the kernel lock.
 */
public final class HomeRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(HomeRenewal.class);

    private HomeRenewal() {}

    /**
     * The kernel file of a home, a new one if nobody lives there.
     *
     * @param home whose kernel lock the caller has
     * @param section after which the home remembers what was lost
     */
    public static KernelFile openOrRenew(HomePaths home, Section section) {
        Path data = home.kernelData();
        UUID boot = ProcessIdentity.bootId(); // first: who cannot tell it has changed nothing
        try {
            DurableObjects durable = DurableObjects.none();
            if (IoFailures.exists(data)) {
                KernelFile file = KernelFile.openToRenew(data);
                if (hasLife(home, file)) {
                    file.requireVersion();
                    return file;
                }
                FileObjectTable.deleteAbandoned(file, section);
                durable = CarryOver.of(home, file, section);
            }
            clear(home, durable, section);
            FaultPoint.CARRY_OVER_CLEARED.reached();
            KernelFile.create(data, boot, durable);
            FaultPoint.CARRY_OVER_NAMED.reached();
            return KernelFile.open(data, false);
        } catch (IOException e) {
            throw IoFailures.translate("open the kernel file", data, e);
        }
    }

    /** What another user of a shared home keeps from this one is left for that user to delete. */
    private static void clear(HomePaths home, DurableObjects durable, Section section) throws IOException {
        try {
            FileTrees.delete(home.deleted());
        } catch (AccessDeniedException othersFiles) {
            LOG.debug("left for its owner: {}", othersFiles.getMessage());
        }
        clear(home, home.processes());
        if (durable.mailslots().isEmpty() && durable.lost().isEmpty()) {
            clear(home, home.mailslots());
        } else {
            new CarryOver(home, durable, section).clearMailslots();
        }
    }

    private static void clear(HomePaths home, Path folder) throws IOException {
        try {
            FileTrees.delete(folder);
        } catch (AccessDeniedException othersFiles) {
            FileTrees.makeFolders(home.root(), home.deleted());
            Files.move(folder, home.deleted().resolve(folder.getFileName() + "-" + UUID.randomUUID()));
        }
    }

    /**
     * A life lock that is held tells that this is the same boot, whatever the ids say: containers may have ids of their own, or
     * not see any.
     */
    public static boolean hasLife(HomePaths home, KernelFile file) {
        ProcessTable processes = new ProcessTable(file);
        Aliveness aliveness = Aliveness.once(home, processes);
        boolean thisBoot = file.bootId().equals(ProcessIdentity.bootId());
        for (ProcessRef process : processes.inUse()) {
            if (thisBoot ? aliveness.isAlive(process) : aliveness.isAttached(process)) {
                return true;
            }
        }
        return false;
    }
}
