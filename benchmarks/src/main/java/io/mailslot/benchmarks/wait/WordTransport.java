package io.mailslot.benchmarks.wait;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Messages through a ring of shared memory that nobody guards against overflow, with the library's signal word. */
final class WordTransport {
    private static final int SEQUENCE = 0;
    private static final int WORD = 64;
    private static final int MESSAGE = 128;
    private static final int SLOTS = 1 << 16;
    private static final int LENGTH = MESSAGE + SLOTS * Side.SIZE;

    private WordTransport() {}

    static Inbox inbox(Path file) throws IOException {
        MappedFiles.createWhole(file, LENGTH, region -> {});
        Region region = MappedFiles.map(file, 0, LENGTH);
        Waiting waiting = new Waiting(new SignalWord(region, WORD));
        long[] seen = new long[1];
        return buffer -> {
            waiting.until(
                    () -> region.getLongVolatile(SEQUENCE) != seen[0], Waiting.FOREVER, WaitStrategy.SLEEP, () -> {});
            int slot = slot(seen[0]++);
            for (int i = 0; i < Side.SIZE; i += Long.BYTES) {
                buffer.putLong(i, region.getLong(slot + i));
            }
        };
    }

    static Outbox outbox(Path file) throws IOException {
        while (!Files.exists(file)) {
            Side.pause(1_000_000);
        }
        Region region = MappedFiles.map(file, 0, LENGTH);
        SignalWord word = new SignalWord(region, WORD);
        long[] sent = new long[1];
        return message -> {
            int slot = slot(sent[0]);
            for (int i = 0; i < Side.SIZE; i += Long.BYTES) {
                region.putLong(slot + i, message.getLong(i));
            }
            region.putLongRelease(SEQUENCE, ++sent[0]);
            word.signal();
        };
    }

    private static int slot(long number) {
        return MESSAGE + (int) (number % SLOTS) * Side.SIZE;
    }
}
