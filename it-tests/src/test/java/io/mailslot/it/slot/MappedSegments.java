package io.mailslot.it.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this JVM has open, as the system tells it. */
final class MappedSegments {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private MappedSegments() {}

    /** Mappings of segments whose files are deleted. */
    static long deleted() throws IOException {
        return segments().stream().filter(line -> line.endsWith("(deleted)")).count();
    }

    static long existing() throws IOException {
        return segments().size() - deleted();
    }

    static long all() throws IOException {
        return Files.readAllLines(MAPS).size();
    }

    static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private static List<String> segments() throws IOException {
        return Files.readAllLines(MAPS).stream()
                .filter(line -> line.contains(".cq4"))
                .toList();
    }
}
