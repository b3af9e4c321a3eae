package io.mailslot.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Segments of a mailslot are deleted while somebody looks at it. */
@Timeout(120)
class VanishingFilesTest {
    private static final int LOOKS = 500;

    @TempDir
    private Path home;

    @Test
    void shouldTellWhatAMailslotTakesWhileItsFilesComeAndGo() throws IOException {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home))) {
            kernel.createMailslot("box");
            Path passing = folderOfSegments().resolve("passing");
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> comeAndGo(passing, done));
            try {
                for (int i = 0; i < LOOKS; i++) {
                    HomeSnapshot seen =
                            HomeInspector.inspect(home, Detail.ALLOCATED_BYTES).orElseThrow();
                    assertThat(seen.mailslots().get(0).allocatedBytes())
                            .as("look " + i)
                            .isPositive();
                }
            } finally {
                done.set(true);
                coming.join();
            }
        }
    }

    private static void comeAndGo(Path file, AtomicBoolean done) {
        try {
            while (!done.get()) {
                Files.write(file, new byte[1]);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folderOfSegments() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }
}
