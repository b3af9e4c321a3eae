package io.mailslot.benchmarks.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file in which one side tells the others its address. */
final class Announcement {
    private Announcement() {}

    static void make(Path file, String address) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, address);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static String await(Path file) {
        awaitFile(file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void awaitFile(Path file) {
        Pauses.until(file.toString(), () -> Files.exists(file));
    }
}
