package io.mailslot.internal.home;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.internal.memory.DefaultAcl;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A umask that takes permissions from the owner himself: nobody could open what such a process makes, not even itself. The
 * default access control list of a folder makes up for it, in the folders that are there and those to come.
 */
final class OddUmask {
    private OddUmask() {}

    /**
     * Sets the list in a home of this user and in its folders, from the outside to the inside: what somebody makes meanwhile
     * has it already.
     *
     * @throws HomeException if there are no such lists
     */
    static void makeUpFor(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        if (!DefaultAcl.set(folder, permissions)) {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            throw new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "the umask of this process denies their owner the files that it makes in " + folder
                            + "; run: umask 077, and start the program again");
        }
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path entry : inside) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    makeUpFor(entry, permissions);
                }
            }
        } catch (NoSuchFileException gone) {
            // Nobody makes anything there any more.
        }
    }
}
