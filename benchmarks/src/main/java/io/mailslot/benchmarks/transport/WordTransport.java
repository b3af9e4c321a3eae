package io.mailslot.benchmarks.transport;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Messages through a ring of shared memory that nobody guards against overflow, with the library's signal word. */
final class WordTransport {
    private static final int SEQUENCE = 0;
    private static final int WORD = 64;
    private static final int MESSAGE = 128;
    private static final int SIZE = 64;
    private static final int SLOTS = 1 << 16;
    private static final int LENGTH = MESSAGE + SLOTS * SIZE;

    private WordTransport() {}

    static Inbox inbox(Port port) throws IOException {
        if (port.size() != SIZE) {
            throw new IllegalArgumentException("messages of " + port.size() + " bytes, not " + SIZE);
        }
        Path file = port.common(".word");
        MappedFiles.createWhole(file, LENGTH, region -> {});
        Region region = MappedFiles.map(file, 0, LENGTH);
        Waiting waiting = new Waiting(new SignalWord(region, WORD));
        long[] seen = new long[1];
        ByteBuffer copy = ByteBuffer.allocateDirect(SIZE);
        return (most, arrived) -> {
            waiting.until(
                    () -> region.getLongVolatile(SEQUENCE) != seen[0], Waiting.FOREVER, WaitStrategy.SLEEP, () -> {});
            int slot = slot(seen[0]++);
            for (int i = 0; i < SIZE; i += Long.BYTES) {
                copy.putLong(i, region.getLong(slot + i));
            }
            arrived.message(copy, 0, SIZE);
        };
    }

    static Outbox outbox(Port port) throws IOException {
        Path file = port.common(".word");
        Announcement.awaitFile(file);
        Region region = MappedFiles.map(file, 0, LENGTH);
        SignalWord word = new SignalWord(region, WORD);
        long[] sent = new long[1];
        return message -> {
            int slot = slot(sent[0]);
            for (int i = 0; i < SIZE; i += Long.BYTES) {
                region.putLong(slot + i, message.getLong(i));
            }
            region.putLongRelease(SEQUENCE, ++sent[0]);
            word.signal();
        };
    }

    private static int slot(long number) {
        return MESSAGE + (int) (number % SLOTS) * SIZE;
    }
}
