package io.mailslot.it.soak;

import io.mailslot.internal.memory.AllocatedBytes;
import io.mailslot.it.storm.StormTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who has the pages of a file system at a moment: by folders, and those of files that are deleted but mapped. */
final class SoakPages {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String QUEUE = "@";

    /** What a line stands for, and what the files of it take. */
    private final Map<String, Line> lines = new TreeMap<>();

    private final Path root;
    private final long used;
    private final long free;

    /** Files of one kind in one folder. */
    private static final class Line {
        long bytes;
        int count;
    }

    private SoakPages(Path root) throws IOException {
        this.root = root;
        FileStore store = Files.getFileStore(root);
        this.free = store.getUsableSpace();
        this.used = store.getTotalSpace() - store.getUnallocatedSpace();
    }

    /** Looks at all files below the root of a file system; others may be changing them. */
    static SoakPages of(Path root) {
        try {
            SoakPages pages = new SoakPages(root);
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    pages.add(root.relativize(file));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + root, e);
        }
    }

    private void add(Path file) {
        long bytes = AllocatedBytes.of(root.resolve(file));
        if (bytes != AllocatedBytes.UNKNOWN) {
            Line line = lines.computeIfAbsent(line(file), any -> new Line());
            line.bytes += bytes;
            line.count++;
        }
    }

    /** Of a mailslot's queue each kind of file has one, and what lies deeper in it; of all else each folder. */
    private static String line(Path file) {
        for (int i = 0; i < file.getNameCount() - 1; i++) {
            if (file.getName(i).toString().startsWith(QUEUE)) {
                String queue = file.subpath(0, i + 1).toString();
                boolean deeper = file.getNameCount() > i + 2;
                String name = file.getName(i + 1).toString();
                return queue + "/" + (deeper ? name + "/" : name.endsWith(".cq4") ? "*.cq4" : name);
            }
        }
        return file.getNameCount() > 2 ? file.subpath(0, 2) + "/" : file.toString();
    }

    /** What deleted files take that somebody has mapped or open, as far as nobody has written meanwhile. */
    long pinned() {
        return used - lines.values().stream().mapToLong(line -> line.bytes).sum();
    }

    /** Deleted files that this JVM maps; those of the handle tables that an inspector has looked at go with the next collection. */
    private List<String> pinnedHere() {
        try (Stream<String> maps = Files.lines(MAPS, StandardCharsets.ISO_8859_1)) {
            return maps.filter(line -> line.contains(root + "/") && line.endsWith("(deleted)"))
                    .map(line -> line.substring(line.indexOf(root.toString())))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + MAPS, e);
        }
    }

    @Override
    public String toString() {
        StormTable table = new StormTable();
        lines.forEach((name, line) -> table.row(kibi(line.bytes) + " in " + line.count, name));
        pinnedHere().forEach(name -> table.row("mapped by this JVM", name));
        return table.row(kibi(pinned()), "deleted, but mapped")
                .row(kibi(used), "used")
                .row(kibi(free), "free")
                .toString();
    }

    private static String kibi(long bytes) {
        return (bytes >> 10) + " KiB";
    }
}
