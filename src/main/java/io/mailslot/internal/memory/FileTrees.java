package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Lists and deletes folders that others may be changing at the same time. Symbolic links are never followed. */
public final class FileTrees {
    private FileTrees() {}

    /**
     * Deletes a file, or a folder with everything in it. What is missing, or vanishes meanwhile, is fine.
     *
     * @param path what to delete
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        if (isFolder(path)) {
            for (Path child : list(path)) {
                delete(child);
            }
        }
        Files.deleteIfExists(path);
    }

    /**
     * Whether a path is that of a folder. Not being able to look is no answer.
     *
     * @param path a symbolic link is none
     * @return false also if there is nothing
     * @throws IOException if it cannot be looked at
     */
    public static boolean isFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /**
     * What is in a folder; nothing if there is none.
     *
     * @param folder to look into
     * @return its entries, in no order
     * @throws IOException if it cannot be read
     */
    public static List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
