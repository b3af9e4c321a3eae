package io.mailslot.internal.home;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the home directory, makes it, and refuses one that is not safe to share memory in. */
public final class HomeDirectory {
    /** System property that names the home. */
    public static final String PROPERTY = "mailslot.home";
    /** Environment variable that names the home. */
    public static final String ENVIRONMENT = "MAILSLOT_HOME";

    /** System property that names the group which shares the home. */
    public static final String GROUP_PROPERTY = "mailslot.group";
    /** Environment variable that names the group which shares the home that {@link #ENVIRONMENT} names. */
    public static final String GROUP_ENVIRONMENT = "MAILSLOT_GROUP";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int OWNER_ONLY_BITS = 0700;
    private static final int ACCESS_BITS = 0777;
    private static final Set<String> NETWORK_TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "ceph",
            "glusterfs",
            "lustre",
            "fuse.sshfs",
            "fuse.glusterfs",
            "fuse.ceph",
            "fuse.s3fs",
            "fuse.rclone",
            "9p",
            "webdav",
            "davfs",
            "beegfs",
            "gpfs",
            "ocfs2");

    /** What some file systems have in their root. */
    private static final String OF_FILE_SYSTEM = "lost+found";

    private HomeDirectory() {}

    /**
     * The home to use: what the program asks for, else the system property, else the environment, else the user's
     * default in shared memory or the temporary folder.
     *
     * @param asked what the program or the command line asks for
     * @return the home, absolute; it need not exist
     */
    public static Path resolve(Optional<Path> asked) {
        return asked.or(() -> named(System.getProperty(PROPERTY)))
                .or(() -> named(System.getenv(ENVIRONMENT)))
                .orElseGet(HomeDirectory::standard)
                .toAbsolutePath()
                .normalize();
    }

    private static Optional<Path> named(String name) {
        return Optional.ofNullable(name).filter(text -> !text.isBlank()).map(HomeDirectory::path);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException unfit) {
            throw new HomeException(
                    ErrorCode.INVALID_NAME,
                    "the home '" + name + "' has characters that this JVM cannot use in file names ("
                            + System.getProperty("sun.jnu.encoding")
                            + "); start it with LC_ALL=C.UTF-8, or name a home in plain letters");
        }
    }

    private static Path standard() {
        boolean shared = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY);
        Path parent = shared ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("mailslot-" + OwnUser.name());
    }

    /**
     * The group to share a home with: what the program asks for, else the system property, else the environment if that
     * names this home too.
     *
     * @param asked what the program asks for
     * @param home the home, absolute
     * @return the group's name; empty for a home of one user
     */
    public static Optional<String> resolveGroup(Optional<String> asked, Path home) {
        boolean sameHome = home.toString().equals(System.getenv(ENVIRONMENT));
        return asked.or(() -> named(System.getProperty(GROUP_PROPERTY)).map(Path::toString))
                .or(() -> sameHome ? Optional.ofNullable(System.getenv(GROUP_ENVIRONMENT)) : Optional.empty());
    }

    /**
     * The group that shares a home.
     *
     * @param home an existing home
     * @return its name; empty if the home is one user's, or cannot be looked at
     */
    public static Optional<String> groupOf(Path home) {
        try {
            return SharedHome.isShared(home) ? Optional.of(SharedHome.group(home)) : Optional.empty();
        } catch (IOException | UnsupportedOperationException noSuchThing) {
            return Optional.empty();
        }
    }

    /**
     * The number of the user that this process makes files as.
     *
     * @throws IOException if the system does not tell
     */
    public static long ownUser() throws IOException {
        return Integer.toUnsignedLong(OwnUser.uid());
    }

    /**
     * Makes the home if it is missing and checks that it is safe.
     *
     * @param home an absolute path
     * @param rules which homes are accepted
     * @throws HomeException if it is not safe, with the reason and the way out
     */
    public static void prepare(Path home, HomeRules rules) {
        try {
            Shortage.writing(home, () -> {
                create(home, rules);
                return null;
            });
            boolean posix = check(home, rules);
            refuseFilesOfOthers(new HomePaths(home));
            if (posix && OwnUser.umaskDeniesOwner() && !SharedHome.isShared(home)) {
                OddUmask.makeUpFor(home, OWNER_ONLY);
            }
        } catch (IOException e) {
            throw IoFailures.translate("use the home", home, e);
        }
    }

    private static void create(Path home, HomeRules rules) throws IOException {
        if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (home.getParent() != null) {
            Files.createDirectories(home.getParent());
        }
        try {
            if (rules.group().isPresent()) {
                SharedHome.create(home, rules.group().get());
            } else if (FileSystemKind.of(home.getParent()).posix()) {
                createForOwner(home);
            } else {
                Files.createDirectory(home);
            }
        } catch (FileAlreadyExistsException raced) {
            // Another process was faster; the check that follows judges what it made.
        }
    }

    /** Where the umask takes the owner's own permissions too, it is made aside: nobody sees it without them. */
    private static void createForOwner(Path home) throws IOException {
        if (!OwnUser.umaskDeniesOwner()) {
            Files.createDirectory(home, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return;
        }
        Path made = aside(home);
        Files.createDirectory(made, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.setPosixFilePermissions(made, OWNER_ONLY);
            Files.move(made, home);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** Where a home is made that is to be seen when it is ready. */
    static Path aside(Path home) {
        return home.resolveSibling(home.getFileName() + ".new-"
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
    }

    /**
     * Checks an existing home.
     *
     * @param home an absolute path
     * @param rules which homes are accepted
     * @return whether its files have owners and modes
     * @throws IOException if it cannot be looked at
     */
    public static boolean check(Path home, HomeRules rules) throws IOException {
        BasicFileAttributes seen = Files.readAttributes(home, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (seen.isSymbolicLink()) {
            throw unsafe("the home " + home + " is a symbolic link to " + Files.readSymbolicLink(home)
                    + "; name the directory itself");
        }
        if (!seen.isDirectory()) {
            throw unsafe("the home " + home + " is not a directory; remove it or choose another home");
        }
        FileSystemKind kind = FileSystemKind.of(home); // once: that takes long
        if (kind.posix()) {
            checkOwnerAndMode(home, rules);
        }
        if (!rules.allowNetwork()) {
            refuseNetwork(home, kind);
        }
        return kind.posix();
    }

    /**
     * A directory in which there is no home yet, but something else, is somebody else's: a home there would delete what has
     * the names of its folders, and its files would lie among those of others, to be backed up or cleaned up with them.
     */
    private static void refuseFilesOfOthers(HomePaths home) throws IOException {
        Optional<Path> other = fileOfOthers(home);
        if (other.isPresent()) {
            throw unsafe("the directory " + home.root() + " has no "
                    + home.kernelLock().getFileName() + " and so is no home, but has "
                    + other.get().getFileName() + "; choose another directory ("
                    + home.root().resolve("mailslot") + "), or delete that yourself");
        }
    }

    /**
     * Something in a directory that is no home, for which it cannot become one.
     *
     * @param home a directory
     * @return empty if there is a home, or could be
     * @throws IOException if it cannot be looked at
     */
    public static Optional<Path> fileOfOthers(HomePaths home) throws IOException {
        if (holdsHome(home)) {
            return Optional.empty();
        }
        for (Path file : FileTrees.list(home.root())) {
            boolean own = file.equals(home.lost())
                    || file.equals(home.errors())
                    || file.getFileName().toString().equals(OF_FILE_SYSTEM);
            if (!own && IoFailures.exists(file) && !holdsHome(home)) { // else somebody has just begun one
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean holdsHome(HomePaths home) throws IOException {
        return IoFailures.exists(home.kernelLock()) || IoFailures.exists(home.kernelData());
    }

    private static void refuseNetwork(Path home, FileSystemKind kind) {
        if (kind.type().isEmpty()) {
            throw new HomeException(
                    ErrorCode.NOT_SUPPORTED,
                    "the system does not tell on what file system the home " + home
                            + " is: /proc/self/mountinfo does not list it, as where the root directory is no mount (chroot);"
                            + " choose a directory on a mount, as /dev/shm is, make one there (mount --bind), or accept"
                            + " whatever it is (KernelOptions.withAllowNetworkFileSystem)");
        }
        kind.type().filter(NETWORK_TYPES::contains).ifPresent(type -> {
            throw new HomeException(
                    ErrorCode.NOT_SUPPORTED,
                    "the home " + home + " is on a network file system (" + type
                            + "), where shared memory and locks do not hold; choose a local directory");
        });
    }

    private static void checkOwnerAndMode(Path home, HomeRules rules) throws IOException {
        Map<String, Object> seen = Files.readAttributes(home, "unix:mode,uid,owner", LinkOption.NOFOLLOW_LINKS);
        if (SharedHome.isShared((Integer) seen.get("mode"))) {
            SharedHome.check(home, rules.group());
            return;
        }
        Integer own = OwnUser.uid();
        if (!own.equals(seen.get("uid"))) {
            throw unsafe("the home " + home + " belongs to user " + ((UserPrincipal) seen.get("owner")).getName()
                    + " (uid " + seen.get("uid") + ") and this process runs as uid " + own
                    + "; choose a home of your own");
        }
        if (rules.group().isPresent()) {
            throw unsafe("the home " + home + " is for its owner only and not for the group '"
                    + rules.group().get() + "'; attach without a group, or delete it when nobody uses it");
        }
        if (((Integer) seen.get("mode") & ACCESS_BITS) != OWNER_ONLY_BITS) {
            Set<PosixFilePermission> actual = Files.getPosixFilePermissions(home, LinkOption.NOFOLLOW_LINKS);
            String problem = "has mode " + PosixFilePermissions.toString(actual) + " and must be rwx------; ";
            throw unsafe("the home " + home + " "
                    + (holdsOnlyAHome(home)
                            ? problem + "run: chmod 700 " + home + ", or choose another directory"
                            : "is a directory with other files in it, " + problem + "choose another directory"));
        }
    }

    /** Whether nothing but a home, or nothing at all, would be kept from others if they could not enter a directory. */
    private static boolean holdsOnlyAHome(Path folder) {
        HomePaths home = new HomePaths(folder);
        if (Files.exists(home.kernelLock(), LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException unknown) {
            return false;
        }
    }

    static HomeException unsafe(String message) {
        return new HomeException(ErrorCode.ACCESS_DENIED, message);
    }
}
