package io.mailslot.remote.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A number that a process has written down, and that is there when it was killed. */
public final class Notebook implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private Notebook(FileChannel channel) {
        this.channel = channel;
    }

    /** Begins one. */
    public static Notebook begin(Path file) throws IOException {
        Notebook notebook = new Notebook(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        notebook.write(0);
        return notebook;
    }

    /** {@return what stands in one; 0 if it was not begun} */
    public static long read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : 0;
    }

    /** Writes a number over the former one. */
    public void write(long value) throws IOException {
        channel.write(number.clear().putLong(value).flip(), 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
