package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Deletes and measures folders that others may be changing at the same time. Symbolic links are never followed. */
public final class FileTrees {
    private FileTrees() {}

    /**
     * Deletes a file, or a folder with everything in it. What is missing, or vanishes meanwhile, is fine.
     *
     * @param path what to delete
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            } catch (NoSuchFileException gone) {
                return;
            }
        }
        Files.deleteIfExists(path);
    }
}
