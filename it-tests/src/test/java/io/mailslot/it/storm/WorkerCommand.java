package io.mailslot.it.storm;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the command that starts a worker. Loading classes is most of what a start costs, so they come from an archive
 * that the JVM makes of a rehearsal, on top of the one that all children use.
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
        Path archive = folder.resolve("worker.jsa");
        return new Made(
                write("rehearsal.command", "-XX:ArchiveClassesAtExit=" + archive),
                write("worker.command", "-XX:SharedArchiveFile=" + archive));
    }

    private Path write(String name, String... options) throws IOException {
        JavaCommand java = ChildJvm.quick(JavaCommand.of(worker))
                // An archive that cannot be used in full makes a start slower and is nothing to print about.
                .withJvmOptions("-Xmx64m", "-XX:-UsePerfData", "-Xlog:disable")
                .withJvmOptions(options);
        return Files.write(folder.resolve(name), java.toProcessBuilder().command());
    }
}
