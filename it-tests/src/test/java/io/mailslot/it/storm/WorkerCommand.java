package io.mailslot.it.storm;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the command that starts a worker. Loading classes is most of what a start costs, so they come from an archive
 * that the JVM makes of a rehearsal; it only takes classes from jars, so folders of classes are packed first.
 */
public final class WorkerCommand {
    private final Path folder;
    private final Class<?> worker;

    private WorkerCommand(Path folder, Class<?> worker) {
        this.folder = folder;
        this.worker = worker;
    }

    /** A file for the command, and where the archive of classes is to be. */
    public record Made(Path rehearsal, Path command) {}

    public static Made make(Path folder, Class<?> worker) {
        try {
            return new WorkerCommand(folder, worker).make();
        } catch (IOException e) {
            throw new UncheckedIOException("the command of a worker cannot be made", e);
        }
    }

    private Made make() throws IOException {
        String classPath = packedClassPath();
        Path archive = folder.resolve("worker.jsa");
        return new Made(
                write("rehearsal.command", classPath, "-XX:ArchiveClassesAtExit=" + archive),
                write("worker.command", classPath, "-XX:SharedArchiveFile=" + archive));
    }

    private Path write(String name, String classPath, String... options) throws IOException {
        JavaCommand java = ChildJvm.quick(JavaCommand.of(worker))
                // An archive that cannot be used in full makes a start slower and is nothing to print about.
                .jvmOptions("-Xmx64m", "-XX:-UsePerfData", "-Xlog:disable")
                .jvmOptions(options);
        List<String> words = new ArrayList<>(java.toProcessBuilder().command());
        words.set(words.indexOf("-cp") + 1, classPath);
        return Files.write(folder.resolve(name), words);
    }

    private String packedClassPath() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                path = pack(path, folder.resolve("classes-" + jars.size() + ".jar"));
            }
            if (Files.exists(path)) {
                jars.add(path.toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> tree = Files.walk(classes)) {
            for (Path entry : tree.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(entry).toString()));
                Files.copy(entry, zip);
            }
        }
        return jar;
    }
}
