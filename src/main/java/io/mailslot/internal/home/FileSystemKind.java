package io.mailslot.internal.home;

import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.memory.SystemFiles;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of the file system of a folder. The JDK looks its mount up in {@code /proc/mounts}, and fails where it finds
 * none: in a root directory that is no mount itself (chroot), and where {@code /proc} shows processes only. The process's own
 * mounts tell the type then, by the device.
 *
 * @param type what the system calls it, in small letters; empty if that is not told
 * @param posix whether its files have owners and modes
 */
record FileSystemKind(Optional<String> type, boolean posix) {
    private static final Path OWN_MOUNTS = Path.of("/proc/self/mountinfo");

    /** In a line of that file: which device, and, behind a mark, what type. */
    private static final int DEVICE_FIELD = 2;

    private static final String TYPE_MARK = " - ";

    /**
     * Looks at the file system of a folder.
     *
     * @throws IOException if it cannot be looked at; that no mount is known of it is none
     */
    static FileSystemKind of(Path folder) throws IOException {
        try {
            FileStore store = Files.getFileStore(folder); // the JDK reads all mounts for it
            return new FileSystemKind(
                    Optional.of(store.type().toLowerCase(Locale.ROOT)), store.supportsFileAttributeView("posix"));
        } catch (IOException noMount) {
            Shortage.failIfOf("look at the file system", folder, noMount);
            if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                throw noMount;
            }
            return new FileSystemKind(ownMount(device((Long) Files.getAttribute(folder, "unix:dev"))), true);
        }
    }

    /** The numbers of a device as the system packs them. */
    private static String device(long packed) {
        long major = packed >>> 8 & 0xfff | packed >>> 32 & ~0xfffL;
        long minor = packed & 0xff | packed >>> 12 & 0xffffff00L;
        return major + ":" + minor;
    }

    private static Optional<String> ownMount(String device) throws IOException {
        try {
            return SystemFiles.read(OWN_MOUNTS)
                    .lines()
                    .filter(mount -> mount.split(" ")[DEVICE_FIELD].equals(device))
                    .map(mount -> mount.substring(mount.indexOf(TYPE_MARK) + TYPE_MARK.length())
                            .split(" ")[0])
                    .findFirst();
        } catch (NoSuchFileException noProc) {
            return Optional.empty();
        }
    }
}
