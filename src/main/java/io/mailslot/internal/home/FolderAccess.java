package io.mailslot.internal.home;

import io.mailslot.internal.memory.DefaultAcl;
import io.mailslot.internal.memory.PlainFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Gives a folder of files that processes map permissions of its own, for itself and for what is made in it later. */
public final class FolderAccess {
    private static final int SET_GROUP_ID = 02000;

    /** The first of the nine; the others follow in the order of their enumeration. */
    private static final int OWNER_READ = 0400;

    private FolderAccess() {}

    /**
     * Sets the permissions of a folder and the files in it. Whoever may write may read, because the files are mapped; their
     * owner always may do both.
     *
     * @param folder belongs to this user
     * @param permissions those of the files
     * @throws IOException if the operating system refuses
     */
    public static void set(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        Set<PosixFilePermission> files = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        addClass(files, permissions, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);
        addClass(files, permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
        Set<PosixFilePermission> itself = EnumSet.copyOf(files);
        itself.add(PosixFilePermission.OWNER_EXECUTE);
        if (files.contains(PosixFilePermission.GROUP_READ)) {
            itself.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (files.contains(PosixFilePermission.OTHERS_READ)) {
            itself.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        // Where there are no such lists, what is made there later has what its maker's umask leaves of it.
        DefaultAcl.set(folder, itself);
        setMode(folder, itself);
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path file : inside) {
                PlainFile.at(file); // others who may write here can put something else there
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(files);
            }
        }
    }

    /** Whose a folder is, and who may do what, in words for a message. */
    public static String describe(Path folder) {
        try {
            PosixFileAttributes seen = Files.readAttributes(folder, PosixFileAttributes.class);
            return "its owner is " + seen.owner().getName() + ", its group "
                    + seen.group().getName() + ", its permissions "
                    + PosixFilePermissions.toString(seen.permissions()).replace('x', '-');
        } catch (IOException gone) {
            return "its permissions cannot be read";
        }
    }

    private static void addClass(
            Set<PosixFilePermission> files,
            Set<PosixFilePermission> asked,
            PosixFilePermission read,
            PosixFilePermission write) {
        if (asked.contains(write)) {
            files.add(write);
        }
        if (asked.contains(write) || asked.contains(read)) {
            files.add(read);
        }
    }

    /** Keeps the bit by which what is made there belongs to the folder's group. */
    private static void setMode(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= OWNER_READ >> permission.ordinal();
        }
        int kept = (Integer) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS) & SET_GROUP_ID;
        Files.setAttribute(folder, "unix:mode", mode | kept, LinkOption.NOFOLLOW_LINKS);
    }
}
