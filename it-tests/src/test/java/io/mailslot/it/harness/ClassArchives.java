package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Archives of loaded classes, with which a child JVM takes about two thirds of the processor time to start: one of the
 * class path, for children, and one of the executable jar, for the command line. Made at first use, kept below
 * {@code it-tests/target} for as long as the JDK and the jars are the same, and shared by the test JVMs that run side by
 * side. Where none can be made children start without.
 */
final class ClassArchives {
    /** Handed down to children, whose own children use the archive too. */
    private static final String PROPERTY = "mailslot.test.archive";

    private static final String QUIET = "-Xlog:cds*=off";

    private ClassArchives() {}

    /** Called in a test JVM before it makes its first command. */
    static void prepare() {
        Objects.requireNonNull(Children.ARCHIVE);
    }

    /** What makes a child on this class path use the archive. */
    static List<String> childOptions() {
        String archive = System.getProperty(PROPERTY, "");
        return archive.isEmpty() ? List.of() : List.of(use(archive), QUIET, "-D" + PROPERTY + "=" + archive);
    }

    /** What makes a command of the executable jar use the archive, for {@code MAILSLOT_JAVA_OPTS}. */
    static String commandLineOptions() {
        return String.join(" ", jarOptions());
    }

    /** What makes the executable jar use the archive. */
    static List<String> jarOptions() {
        return CommandLine.OPTIONS;
    }

    private static String use(String archive) {
        return "-XX:SharedArchiveFile=" + archive;
    }

    private interface Maker {
        void make(Path file) throws IOException;
    }

    /** The archive of that name for these jars and this JDK; empty if there cannot be one. */
    private static String archive(String name, List<Path> jars, Maker maker) {
        try {
            return kept(name + "-" + key(jars) + ".jsa", maker).toString();
        } catch (IOException e) {
            System.err.println("children start without an archive of classes: " + e);
            return "";
        }
    }

    /** The file of that name, made now unless it is there. */
    private static Path kept(String name, Maker maker) throws IOException {
        Path folder = Files.createDirectories(Cli.project().resolve("it-tests/target/class-archives"));
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

    private static String key(List<Path> jars) throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (Path jar : jars) {
            all.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        CRC32 sum = new CRC32();
        sum.update(all.toString().getBytes(US_ASCII));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** Folders are packed, since an archive covers jars only. */
    private static final class Children {
        static final String ARCHIVE = prepare();

        private static String prepare() {
            List<Path> entries = Arrays.stream(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(Files::exists)
                    .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                    .toList();
            String classPath = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            System.setProperty("java.class.path", classPath);
            String archive = archive("children", entries, file -> make(file, classPath));
            System.setProperty(PROPERTY, archive);
            return archive;
        }

        private static Path packed(Path folder) {
            try {
                String name = "classes-" + PackedClasses.key(folder) + ".jar";
                return kept(name, jar -> PackedClasses.pack(folder, jar));
            } catch (IOException e) {
                System.err.println(folder + " is not packed: " + e);
                return folder;
            }
        }

        /**
         * Lists of the classes that children load are taken first, then all of them are kept.
         */
        private static void make(Path archive, String classPath) throws IOException {
            Path folder = Files.createTempDirectory("mailslot-it-");
            try {
                List<Path> lists = List.of(folder.resolve("victim"), folder.resolve("child"));
                VictimRehearsal.play(folder.resolve("home"), listing(lists.get(0)));
                KitRehearsal.play(listing(lists.get(1)));
                Path all = folder.resolve("all");
                Rehearsal.join(lists, all);
                Rehearsal.start(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xshare:dump",
                                "-XX:+UseSerialGC",
                                "-XX:SharedClassListFile=" + all,
                                use(archive.toString()),
                                "-cp",
                                classPath))
                        .await();
            } finally {
                LeakCheck.deleteTree(folder);
            }
        }

        private static String[] listing(Path list) {
            return new String[] {"-Xshare:off", "-XX:DumpLoadedClassList=" + list};
        }
    }

    private static final class CommandLine {
        private static final Path JAR = Cli.project().resolve("launcher/target/mailslot.jar");

        static final List<String> OPTIONS = options();

        private static List<String> options() {
            List<String> options = new ArrayList<>(QuickJvm.LITTLE_COMPILED);
            String archive = archive("command-line", List.of(JAR), CommandLine::make);
            if (!archive.isEmpty()) {
                options.addAll(List.of(use(archive), QUIET + ":stderr"));
            }
            return options;
        }

        /** By the tool itself, as for its users. */
        private static void make(Path archive) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(Cli.script().toString());
            builder.environment()
                    .put("MAILSLOT_JAVA_OPTS", "-Dmailslot.rehearsal=true -XX:ArchiveClassesAtExit=" + archive);
            builder.environment().put("MAILSLOT_NO_ARCHIVE", "1");
            Rehearsal.start(builder).await();
        }
    }
}
