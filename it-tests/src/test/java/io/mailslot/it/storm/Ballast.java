package io.mailslot.it.storm;

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
public final class Ballast {
    /** So much stays free; the library keeps half a MiB for others than writers. */
    private static final int LEFT = 528 << 10;

    private static final int PIECE = 16 << 10;

    private final Path file;
    private final Random random;
    private final int longestCalmNanos;
    private final int longestFullNanos;
    private int times;

    public Ballast(Path folder, Random random, int longestCalmMillis, int longestFullMillis) {
        this.file = folder.resolve("ballast");
        this.random = random;
        this.longestCalmNanos = longestCalmMillis * 1_000_000;
        this.longestFullNanos = longestFullMillis * 1_000_000;
    }

    /** Does so until all is over. */
    public void comeAndGo(BooleanSupplier over) throws IOException {
        while (!over.getAsBoolean()) {
            LockSupport.parkNanos(random.nextInt(longestCalmNanos));
            try {
                fill();
                times++;
                LockSupport.parkNanos(random.nextInt(longestFullNanos));
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
    public int times() {
        return times;
    }
}
