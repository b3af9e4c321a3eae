package io.mailslot.it.slot;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** How far a writer is with a stream, in a mapped file, so that a kill at any instruction leaves it true. */
public final class Progress {
    private final MappedByteBuffer numbers;

    private Progress(MappedByteBuffer numbers) {
        this.numbers = numbers;
    }

    public static Progress open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            return new Progress(channel.map(MapMode.READ_WRITE, 0, 2 * Integer.BYTES));
        }
    }

    /** Everything up to this number may be written. */
    public void begin(int number) {
        numbers.putInt(0, number);
    }

    /** Everything that was begun is written. */
    public void done() {
        numbers.putInt(Integer.BYTES, begun());
    }

    public int begun() {
        return numbers.getInt(0);
    }

    public int written() {
        return numbers.getInt(Integer.BYTES);
    }
}
