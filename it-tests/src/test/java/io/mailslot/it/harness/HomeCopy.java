package io.mailslot.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a home in use, to be damaged: the control plane's files are copied, life locks and queues are linked. So the
 * processes of the original live in the copy too, and notice nothing of it.
 */
public final class HomeCopy {
    private static final Set<String> COPIED = Set.of("kernel.dat", "handles.dat");

    private HomeCopy() {}

    /**
     * Copies a home.
     *
     * @param original a home where nobody changes anything at the moment
     * @param copy a path on the same file system, where nothing is
     */
    public static void make(Path original, Path copy) throws IOException {
        Files.createDirectory(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(original)) {
            paths = tree.filter(path -> !path.equals(original)).toList();
        }
        for (Path path : paths) {
            Path twin = copy.resolve(original.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectory(twin);
            } else if (COPIED.contains(path.getFileName().toString())) {
                Files.copy(path, twin);
            } else if (!path.endsWith("kernel.lock")) {
                Files.createLink(twin, path);
            }
        }
    }
}
