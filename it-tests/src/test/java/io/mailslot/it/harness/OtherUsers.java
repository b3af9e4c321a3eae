package io.mailslot.it.harness;

import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
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
 * Children that run as other users of this machine, which takes a superuser. They may not enter the folders that the class path
 * lies in, so it is copied to where they may. Nor may they enter the test's home: they attach to an {@link OtherHome}.
 */
public final class OtherUsers {
    /** No user and no group of any machine that tests run on, nor does one have to exist. */
    public static final int FIRST = 61_001;

    public static final int SECOND = 61_002;
    public static final int GROUP = 61_000;
    public static final int OTHER_GROUP = 61_009;

    private final TestHome home;
    private final Jvms jvms;
    private final List<Path> classPath = new ArrayList<>();

    public OtherUsers(TestHome home, Jvms jvms) {
        this.home = home;
        this.jvms = jvms;
    }

    /** Whether this user can start a JVM as somebody else. */
    public static boolean arePossible() {
        List<String> command = as(FIRST, GROUP);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"));
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

    /** A JVM that does what it is told. */
    public ChildSpec jvm(int user, int group) {
        return jvm(user, group, ":");
    }

    /** As {@link #jvm(int, int)}, in a process that a line of shell prepares. */
    public ChildSpec jvm(int user, int group, String preparation) {
        return as(user, group, preparation, jvms.jvm());
    }

    /** A program of this class path. */
    public ChildSpec jvm(int user, int group, Class<?> main) {
        return as(user, group, ":", jvms.jvm(main));
    }

    private ChildSpec as(int user, int group, String preparation, ChildSpec jvm) {
        List<String> starter = new ArrayList<>(List.of("/bin/sh", "-c", preparation + " && exec \"$0\" \"$@\""));
        starter.addAll(as(user, group));
        return jvm.ofUser(String.valueOf(user))
                .startedPlainly()
                .startedBy(starter.toArray(String[]::new))
                .withClassPath(classPath().toArray(Path[]::new))
                .withDirectory(Path.of("/"))
                .withJvmOptions("-XX:-UsePerfData")
                .withSystemProperty("java.io.tmpdir", temporary().toString())
                .withoutCoverage();
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

    private List<Path> classPath() {
        try {
            if (classPath.isEmpty()) {
                Files.setPosixFilePermissions(home.scratch(), Files.getPosixFilePermissions(Path.of("/")));
                Path copies = Files.createDirectory(home.scratch().resolve("classes"));
                for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                    Path original = Path.of(entry);
                    if (Files.exists(original)) {
                        Path copy = copies.resolve(classPath.size() + "-" + original.getFileName());
                        copy(original, copy);
                        classPath.add(copy);
                    }
                }
            }
            return classPath;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the class path", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
