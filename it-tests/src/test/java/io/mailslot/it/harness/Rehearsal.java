package io.mailslot.it.harness;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A program that runs to its end in a home of its own, which is its working directory, too, and goes with it. */
final class Rehearsal {
    private static final String ID = " id: ";
    private static final String ANOTHER_LOADERS = " source: ";

    private final Process process;
    private final Path home;

    private Rehearsal(Process process, Path home) {
        this.process = process;
        this.home = home;
    }

    /** Starts one, which has nothing to read. */
    static Rehearsal start(ProcessBuilder builder) throws IOException {
        Path home = Files.createTempDirectory("mailslot-it-rehearsal-");
        builder.directory(home.toFile()).environment().put("MAILSLOT_HOME", home.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new Rehearsal(process, home);
    }

    void await() throws IOException {
        try {
            if (!process.waitFor(2 * Deadline.PATIENCE.toMillis(), MILLISECONDS)) {
                throw new IOException(process.info().commandLine() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            LeakCheck.deleteTree(home);
        }
    }

    /** Makes one list of classes of several. The numbers that classes have in each go: only other loaders' classes need them. */
    static void join(List<Path> lists, Path joined) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path list : lists) {
            for (String line : Files.readAllLines(list)) {
                if (!line.startsWith("#") && !line.contains(ANOTHER_LOADERS)) {
                    lines.add(line.contains(ID) ? line.substring(0, line.indexOf(ID)) : line);
                }
            }
        }
        Files.write(joined, new ArrayList<>(lines));
    }
}
