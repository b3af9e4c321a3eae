package io.mailslot.internal.memory;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.OutOfResourcesException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells whether something failed because this process, or the file system, has run out of something. The words of a
 * failure are in the language of the system and tell nothing; its type does, and so does asking again.
 */
public final class Shortage {
    /** Descriptors that one call of the JDK takes at once: a listing opens a folder and duplicates that. */
    private static final int DESCRIPTORS_OF_A_CALL = 2;

    /** With fewer bytes than these free, whatever is refused is refused for want of room. */
    private static final long LEAST_ROOM = 64 << 10;

    /** Mappings that a process may have, where nothing else is set. */
    private static final long USUAL_MAPPINGS = 65_530;

    /** So close to the most that are possible, mappings are what is short. */
    private static final long MAPPINGS_LEFT = 64;

    private Shortage() {}

    /**
     * What has run out, if something has.
     *
     * @param action what failed, as in "cannot (open the queue)"
     * @param path where; the file system that may be full
     * @param cause the failure
     * @return the failure to throw; null if nothing has run out
     */
    public static MailslotException of(String action, Path path, Throwable cause) {
        MailslotException memory = ofMemory(action, cause);
        if (memory != null) {
            return memory;
        }
        if (descriptorsAreOut()) {
            return new OutOfResourcesException(
                    ErrorCode.TOO_MANY_OPEN_FILES,
                    "cannot " + action + " at " + path
                            + ": this process has as many files open as it may; close some, or raise the limit (ulimit -n)",
                    cause);
        }
        if (isTold(NoRoomException.class, cause) || isFull(path)) {
            return new DiskFullException(
                    "cannot " + action + ": the file system of " + path + " is full (" + usableBytes(path)
                            + " bytes free); free some space there or choose another directory",
                    cause);
        }
        return null;
    }

    /**
     * A failure to write, as one that tells if it was for want of room: once the half-written file is deleted, there is
     * room again and nobody can tell any more.
     */
    public static IOException ofWrite(Path path, IOException cause) {
        return isFull(path) ? new NoRoomException(path, cause) : cause;
    }

    /** As {@link #of}, of what the JVM tells by an error of its own: memory, address space, threads. */
    public static MailslotException ofMemory(String action, Throwable cause) {
        if (isTold(NoThreadException.class, cause)) {
            return outOfMemory(
                    action,
                    "no thread can be started; end some, or raise the limits (ulimit -u, pids.max of the control group)",
                    cause);
        }
        return isTold(OutOfMemoryError.class, cause) ? outOfMemory(action, reasonOf(cause), cause) : null;
    }

    private static boolean isTold(Class<? extends Throwable> type, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static MailslotException outOfMemory(String action, String reason, Throwable cause) {
        return new OutOfResourcesException(ErrorCode.NOT_ENOUGH_MEMORY, "cannot " + action + ": " + reason, cause);
    }

    private static String reasonOf(Throwable cause) {
        long most = mostMappings();
        if (cause instanceof IOException && mappings() + MAPPINGS_LEFT > most) {
            return "this process has as many mappings as it may, " + most
                    + "; close something, or raise the limit (sysctl vm.max_map_count)";
        }
        return cause instanceof IOException
                ? "this process has no address space left; close something, or raise the limit (ulimit -v)"
                : "this process has no memory left; give the JVM more of it (-Xmx)";
    }

    /** Opens something that is there and may be looked at: if even that fails, it is for want of descriptors. */
    private static boolean descriptorsAreOut() {
        List<DirectoryStream<Path>> open = new ArrayList<>();
        try {
            for (int i = 0; i < DESCRIPTORS_OF_A_CALL; i++) {
                open.add(Files.newDirectoryStream(
                        FileSystems.getDefault().getRootDirectories().iterator().next()));
            }
            return false;
        } catch (AccessDeniedException descriptorsAreThere) {
            return false;
        } catch (IOException out) {
            return true;
        } finally {
            open.forEach(Shortage::close);
        }
    }

    private static void close(DirectoryStream<Path> stream) {
        try {
            stream.close();
        } catch (IOException closedAnyway) {
            // It was only opened to see whether it can be.
        }
    }

    /**
     * Whether the file system takes nothing more. Its free bytes do not tell of quotas and of inodes: with native access a
     * file without a name is tried.
     */
    private static boolean isFull(Path path) {
        return usableBytes(path) < LEAST_ROOM || RoomTrial.isRefused(nearestFolder(path));
    }

    private static long usableBytes(Path path) {
        Path folder = nearestFolder(path);
        return folder == null ? Long.MAX_VALUE : folder.toFile().getUsableSpace();
    }

    /** The file itself or the nearest folder above it that is there. */
    static Path nearest(Path path) {
        Path at = path.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }

    private static Path nearestFolder(Path path) {
        Path there = nearest(path);
        return there == null || Files.isDirectory(there) ? there : there.getParent();
    }

    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }

    private static long mostMappings() {
        try {
            return Long.parseLong(
                    Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip());
        } catch (IOException | RuntimeException unknown) {
            return USUAL_MAPPINGS;
        }
    }
}
