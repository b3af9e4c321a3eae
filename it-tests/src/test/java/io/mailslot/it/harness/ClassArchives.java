package io.mailslot.it.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.mailslot.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Archives of loaded classes, with which a child JVM takes about two thirds of the processor time to start: one of the
 * jars on the class path, for agents, and one of the executable jar, for the command line. Made at first use, kept below
 * {@code it-tests/target} for as long as the JDK and the jars are the same, and shared by the test JVMs that run side by
 * side. Where none can be made children start without.
 */
final class ClassArchives {
    /** Handed down to children, whose own children use the archive too. */
    private static final String AGENTS_PROPERTY = "mailslot.test.archive";

    private static final String QUIET = "-Xlog:cds*=off";

    /** Something of all that agents and other children do. */
    private static final String[] REHEARSAL = {
        "attach",
        "create rehearsal 0 0 true",
        "open rehearsal true",
        "write 8 text",
        "read 4 0",
        "fill 8 20000",
        "read 4 0",
        "info 4",
        "describe 4",
        "event one true true false",
        "semaphore two 1 2 false",
        "mutex three false false",
        "set 12",
        "release 16 1",
        "any 0 12 16",
        "all 0 12 16",
        "own 20",
        "any 1 4",
        "fopen file READ,WRITE READ OPEN_ALWAYS",
        "fwrite 24 text",
        "duplicate -1 8 -1 same false false false",
        "durable kept cursor",
        "spawn none",
        "tell 0 attach",
        "leave 0",
        "close 8",
        "handles",
        "inspect .",
        "detach"
    };

    private ClassArchives() {}

    /** Called in a test JVM before it makes its first command. */
    static void prepareAgents() {
        Objects.requireNonNull(Agents.ARCHIVE);
    }

    /** What makes an agent, or any other child on this class path, use the archive. */
    static List<String> agentOptions() {
        String archive = System.getProperty(AGENTS_PROPERTY, "");
        return archive.isEmpty() ? List.of() : List.of(use(archive), QUIET, "-D" + AGENTS_PROPERTY + "=" + archive);
    }

    /** What makes a command of the executable jar use the archive, for {@code MAILSLOT_JAVA_OPTS}. */
    static String commandLineOptions() {
        return CommandLine.OPTIONS;
    }

    private static String use(String archive) {
        return "-XX:SharedArchiveFile=" + archive;
    }

    private interface Maker {
        void make(Path archive) throws IOException;
    }

    /** The archive of that name for these jars and this JDK; empty if there cannot be one. */
    private static String archive(String name, List<Path> jars, Maker maker) {
        try {
            Path folder = Files.createDirectories(Cli.project().resolve("it-tests/target/class-archives"));
            Path archive = folder.resolve(name + "-" + key(jars) + ".jsa");
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(archive)) {
                    Path made = folder.resolve(archive.getFileName() + ".new");
                    maker.make(made);
                    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return archive.toString();
        } catch (IOException e) {
            System.err.println("children start without an archive of classes: " + e);
            return "";
        }
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

    /** Runs a program in a home of its own, which is its working directory, too, and goes with it. */
    private static void rehearse(ProcessBuilder builder, String... lines) throws IOException {
        Path home = Files.createTempDirectory("mailslot-it-rehearsal-");
        try {
            builder.directory(home.toFile()).environment().put("MAILSLOT_HOME", home.toString());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectInput(Redirect.PIPE)
                    .start();
            try (OutputStream input = process.getOutputStream()) {
                input.write((String.join("\n", lines) + "\n").getBytes(US_ASCII));
            }
            if (!process.waitFor(2 * Deadline.PATIENCE.toMillis(), MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(builder.command() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            LeakCheck.deleteTree(home);
        }
    }

    /** Jars stand first on the class path, since an archive covers what a class path begins with. */
    private static final class Agents {
        static final String ARCHIVE = prepare();

        private static String prepare() {
            List<String> jars = new ArrayList<>();
            List<String> folders = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                (Files.isRegularFile(Path.of(entry)) ? jars : folders).add(entry);
            }
            List<String> all = new ArrayList<>(jars);
            all.addAll(folders);
            System.setProperty("java.class.path", String.join(File.pathSeparator, all));
            String archive = archive(
                    "agents",
                    jars.stream().map(Path::of).toList(),
                    file -> make(file, String.join(File.pathSeparator, jars)));
            System.setProperty(AGENTS_PROPERTY, archive);
            return archive;
        }

        /** Classes in folders cannot be in an archive: a list of all that are loaded is taken first, then the jars' are kept. */
        private static void make(Path archive, String jars) throws IOException {
            Path list = Files.createTempFile("mailslot-it-", ".classes");
            try {
                rehearse(
                        ChildJvm.quick(JavaCommand.of(Agent.class))
                                .jvmOptions("-Xshare:off", "-XX:DumpLoadedClassList=" + list)
                                .toProcessBuilder(),
                        REHEARSAL);
                rehearse(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + list,
                        use(archive.toString()),
                        "-cp",
                        jars));
            } finally {
                Files.delete(list);
            }
        }
    }

    private static final class CommandLine {
        static final String OPTIONS = options();

        private static String options() {
            Path jar = Cli.project().resolve("launcher/target/mailslot.jar");
            String archive = archive("command-line", List.of(jar), CommandLine::make);
            return archive.isEmpty() ? "" : use(archive) + " " + QUIET;
        }

        private static void make(Path archive) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(Cli.script().toString(), "receive", "rehearsal", "--timeout", "0");
            builder.environment().put("MAILSLOT_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + archive);
            rehearse(builder);
        }
    }
}
