package io.mailslot.internal.file;

import io.mailslot.internal.object.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/**
 * What a path leads to at one moment.
 *
 * @param path absolute, without symbolic links; where the file would be if it does not exist
 * @param identity which file it is; null if there is none
 * @param kind whether it can be opened
 * @param readOnly whether nobody has permission to write it
 */
record Target(Path path, FileIdentity identity, Kind kind, boolean readOnly) {
    private static final int MOST_LINKS = 40;

    /** What lies there. */
    enum Kind {
        FILE,
        FOLDER,
        OTHER,
        NOTHING
    }

    static Target look(Path asked) throws IOException {
        try {
            Path real = asked.toRealPath();
            Map<String, Object> seen = Files.readAttributes(real, "unix:dev,ino,isDirectory,isRegularFile,permissions");
            Kind kind = (Boolean) seen.get("isRegularFile")
                    ? Kind.FILE
                    : (Boolean) seen.get("isDirectory") ? Kind.FOLDER : Kind.OTHER;
            return new Target(real, FileIdentity.of(seen), kind, isReadOnly((Set<?>) seen.get("permissions")));
        } catch (NoSuchFileException missing) {
            return new Target(placeFor(asked), null, Kind.NOTHING, false);
        }
    }

    boolean exists() {
        return kind != Kind.NOTHING;
    }

    /** A hidden file's name begins with a dot. */
    boolean isHidden() {
        return path.getFileName().toString().startsWith(".");
    }

    /** Whether the path still leads to the same file, or still to none. */
    boolean isSame() throws IOException {
        return exists() ? identity.equals(FileIdentity.find(path)) : !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isReadOnly(Set<?> permissions) {
        return !permissions.contains(PosixFilePermission.OWNER_WRITE)
                && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** A symbolic link that leads to nothing names the place where it would lead. */
    private static Path placeFor(Path asked) throws IOException {
        Path place = asked.toAbsolutePath();
        for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(place); links++) {
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place.getParent().toRealPath().resolve(place.getFileName());
    }
}
