package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The folders in which the system looks for libraries. JNA asks a program for them, {@code ldconfig}, which takes as long as
 * all the rest of a first call; they stand in files.
 */
final class LoaderFolders {
    private static final String INCLUDE = "include";

    private final Path configuration;
    private final Set<Path> files = new HashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();

    private LoaderFolders(Path configuration) {
        this.configuration = configuration;
    }

    /**
     * Those that are there, as JNA takes them from its property, and in its order: the standard ones first.
     *
     * @throws IOException if a file that names some cannot be read: then they are not known
     */
    static String path() throws IOException {
        return path(Path.of("/etc/ld.so.conf"));
    }

    static String path(Path configuration) throws IOException {
        LoaderFolders found = new LoaderFolders(configuration);
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        for (String standard : new String[] {
            "/usr/lib/" + machine + "-linux-gnu",
            "/lib/" + machine + "-linux-gnu",
            "/usr/lib64",
            "/lib64",
            "/usr/lib",
            "/lib"
        }) {
            found.folders.add(Path.of(standard));
        }
        found.read(configuration);
        return found.folders.stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }

    private void read(Path file) throws IOException {
        if (!files.add(file)) {
            return;
        }
        try {
            for (String line : SystemFiles.read(file).lines().toList()) {
                String said = line.replaceFirst("#.*", "").strip();
                String[] words = said.split("\\s+");
                if (words[0].equals(INCLUDE)) {
                    for (int i = 1; i < words.length; i++) {
                        include(configuration.resolveSibling(words[i]));
                    }
                } else if (said.startsWith("/")) {
                    folders.add(Path.of(said));
                }
            }
        } catch (NoSuchFileException | InvalidPathException none) {
            // The standard folders are left.
        }
    }

    private void include(Path pattern) throws IOException {
        try (DirectoryStream<Path> included = Files.newDirectoryStream(
                pattern.getParent(), pattern.getFileName().toString())) {
            for (Path file : included) {
                read(file);
            }
        } catch (NoSuchFileException | InvalidPathException | PatternSyntaxException none) {
            // Others are left.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
