package io.mailslot.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders that JVMs make for moments, before they first write to a mailslot. */
public final class Templates {
    private static final String PREFIX = "template-";

    private Templates() {}

    /** Those that lie somewhere below a folder, others may be changing all of which meanwhile. */
    public static List<Path> under(Path root) {
        try (Stream<Path> all = LiveTree.walk(root)) {
            return all.filter(path -> path.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
