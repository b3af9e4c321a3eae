package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder in memory, where that is possible, that goes with everything in it. */
final class Folders implements AutoCloseable {
    private final Path root;

    Folders() throws IOException {
        Path memory = Path.of("/dev/shm");
        root = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "mailslot-race-")
                : Files.createTempDirectory("mailslot-race-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteQuietly));
    }

    Path root() {
        return root;
    }

    /** A new folder within. */
    Path next() throws IOException {
        return Files.createTempDirectory(root, "run");
    }

    static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(root)) {
            delete(root);
        }
    }

    /** After an interrupt from the keyboard. */
    private void deleteQuietly() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("left behind: " + root);
        }
    }
}
