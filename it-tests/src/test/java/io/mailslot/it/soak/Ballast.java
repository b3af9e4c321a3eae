package io.mailslot.it.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Takes the room of a file system away for moments, now and then, but for what the control plane needs: who wants to write
 * then is refused, and nobody fails who opens, looks or reads.
 */
final class Ballast {
    /** So much stays free; the library keeps half a MiB for others than writers. */
    private static final int LEFT = 528 << 10;

    private static final int PIECE = 16 << 10;
    private static final int LONGEST_CALM_NANOS = 2_000_000_000;
    private static final int LONGEST_FULL_NANOS = 700_000_000;

    private final Path file;
    private final Random random;
    private int times;

    Ballast(Path folder, Random random) {
        this.file = folder.resolve("ballast");
        this.random = random;
    }

    /** Does so until all is over. */
    void comeAndGo(BooleanSupplier over) throws IOException {
        while (!over.getAsBoolean()) {
            LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
            try {
                fill();
                times++;
                LockSupport.parkNanos(random.nextInt(LONGEST_FULL_NANOS));
            } finally {
                Files.delete(file);
            }
        }
    }

    private void fill() throws IOException {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (Files.getFileStore(file).getUsableSpace() >= LEFT + PIECE) {
                out.write(piece);
            }
        }
    }

    /** How often the file system was full. */
    int times() {
        return times;
    }
}
