package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The program in C, compiled when the race begins. */
final class CPeer {
    private CPeer() {}

    /** Compiles it; empty, with a note, where there is no compiler or no source. */
    static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
        // where benchmarks/run starts us
        Path source = Path.of("benchmarks/src/main/c/wait_race.c");
        if (!Files.exists(source)) {
            System.out.println("no row for C: " + source.toAbsolutePath() + " is missing");
            return Optional.empty();
        }
        Path program = folder.resolve("wait_race");
        try {
            Process gcc = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (gcc.waitFor() == 0) {
                return Optional.of(program);
            }
        } catch (IOException none) {
            System.out.println("no row for C: gcc does not start");
        }
        return Optional.empty();
    }
}
