package io.mailslot.it.harness;

import io.mailslot.JvmFlags;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts agents as other users of this machine, which takes a superuser. They may not enter the folders that the class path
 * lies in, so it is copied to where they may.
 */
public final class OtherUsers {
    /** No user and no group of any machine that tests run on, nor does one have to exist. */
    public static final int FIRST = 61_001;

    public static final int SECOND = 61_002;
    public static final int GROUP = 61_000;
    public static final int OTHER_GROUP = 61_009;

    private final TestHome home;
    private final Path classPath;

    public OtherUsers(TestHome home) {
        this.home = home;
        this.classPath = home.scratch().resolve("classes");
    }

    /** Whether this user can start a JVM as somebody else. */
    public static boolean arePossible() {
        List<String> command = as(FIRST, GROUP);
        command.addAll(List.of(java(), "-version"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> as(int user, int group) {
        return new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** An agent that has not attached. */
    public ChildJvm agent(int user, int group) {
        return agent(user, group, ":");
    }

    /** An agent that has not attached, in a process that a line of shell prepares. */
    public ChildJvm agent(int user, int group, String preparation) {
        return home.start(TestHome.limited(preparation, program(user, group, Agent.class.getName())));
    }

    /** Any program of this class path. */
    public ProcessBuilder program(int user, int group, String mainClass, String... arguments) {
        List<String> command = as(user, group);
        command.add(java());
        command.addAll(JvmFlags.required());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData"));
        command.add("-Djava.io.tmpdir=" + temporary());
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classPath()));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(new File("/"));
    }

    private Path temporary() {
        Path folder = home.scratch().resolve("tmp");
        try {
            if (!Files.exists(folder)) {
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for temporary files", e);
        }
    }

    private String classPath() {
        try {
            if (!Files.exists(classPath)) {
                Files.setPosixFilePermissions(home.scratch(), Files.getPosixFilePermissions(Path.of("/")));
                Files.createDirectory(classPath);
                int number = 0;
                for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                    if (Files.exists(Path.of(entry))) {
                        copy(
                                Path.of(entry),
                                classPath.resolve(
                                        number++ + "-" + Path.of(entry).getFileName()));
                    }
                }
            }
            try (Stream<Path> entries = Files.list(classPath)) {
                return String.join(
                        File.pathSeparator,
                        entries.map(Path::toString)
                                .sorted((a, b) -> Integer.compare(number(a), number(b)))
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the class path", e);
        }
    }

    private static int number(String entry) {
        return Integer.parseInt(Path.of(entry).getFileName().toString().split("-", 2)[0]);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
