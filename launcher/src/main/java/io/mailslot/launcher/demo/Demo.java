package io.mailslot.launcher.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Plays every scene in a private directory that is gone afterwards. */
public final class Demo {
    static final List<Scene> SCENES = List.of(
            new TwoSendersScene(),
            new InheritedHandleScene(),
            new InheritFlagScene(),
            new ParentHandleScene(),
            new GivenHandleScene(),
            new FirstOfTwoScene());
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Transcript transcript;
    private volatile Stage stage;
    private volatile boolean stopped;

    /**
     * Prepares a performance.
     *
     * @param out where to print it
     * @param colours whether to use terminal colours
     */
    public Demo(PrintWriter out, boolean colours) {
        this.transcript = new Transcript(out, colours);
    }

    /**
     * Plays all scenes.
     *
     * @return true if every check held
     * @throws IOException if the private directory cannot be made or removed
     * @throws java.io.UncheckedIOException if what is played cannot be printed
     */
    public boolean play() throws IOException {
        Path directory = createDirectory();
        Thread hook = new Thread(() -> cleanUpQuietly(directory), "mailslot-demo-clean-up");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            for (int i = 0; i < SCENES.size() && !stopped; i++) {
                play(i + 1, SCENES.get(i), directory);
            }
            return !stopped && transcript.summary();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            transcript.fail("interrupted");
            return false;
        } finally {
            deleteTree(directory);
            removeHook(hook);
        }
    }

    private void play(int number, Scene scene, Path directory) throws InterruptedException {
        transcript.title(number, scene.title());
        transcript.story(scene.story());
        try (Stage current = new Stage(directory, transcript)) {
            stage = current;
            scene.play(current);
        } catch (SceneFailure e) {
            // The next scene does not depend on this one, and its outcome helps to see what is wrong.
            if (!stopped) {
                transcript.fail(e.getMessage());
            }
        }
    }

    private static Path createDirectory() throws IOException {
        String prefix = "mailslot-demo-";
        if (Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)) {
            return Files.createTempDirectory(SHARED_MEMORY, prefix);
        }
        return Files.createTempDirectory(prefix);
    }

    private void cleanUpQuietly(Path directory) {
        stopped = true;
        Stage current = stage;
        if (current != null) {
            current.close();
        }
        try {
            deleteTree(directory);
        } catch (IOException e) {
            // The JVM is ending: nobody is left to tell, and the directory is a temporary one.
            return;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does no harm: it finds nothing left to delete.
            return;
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
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
