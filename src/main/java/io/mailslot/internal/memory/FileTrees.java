package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;

/** Lists and deletes folders that others may be changing at the same time. Symbolic links are never followed. */
public final class FileTrees {
    /** Names that are tried for a new folder: one is enough, but for somebody who guesses them. */
    private static final int MOST_NAMES = 1_000;

    private FileTrees() {}

    /**
     * Deletes a file, or a folder with everything in it. What is missing, or vanishes meanwhile, is fine.
     *
     * @param path what to delete
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        try {
            Files.deleteIfExists(path); // a file or an empty folder: that needs no descriptor
            return;
        } catch (DirectoryNotEmptyException full) {
            deleteFull(path);
        }
    }

    private static void deleteFull(Path path) throws IOException {
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(path.getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                delete(secure, path.getFileName());
            } else {
                deleteByPath(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    /** Whatever a folder is swapped for meanwhile: what is deleted lies in the one that was opened. */
    private static void delete(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            boolean inner = folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
            if (!inner) {
                folder.deleteFile(name);
                return;
            }
            try (SecureDirectoryStream<Path> inside = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path child : entries(inside)) {
                    delete(inside, child.getFileName());
                }
            }
            folder.deleteDirectory(name);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private static void deleteByPath(Path path) throws IOException {
        if (isFolder(path)) {
            for (Path child : list(path)) {
                deleteByPath(child);
            }
            Files.deleteIfExists(path);
        }
    }

    /**
     * Makes a folder, and what is missing above it, below a root that is there. The root itself is never made: a home that
     * was deleted must not come back with whatever mode.
     *
     * @throws java.nio.file.NoSuchFileException if the root is gone
     */
    public static void makeFolders(Path root, Path folder) throws IOException {
        try {
            Shortage.writing(root, () -> Files.createDirectory(folder));
        } catch (FileAlreadyExistsException there) {
            return; // what it is, is looked at before it is used
        } catch (NoSuchFileException parentMissing) {
            if (folder.getParent().equals(root)) {
                throw parentMissing;
            }
            makeFolders(root, folder.getParent());
            makeFolders(root, folder);
        }
    }

    /**
     * Makes a folder that was not there. Its name is no secret, as the one of {@link Files#createTempDirectory} is, whose random
     * numbers cost a fresh JVM 15 ms; what is there under that name already, be it a link, is left alone for the next one.
     *
     * @param parent where to make it
     * @param prefix what its name begins with
     * @param attributes of the folder, from the first moment on
     * @return its path
     * @throws FileAlreadyExistsException if very many names are taken
     */
    public static Path newFolder(Path parent, String prefix, FileAttribute<?>... attributes) throws IOException {
        return newFolder(parent, prefix, System.nanoTime(), attributes);
    }

    /** The names end with the process and numbers from this one up. */
    static Path newFolder(Path parent, String prefix, long first, FileAttribute<?>... attributes) throws IOException {
        String ofProcess = prefix + ProcessHandle.current().pid() + "-";
        for (long number = first; ; number++) {
            try {
                return Files.createDirectory(parent.resolve(ofProcess + number), attributes);
            } catch (FileAlreadyExistsException taken) {
                if (number - first == MOST_NAMES) {
                    throw taken;
                }
            }
        }
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
     * Checks that the folders which lead to a file are folders and no links, so that it lies where its path says.
     *
     * @param root an ancestor, which is not checked
     * @param file below it; neither it nor its folders need be there
     * @throws NotPlainFileException if something else than a folder is among them
     * @throws IOException if it cannot be looked at
     */
    public static void requireFolders(Path root, Path file) throws IOException {
        for (Path at = file.getParent(); !at.equals(root); at = at.getParent()) {
            requireFolder(at);
        }
    }

    /** A link is none; where there is nothing, nothing is wrong. Returns whether there is something. */
    private static boolean requireFolder(Path folder) throws IOException {
        boolean isFolder;
        try {
            isFolder = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException none) {
            return false;
        }
        if (!isFolder) {
            throw new NotPlainFileException(folder, "no folder, or a link to one");
        }
        return true;
    }

    /**
     * What is in a folder; nothing if there is none.
     *
     * @param folder to look into
     * @return its entries, in no order
     * @throws IOException if it cannot be read
     */
    public static List<Path> list(Path folder) throws IOException {
        if (!requireFolder(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            return entries(stream);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static List<Path> entries(DirectoryStream<Path> folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try {
            folder.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
