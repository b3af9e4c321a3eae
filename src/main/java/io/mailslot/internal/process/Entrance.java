package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.CutFiles;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.renewal.HomeRenewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How this JVM becomes a process of a home. */
final class Entrance {
    /** Tells this copy of the library from one that another class loader may have loaded. */
    private static final String COPY = Integer.toHexString(System.identityHashCode(Entrance.class));

    private static volatile boolean lookedAround;

    private Entrance() {}

    /** Enters a home that this JVM is no process of. */
    static AttachedProcess enter(HomePaths home, KernelLock lock, Patience patience) {
        SharedKernel ahead = openAhead(home, lock);
        Section section = new Section(home);
        boolean remembers = Files.exists(home.errors()); // it never goes, unless somebody deletes it
        try {
            return lock.locked(patience, () -> holder(home), () -> {
                KernelFile file = HomeRenewal.openOrRenew(home, section);
                if (!remembers) {
                    new ErrorLog(home).prepare();
                }
                SharedKernel kernel = ahead != null && ahead.isOf(file) ? ahead : new SharedKernel(home, lock, file);
                return kernel.runLocked(section, s -> attach(kernel, s));
            });
        } catch (InternalError cut) {
            throw CutFiles.failure(home, cut);
        } finally {
            section.finish();
        }
    }

    static String holder(HomePaths home) {
        try {
            return SharedKernel.describeHolder(KernelFile.open(home.kernelData(), true))
                    .get();
        } catch (IOException | RuntimeException | InternalError unreadable) {
            return "nobody can tell who, from " + home.kernelData();
        }
    }

    /**
     * Does without the lock what can be: others should not wait until this fresh JVM has loaded its classes, nor for the
     * thread that maps files, for which a full machine may have no processor for long.
     *
     * @return the home's shared state as it is now, if it can be opened; whether it is used is decided under the lock
     */
    private static SharedKernel openAhead(HomePaths home, KernelLock lock) {
        try {
            if (!Files.exists(home.kernelData())) {
                return null;
            }
            KernelFile file = KernelFile.open(home.kernelData(), false);
            SharedKernel ahead = new SharedKernel(home, lock, file);
            if (!lookedAround) {
                HomeRenewal.hasLife(home, file); // for its classes only
                lookedAround = true;
            }
            Optional<ClaimTicket> ticket = ClaimTicket.inherited(home.root());
            if (ticket.isPresent()) {
                ahead.tables().learn(List.of(ticket.get().process()));
                Claim.of(ahead, ticket); // for its classes, too
            }
            return ahead;
        } catch (IOException | RuntimeException | InternalError unusable) {
            return null; // whether that matters is seen under the lock
        }
    }

    /** The dead are reaped afterwards, because this takes long; before it only if their records are needed. */
    private static AttachedProcess attach(SharedKernel kernel, Section section) {
        try {
            return AttachedProcess.attach(kernel, section);
        } catch (LimitReachedException full) {
            new Reaper(kernel, Aliveness.once(kernel.home(), kernel.processes())).reapDead(section);
            return AttachedProcess.attach(kernel, section);
        }
    }

    /**
     * A second copy of this library in the JVM, from another class loader, does not know of the first one's locks and
     * would drop them by looking at them; a system property tells it.
     */
    static void refuseSecondCopy(Path root) {
        String mark = property(root);
        if (!COPY.equals(System.getProperty(mark, COPY))) {
            throw new HomeException(
                    ErrorCode.NOT_SUPPORTED,
                    "another class loader of this JVM is attached to " + root
                            + " already; load the library in one class loader only, or use another home");
        }
        System.setProperty(mark, COPY);
    }

    /** This copy has left the home, if it was there: another one may enter it. */
    static void forget(Path root) {
        System.getProperties().remove(property(root), COPY);
    }

    private static String property(Path root) {
        return "io.mailslot.attached." + root;
    }
}
