package io.mailslot.benchmarks;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A home of its own on shared memory, removed at the end. */
final class BenchmarkHome implements AutoCloseable {
    private final Path folder;
    private final Kernel kernel;

    BenchmarkHome() {
        try {
            Path memory = Path.of("/dev/shm");
            folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "mailslot-bench-")
                    : Files.createTempDirectory("mailslot-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kernel = Kernel.attach(KernelOptions.defaults().withHome(folder));
    }

    Kernel kernel() {
        return kernel;
    }

    @Override
    public void close() {
        kernel.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
