package io.mailslot.internal.memory;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.OutOfResourcesException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells whether something failed because this process, or the file system, has run out of something. The words of a
 * failure are in the language of the system and tell nothing; its type does, and so does asking again.
 */
public final class Shortage {
    /** As many as any call of the JDK but the start of a program opens at once; each takes one or two descriptors. */
    private static final int FILES_OF_A_CALL = 2;

    /** The same for the start of a program, which takes ten descriptors. */
    private static final int FILES_OF_A_START = 6;

    /** Files that the JDK, Chronicle and JNA have open at a time while their classes are initialised. */
    private static final int FILES_OF_A_FIRST_USE = 8;

    /** With fewer bytes than these free, whatever is refused is refused for want of room. */
    private static final long LEAST_ROOM = 64 << 10;

    /** How often a write is refused although there seems to be room, until that is for another reason. */
    private static final int MOST_ATTEMPTS = 5;

    private static final String ADDRESS_SPACE =
            "this process has no address space left; close something, or raise the limit (ulimit -v)";

    private static final long KIBI = 1 << 10;

    /** As much address space as a call takes at once: some pieces of a mailslot's files. */
    private static final int MEMORY_OF_A_CALL = 4 << 20;

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
        if (areOut(FILES_OF_A_CALL)) {
            return outOfDescriptors(action + " at " + path, cause);
        }
        if (isTold(NoRoomException.class, cause)) {
            return full(action, path, cause);
        }
        if (memoryIsOut()) {
            return outOfMemory(action, ADDRESS_SPACE, cause);
        }
        return isFull(path) ? full(action, path, cause) : null;
    }

    /**
     * Fails if a look failed for want of something, which says nothing of what was to be looked at.
     *
     * @throws MailslotException what has run out
     */
    public static void failIfOf(String action, Path path, Throwable cause) {
        MailslotException shortage = of(action, path, cause);
        if (shortage != null) {
            throw shortage;
        }
    }

    /**
     * A page could not be had for a mapped file that has its whole length: that is for want of room, whatever has come back
     * since.
     */
    public static MailslotException ofPage(String action, Path path, InternalError fault) {
        return full(action, path, fault);
    }

    private static MailslotException full(String action, Path path, Throwable cause) {
        return new DiskFullException("cannot " + action + ": " + whyFull(path), cause);
    }

    private static String whyFull(Path path) {
        String fileSystem = "the file system of " + path;
        long bytes = usableBytes(path);
        String free = bytes == Long.MAX_VALUE ? "" : " (" + bytes + " bytes free)";
        return switch (RoomTrial.in(nearestFolder(path))) {
            case QUOTA ->
                "the quota of this user on " + fileSystem + " is used up" + free
                        + "; delete some of this user's files there, have the quota raised, or choose another directory";
            case INODES ->
                fileSystem + " has no inodes left" + free + "; delete some files there, or choose another directory";
            case NOTHING ->
                bytes < LEAST_ROOM
                        ? full(fileSystem, free)
                        : fileSystem + " had too little room" + free
                                + "; free more space there, or try again if others have done so";
            default -> full(fileSystem, free);
        };
    }

    private static String full(String fileSystem, String free) {
        return fileSystem + " is full" + free + "; free some space there or choose another directory";
    }

    /**
     * Fails if a program cannot be started for want of descriptors. To be asked before: a JDK that runs out of them on the
     * way closes descriptors that are not its own (JDK 17 does).
     *
     * @param action what is about to be done, as in "cannot (start it)"
     */
    public static void requireDescriptorsOfAStart(String action) {
        if (areOut(FILES_OF_A_START)) {
            throw outOfDescriptors(action, null);
        }
    }

    /**
     * Fails if there are too few descriptors for what a JVM does once. To be asked before: a class whose initialiser finds
     * none is lost to the JVM, and so is all that needs it.
     *
     * @param action what is about to be done, as in "cannot (use a mailslot)"
     */
    public static void requireDescriptorsOfAFirstUse(String action) {
        if (areOut(FILES_OF_A_FIRST_USE)) {
            throw outOfDescriptors(action, null);
        }
    }

    /**
     * Fails if there is no descriptor to look with. To be asked after a call of the JDK failed that tells no reason.
     *
     * @param action what could not be done, as in "cannot (end it)"
     */
    public static void failIfOutOfDescriptors(String action) {
        if (areOut(1)) {
            throw outOfDescriptors(action, null);
        }
    }

    private static MailslotException outOfDescriptors(String action, Throwable cause) {
        return new OutOfResourcesException(
                ErrorCode.TOO_MANY_OPEN_FILES,
                "cannot " + action
                        + ": this process has as many files open as it may; close some, or raise the limit (ulimit -n)",
                cause);
    }

    /**
     * Writes something. The failure tells if it was for want of room: once the half-written file is deleted, there is room
     * again and nobody can tell any more. If there is room as soon as it is asked for, somebody else has made some, and it
     * is tried again.
     *
     * @param work can be run again from its start
     * @throws IOException if it is refused
     */
    public static <T> T writing(Path path, Interrupts.FileWork<T> work) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (NotPlainFileException
                    | AccessDeniedException
                    | NoSuchFileException
                    | ClosedChannelException
                    | FileAlreadyExistsException otherwise) {
                throw otherwise;
            } catch (IOException e) {
                IOException told = ofWrite(path, e);
                if (told != e || attempt == MOST_ATTEMPTS) {
                    throw told;
                }
            }
        }
    }

    /** A failure of such work that cannot be run again. */
    public static IOException ofWrite(Path path, IOException cause) {
        return isFull(path) ? new NoRoomException(path, cause) : cause;
    }

    /**
     * Whether a failure to write was for want of room. A write that is refused has no type that tells why: it may as well
     * be the device that fails, or a limit on the lengths of files. Where quotas do not show it is taken for want of room.
     */
    public static boolean isOfRoom(Path path, IOException cause) {
        return isTold(NoRoomException.class, cause)
                || !(cause instanceof AccessDeniedException) && isFull(path)
                || cause.getClass() == IOException.class && !RoomTrial.isPossible();
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
                ? ADDRESS_SPACE
                : "this process has no memory left; give the JVM more of it (-Xmx)";
    }

    /** The most bytes that this process may give a file; {@link Long#MAX_VALUE} for any, or where that cannot be told. */
    static long longestFile() {
        return figure("/proc/self/limits", "Max file size", Long.MAX_VALUE);
    }

    /** Not everybody who fails for want of memory says so by an error of that type. The system's tables tell, too. */
    private static boolean memoryIsOut() {
        return mappings() + MAPPINGS_LEFT > mostMappings()
                || figure("/proc/self/status", "VmSize:", 1) * KIBI + MEMORY_OF_A_CALL
                        > figure("/proc/self/limits", "Max address space", Long.MAX_VALUE);
    }

    /** The first number behind a key, which the system never translates. */
    private static long figure(String file, String key, long unknown) {
        try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip().split("\\s+")[0])
                    .filter(word -> word.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(unknown);
        } catch (IOException | RuntimeException cannotLook) {
            return unknown;
        }
    }

    /** Opens something that is there and may be looked at: if even that fails, it is for want of descriptors. */
    private static boolean areOut(int files) {
        List<DirectoryStream<Path>> open = new ArrayList<>();
        try {
            for (int i = 0; i < files; i++) {
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
     * file without a name is tried. One that has no size at all (/proc, a tmpfs without a limit) says nothing by its bytes.
     */
    public static boolean isFull(Path path) {
        return usableBytes(path) < LEAST_ROOM || RoomTrial.in(nearestFolder(path)) != RoomTrial.Want.NOTHING;
    }

    private static long usableBytes(Path path) {
        Path folder = nearestFolder(path);
        return folder == null ? Long.MAX_VALUE : FreeSpace.of(folder.toFile());
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

    /** Through a buffer: such a file can only be read in one go, and byte by byte has no second one. */
    private static long mostMappings() {
        return figure("/proc/sys/vm/max_map_count", "", USUAL_MAPPINGS);
    }
}
