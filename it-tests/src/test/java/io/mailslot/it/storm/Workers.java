package io.mailslot.it.storm;

import io.mailslot.JavaCommand;
import io.mailslot.it.harness.QuickJvm;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JVMs of a storm's workers. Loading classes is most of what a start costs, so they come from an archive that the JVM
 * makes of a rehearsal, on top of the one that all children use.
 */
public final class Workers {
    /** An archive that cannot be used in full makes a start slower and is nothing to print about. */
    private static final String[] LEAN = {"-Xmx64m", "-XX:-UsePerfData", "-Xlog:disable"};

    private final Jvms jvms;
    private final Class<?> main;
    private final Path archive;

    /** Of that main class, with the archive in that folder. */
    public Workers(Jvms jvms, Class<?> main, Path folder) {
        this.jvms = jvms;
        this.main = main;
        this.archive = folder.resolve("worker.jsa");
    }

    /** One that makes the archive when it ends. */
    public ChildSpec rehearsal() {
        return jvms.jvm(main).withJvmOptions(LEAN).withJvmOptions("-XX:ArchiveClassesAtExit=" + archive);
    }

    public ChildSpec worker() {
        return jvms.jvm(main).withJvmOptions(LEAN).withJvmOptions(useOfArchive());
    }

    private String useOfArchive() {
        return "-XX:SharedArchiveFile=" + archive;
    }

    /** Writes the command by which a worker starts workers of its own, one word a line. */
    Path writeCommand(Path file) {
        JavaCommand java =
                QuickJvm.of(JavaCommand.of(main)).withJvmOptions(LEAN).withJvmOptions(useOfArchive());
        try {
            return Files.write(file, java.toProcessBuilder().command());
        } catch (IOException e) {
            throw new UncheckedIOException("the command of a worker cannot be written", e);
        }
    }
}
