package io.mailslot.testkit;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * An archive of loaded classes, from which children have them ready for use. It is kept as long as the JDK and the class path are
 * the same. Only what comes from a jar can be in one, so folders are packed. Where none can be made children start without.
 *
 * @param classPath of children
 * @param options of their JVMs
 */
record ClassArchive(List<Path> classPath, List<String> options) {
    private static final ClassArchive NONE = new ClassArchive(List.of(), List.of());
    private static final Map<JvmsOptions.Archive, ClassArchive> MADE = new ConcurrentHashMap<>();
    private static final String ID = " id: ";
    private static final String ANOTHER_LOADERS = " source: ";
    private static final long DUMP_SECONDS = 120;

    static ClassArchive of(Optional<JvmsOptions.Archive> wanted) {
        return wanted.map(archive -> MADE.computeIfAbsent(archive, ClassArchive::prepare))
                .orElse(NONE);
    }

    private static ClassArchive prepare(JvmsOptions.Archive wanted) {
        if (!System.getProperty("jdk.module.path", "").isEmpty()) {
            return NONE; // of modules nothing can be packed
        }
        try {
            Path folder = Files.createDirectories(wanted.folder());
            List<Path> classPath = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(entry).toAbsolutePath();
                if (Files.isDirectory(path)) {
                    String name = "classes-" + PackedClasses.key(path) + ".jar";
                    classPath.add(kept(folder, name, jar -> PackedClasses.pack(path, jar)));
                } else if (Files.exists(path)) {
                    classPath.add(path);
                }
            }
            Path archive = kept(folder, "children-" + key(classPath) + ".jsa", file -> make(file, classPath, wanted));
            return new ClassArchive(
                    classPath, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:class+path=off"));
        } catch (IOException | ChildFailure e) {
            System.err.println("children start without an archive of classes: " + e);
            return NONE;
        }
    }

    private interface Maker {
        void make(Path file) throws IOException;
    }

    /** The file of that name, made now unless it is there; test JVMs that run side by side make it once. */
    private static synchronized Path kept(Path folder, String name, Maker maker) throws IOException {
        Path file = folder.resolve(name);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(file)) {
                Path made = folder.resolve(name + ".new");
                maker.make(made);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return file;
    }

    private static String key(List<Path> classPath) throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (Path entry : classPath) {
            all.append(entry).append(Files.size(entry)).append(Files.getLastModifiedTime(entry));
        }
        CRC32 sum = new CRC32();
        sum.update(all.toString().getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** Has a child tell which classes it needs, and keeps these, and all of the test's own. */
    private static void make(Path archive, List<Path> classPath, JvmsOptions.Archive wanted) throws IOException {
        Path list = archive.resolveSibling(archive.getFileName() + ".list");
        JvmsOptions plain = JvmsOptions.defaults()
                .withTimeout(Duration.ofSeconds(DUMP_SECONDS))
                .withLeaks(Leaks.IGNORE)
                .withClassPath(classPath)
                .withJvmOptions("-Xshare:off", "-XX:DumpLoadedClassList=" + list);
        try (Jvms jvms = Jvms.open(plain)) {
            jvms.all(jvms.start(wanted.rehearsal()));
        }
        Set<String> classes = loaded(list);
        for (Path entry : classPath) {
            if (entry.startsWith(wanted.folder())) {
                classes.addAll(PackedClasses.names(entry));
            }
        }
        Files.write(list, classes);
        dump(
                "-Xshare:dump",
                "-XX:+UseSerialGC",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        Files.delete(list);
    }

    /** The numbers that classes have are needed by other loaders' classes only. */
    private static Set<String> loaded(Path list) throws IOException {
        return Files.readAllLines(list).stream()
                .filter(line -> !line.startsWith("#") && !line.contains(ANOTHER_LOADERS))
                .map(line -> line.contains(ID) ? line.substring(0, line.indexOf(ID)) : line)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void dump(String... options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(Arrays.asList(options));
        Process dump = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        try {
            if (!dump.waitFor(DUMP_SECONDS, TimeUnit.SECONDS) || dump.exitValue() != 0) {
                throw new IOException("the JVM does not make an archive: " + String.join(" ", words));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            dump.destroyForcibly();
        }
    }
}
