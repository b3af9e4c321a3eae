package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A library in a file that may be executed, in a folder of its own, for the moment in which it is loaded. Whoever is killed in
 * that moment leaves the folder there; the next process of the same user that unpacks a library beside it clears it away.
 *
 * <pre>
 *  .mailslot-native-1234-567890/      the process, and a number
 *    lock               locked by who has made the folder; made first, deleted last
 *    the library
 * </pre>
 *
 * <p>The system takes the lock from a process that has ended, and from nobody else: the library itself could not be locked, as
 * the lock goes when anything in the process closes the file, which whatever loads it does. A folder that is not locked yet looks
 * like a left-over, too; so who makes one looks, once it has the lock, whether it is still there, and else makes another one.
 */
final class UnpackedLibrary implements AutoCloseable {
    private static final String PREFIX = ".mailslot-native-";
    private static final String LOCK = "lock";
    private static final String OWNER = "unix:uid";
    private static final String OWNER_ONLY = "rwx------";
    private static final int ATTEMPTS = 5;

    /** Names that are looked at: a temporary folder may hold any number. */
    private static final int MOST_LOOKED_AT = 1_000;

    /** Files that this JVM has locked in another class loader: to close one would drop that lock. */
    private static final List<FileChannel> KEPT = new ArrayList<>();

    private final Path folder;
    private final Path lock;
    private final Path library;
    private FileChannel locked;

    private UnpackedLibrary(Path folder, String name) {
        this.folder = folder;
        this.lock = folder.resolve(LOCK);
        this.library = folder.resolve(name);
    }

    /** Unpacks; empty if the folder does not take the library, or does not let it be executed. */
    static Optional<UnpackedLibrary> in(Path parent, String name, byte[] content) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            UnpackedLibrary library = null;
            boolean fits = false;
            try {
                library = new UnpackedLibrary(newFolder(parent), name);
                fits = library.make(content);
                return fits ? Optional.of(library) : Optional.empty();
            } catch (NoSuchFileException clearedAway) {
                // It was taken for a left-over.
            } catch (IOException | UnsupportedOperationException unfit) {
                return Optional.empty();
            } finally {
                if (!fits && library != null) {
                    library.close();
                }
            }
        }
        return Optional.empty();
    }

    /** The owner's, from the first moment on. */
    private static Path newFolder(Path parent) throws IOException {
        return FileTrees.newFolder(
                parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }

    Path folder() {
        return folder;
    }

    private boolean make(byte[] content) throws IOException {
        allowOwner(folder); // whatever the umask
        Files.createFile(lock);
        allowOwner(lock);
        PlainFile made = PlainFile.at(lock);
        locked = made.open(PlainFile.toWrite());
        if (!isLocked()) {
            throw new NoSuchFileException(folder.toString());
        }
        made.requireInPlace();
        clearBeside();
        Files.createFile(library);
        allowOwner(library);
        Files.write(library, content);
        return Files.isExecutable(library);
    }

    /** Not if somebody clears it away just now, in another process or by another class loader of this JVM. */
    private boolean isLocked() throws IOException {
        try {
            return locked.tryLock() != null;
        } catch (OverlappingFileLockException ofThisJvm) {
            return false;
        }
    }

    private static void allowOwner(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
    }

    private void clearBeside() {
        int looked = 0;
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder.getParent())) {
            for (Path other : beside) {
                if (++looked > MOST_LOOKED_AT) {
                    return;
                }
                if (other.getFileName().toString().startsWith(PREFIX) && !other.equals(folder)) {
                    clearIfLeft(other);
                }
            }
        } catch (IOException | DirectoryIteratorException cannotLook) {
            // What is left stays for the next one.
        }
    }

    private void clearIfLeft(Path other) {
        Path otherLock = other.resolve(LOCK);
        try {
            if (!isOwn(other)) {
                return; // and who it is could put a link in its place meanwhile
            }
            if (Files.notExists(otherLock, LinkOption.NOFOLLOW_LINKS) || clearIfLeft(other, PlainFile.at(otherLock))) {
                Files.delete(other);
            }
        } catch (IOException stays) {
            // Somebody clears it away, too, or it is not empty.
        }
    }

    private boolean isOwn(Path other) throws IOException {
        return FileTrees.isFolder(other) && owner(other).equals(owner(folder));
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean clearIfLeft(Path other, PlainFile otherLock) throws IOException {
        FileChannel channel = otherLock.open(PlainFile.toWrite());
        boolean close = true;
        try {
            if (channel.tryLock() == null) {
                return false;
            }
            Files.deleteIfExists(other.resolve(library.getFileName()));
            Files.deleteIfExists(otherLock.path());
            return true;
        } catch (OverlappingFileLockException ofThisJvm) {
            close = false;
            synchronized (KEPT) {
                KEPT.add(channel);
            }
            return false;
        } finally {
            if (close) {
                channel.close();
            }
        }
    }

    /** Deletes it; what is loaded stays. */
    @Override
    public void close() {
        delete(library);
        delete(lock);
        delete(folder);
        if (locked != null) {
            try {
                locked.close();
            } catch (IOException closed) {
                // As far as anybody can tell.
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // For the next one.
        }
    }
}
