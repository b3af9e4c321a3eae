package io.mailslot.launcher.scratch;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder in shared memory, else among temporary files, that is deleted when it is closed, or when this JVM ends before. */
public final class PrivateFolder implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** How often what others still write into is deleted again; they are at their end. */
    private static final int MOST_TRIES = 50;

    private static final long PAUSE_MS = 10;

    private final Path path;
    private final Thread hook;

    private PrivateFolder(Path path, Runnable endOfUsers) {
        this.path = path;
        this.hook = new Thread(() -> endQuietly(endOfUsers), "mailslot-clean-up");
    }

    /**
     * Makes one.
     *
     * @param prefix its name begins with
     * @param endOfUsers run if this JVM ends before the folder is closed: ends whoever has files in it
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static PrivateFolder create(String prefix, Runnable endOfUsers) throws IOException {
        boolean shared = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY);
        Path path = shared ? Files.createTempDirectory(SHARED_MEMORY, prefix) : Files.createTempDirectory(prefix);
        PrivateFolder folder = new PrivateFolder(path, endOfUsers);
        try {
            Runtime.getRuntime().addShutdownHook(folder.hook);
        } catch (IllegalStateException ending) {
            Files.delete(path);
            throw new IOException("ended before it began", ending);
        }
        return folder;
    }

    /** {@return where it is} */
    public Path path() {
        return path;
    }

    /**
     * Deletes it, with all that is in it.
     *
     * @throws IOException if that fails
     */
    @Override
    public void close() throws IOException {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does no harm: it finds nothing left to delete.
            return;
        }
    }

    private void endQuietly(Runnable endOfUsers) {
        endOfUsers.run();
        try {
            delete();
        } catch (IOException e) {
            // The JVM is ending: nobody is left to tell, and the folder is a temporary one.
            return;
        }
    }

    private void delete() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                deleteOnce();
                return;
            } catch (DirectoryNotEmptyException filledMeanwhile) {
                if (tries == MOST_TRIES) {
                    throw filledMeanwhile;
                }
                pause();
            }
        }
    }

    /** Not cut short by an interrupt, which is what asks for the end. */
    private static void pause() {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteOnce() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Processes that end delete files of their own meanwhile.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
