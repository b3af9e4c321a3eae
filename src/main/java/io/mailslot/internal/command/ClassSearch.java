package io.mailslot.internal.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/** Looks for a class on a class path, as a JVM would: in folders, and in jars and those that they name themselves. */
final class ClassSearch {
    private static final String ALL_JARS = "*";

    private final String file;
    private final Deque<Path> places = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();

    private ClassSearch(String className) {
        this.file = file(className);
    }

    static String file(String className) {
        return className.replace('.', '/') + ".class";
    }

    /** Whether a class may be there: it is, or somewhere cannot be looked. */
    static boolean mayFind(String className, String classPath) {
        try {
            ClassSearch search = new ClassSearch(className);
            for (String entry : classPath.split(File.pathSeparator)) {
                search.add(Path.of(entry));
            }
            return search.run();
        } catch (IOException | UncheckedIOException | InvalidPathException cannotLook) {
            return true;
        }
    }

    private void add(Path entry) throws IOException {
        if (!ALL_JARS.equals(String.valueOf(entry.getFileName()))) {
            addOnce(entry);
            return;
        }
        Path folder = entry.toAbsolutePath().getParent();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            jars.forEach(this::addOnce);
        } catch (NoSuchFileException none) {
            // as a JVM, which takes no notice
        }
    }

    private void addOnce(Path place) {
        Path absolute = place.toAbsolutePath().normalize();
        if (seen.add(absolute)) {
            places.add(absolute);
        }
    }

    private boolean run() throws IOException {
        while (!places.isEmpty()) {
            Path place = places.remove();
            if (Files.isDirectory(place) ? Files.exists(place.resolve(file)) : isInJar(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInJar(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return false;
        }
        try (JarFile open = new JarFile(jar.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
            if (open.getJarEntry(file) != null) {
                return true;
            }
            Manifest manifest = open.getManifest();
            String further =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (further != null) {
                addNamed(jar, further);
            }
            return false;
        } catch (ZipException noJar) {
            return false;
        }
    }

    private void addNamed(Path jar, String further) throws IOException {
        for (String url : further.strip().split("\\s+")) {
            try {
                URI named = jar.toUri().resolve(url);
                if ("file".equals(named.getScheme())) {
                    addOnce(Path.of(named));
                }
            } catch (IllegalArgumentException noUri) {
                throw new IOException(noUri); // what a JVM makes of it is not known
            }
        }
    }
}
