package io.mailslot.internal.home;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.internal.memory.DefaultAcl;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * A home that the members of a group share. Its mode is {@code rwxrws---}, and a default access control list has everything
 * made in it be for the group, whoever makes it with whatever umask.
 */
final class SharedHome {
    private static final int MODE = 02770;
    private static final int MODE_BITS = 07777;

    private SharedHome() {}

    static boolean isShared(Path home) throws IOException {
        return isShared((Integer) Files.getAttribute(home, "unix:mode", LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether a home of that mode is shared by a group. */
    static boolean isShared(int mode) {
        return (mode & MODE_BITS) == MODE;
    }

    static String group(Path home) throws IOException {
        return groupPrincipal(home).getName();
    }

    private static GroupPrincipal groupPrincipal(Path home) throws IOException {
        return (GroupPrincipal) Files.getAttribute(home, "posix:group", LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Accepts a home of this user as it is, and one of somebody else if it is asked for by its group: nobody shall find
     * himself in a home that a stranger has put where his own would be.
     */
    static void check(Path home, Optional<String> group) throws IOException {
        Integer own = OwnUser.uid();
        Object owner = Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        String actual = group(home);
        if (group.isPresent() && !isSame(home, group.get())) {
            throw HomeDirectory.unsafe("the home " + home + " is shared by the group '" + actual + "' and not by '"
                    + group.get() + "'; name that group or choose another home");
        }
        if (group.isEmpty() && !own.equals(owner)) {
            throw HomeDirectory.unsafe("the home " + home + " belongs to uid " + owner + ", is shared by the group '"
                    + actual + "', and this process runs as uid " + own
                    + "; if you trust that group, name it (KernelOptions.withGroup or "
                    + HomeDirectory.GROUP_PROPERTY + ")");
        }
    }

    private static boolean isSame(Path home, String group) throws IOException {
        return groupPrincipal(home).equals(lookUp(home, group));
    }

    private static GroupPrincipal lookUp(Path path, String group) throws IOException {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new InvalidArgumentException("there is no group '" + group + "' on this machine to share the home "
                    + path + " with; name one of your groups");
        }
    }

    /** Made whole under another name: nobody makes anything in it before it is ready. */
    static void create(Path home, String group) throws IOException {
        GroupPrincipal members = lookUp(home, group);
        Path made = HomeDirectory.aside(home);
        Files.createDirectory(made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            join(made, members, home);
            Files.setAttribute(made, "unix:mode", MODE);
            if (!isShared(made) || !DefaultAcl.set(made, PosixFilePermissions.fromString("rwxrwx---"))) {
                throw new HomeException(
                        ErrorCode.NOT_SUPPORTED,
                        "the home " + home + " cannot be shared by the group '" + group
                                + "': you are no member, or the file system has no access control lists; choose another"
                                + " group or directory");
            }
            moveIntoPlace(made, home);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static void join(Path made, GroupPrincipal members, Path home) throws IOException {
        try {
            Files.setAttribute(made, "posix:group", members);
        } catch (FileSystemException refused) {
            throw HomeDirectory.unsafe("the home " + home + " cannot be shared by the group '" + members.getName()
                    + "': " + refused.getReason() + "; name a group that you are a member of");
        }
    }

    private static void moveIntoPlace(Path made, Path home) throws IOException {
        try {
            Files.move(made, home);
        } catch (FileAlreadyExistsException raced) {
            // Another process was faster; the check that follows judges what it made.
        }
    }
}
