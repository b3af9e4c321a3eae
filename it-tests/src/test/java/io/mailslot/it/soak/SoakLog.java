package io.mailslot.it.soak;

import io.mailslot.it.slot.Numbered;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process got, in order, in a file that outlives it: each message is written down before the next one is taken.
 *
 * <pre>
 *  | stream 4, or -1 less the tag of a crumb | number in the stream 4 | number in the mailslot 8, 0 if it was taken |
 * </pre>
 */
final class SoakLog implements AutoCloseable {
    private static final int ENTRY = 2 * Integer.BYTES + Long.BYTES;

    private final SoakSlot slot;
    private final RandomAccessFile file;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY);

    /** Is told of each entry. */
    interface Entries {
        void message(int stream, int number, long place);

        void crumb(int tag, long place);
    }

    SoakLog(SoakSlot slot, Path file) throws IOException {
        this.slot = slot;
        this.file = new RandomAccessFile(file.toFile(), "rw");
    }

    /** Fails unless the message is whole. */
    void add(ByteBuffer message, long place) {
        int tag = SoakMessage.requireWhole(message, slot);
        entry.clear()
                .putInt(tag < 0 ? Numbered.stream(message) : -1 - tag)
                .putInt(tag < 0 ? Numbered.number(message) : 0)
                .putLong(place);
        try {
            file.write(entry.array());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what was taken", e);
        }
    }

    static void replay(Path file, Entries entries) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        while (all.remaining() >= ENTRY) {
            int stream = all.getInt();
            int number = all.getInt();
            long place = all.getLong();
            if (stream < 0) {
                entries.crumb(-1 - stream, place);
            } else {
                entries.message(stream, number, place);
            }
        }
        if (all.hasRemaining()) {
            throw new IOException("half an entry at the end of " + file);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
