package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells why a page of a home's mapped files cannot be had. The system does not say of which file it was, and a file that was
 * cut is only one of the reasons.
 */
public final class CutFiles {
    private CutFiles() {}

    /**
     * The failure to report.
     *
     * @param home the home that was used
     * @param fault what the JVM makes of the signal
     * @return names the file that was cut, or is damaged in another way (1392), or tells that the file system is full (112), or that it is neither (1117)
     * @throws VirtualMachineError if no page was missing: as {@link MappedFaults#requireFault} does
     */
    public static MailslotException failure(HomePaths home, InternalError fault) {
        MappedFaults.requireFault(fault);
        Optional<HomeException> cut = ofTables(home).or(() -> ofMailslots(home, fault));
        if (cut.isPresent()) {
            return cut.get();
        }
        return Shortage.isFull(home.root())
                ? Shortage.ofPage("use the home", home.root(), fault)
                : new HomeException(
                        ErrorCode.IO_DEVICE,
                        "cannot use the home " + home.root()
                                + ": the system did not give a page of a mapped file, though"
                                + " none is cut and the file system has room; try again, and look into the system's log"
                                + " if it stays so",
                        fault);
    }

    private static Optional<HomeException> ofTables(HomePaths home) {
        Optional<HomeException> kernel = damage(() -> KernelFile.open(home.kernelData(), true));
        return kernel.isPresent()
                ? kernel
                : files(home.processes(), home.handles(0, 0).getFileName()).stream()
                        .flatMap(table ->
                                damage(() -> HandleTable.open(table, true).unmap()).stream())
                        .findFirst();
    }

    private static Optional<HomeException> ofMailslots(HomePaths home, InternalError fault) {
        return files(home.mailslots(), MessageLog.controlFile(home.mailslots()).getFileName()).stream()
                .flatMap(page -> MessageLog.damage(page.getParent()).stream())
                .map(damage -> new HomeException(
                        ErrorCode.FILE_CORRUPT, damage + "; close the mailslot, then create it anew", fault))
                .findFirst();
    }

    /** What cannot be looked at is not known to be cut. */
    private static List<Path> files(Path below, Path name) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> name.equals(file.getFileName())).toList();
        } catch (IOException | RuntimeException unseen) {
            return List.of();
        }
    }

    private static Optional<HomeException> damage(Opening opening) {
        try {
            opening.run();
            MappedFaults.throwNow();
            return Optional.empty();
        } catch (HomeException damaged) {
            return Optional.of(damaged);
        } catch (IOException | RuntimeException | InternalError unseen) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Opening {
        void run() throws IOException;
    }
}
