package io.mailslot.it.slot;

import io.mailslot.api.Receiver;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/** Takes messages in every way there is, and appends each to a file before it takes the next. */
final class StormReader implements AutoCloseable {
    private static final int LARGEST_BYTES = 64 << 10;
    private static final int SPINS = 2_000;

    private final RandomAccessFile report;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_BYTES);
    private final ByteBuffer entry = ByteBuffer.allocate(2 * Integer.BYTES);
    private int spun;

    StormReader(Path report, Random random) throws IOException {
        this.report = new RandomAccessFile(report.toFile(), "rw");
        this.random = random;
    }

    /** Takes a few messages, or none; returns how many. */
    int step(Receiver receiver) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                Optional<byte[]> message = receiver.poll();
                message.ifPresent(bytes -> took(ByteBuffer.wrap(bytes), "polled message"));
                yield message.isPresent() ? 1 : 0;
            }
            case 1 -> {
                buffer.clear();
                if (!receiver.poll(buffer)) {
                    yield 0;
                }
                took(buffer.flip(), "message polled into a buffer");
                yield 1;
            }
            case 2 -> receiver.drain(1 + random.nextInt(32), message -> took(message, "drained message"));
            default -> receiver.drain(1 + random.nextInt(8), this::tookSlowly);
        };
    }

    /** Looks at it again after a moment, in which nobody may write over it. */
    private void tookSlowly(ByteBuffer message) {
        took(message, "drained message");
        for (int i = 0; i < SPINS; i++) {
            spun += i;
            Thread.onSpinWait();
        }
        Numbered.requireWhole(message, "drained message, a moment later");
    }

    private void took(ByteBuffer message, String what) {
        Numbered.requireWhole(message, what);
        entry.clear().putInt(Numbered.stream(message)).putInt(Numbered.number(message));
        try {
            report.write(entry.array());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what was taken", e);
        }
    }

    /** Everything that was taken, in order: stream and number. */
    static void replay(Path report, BiConsumer<Integer, Integer> taken) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(report))) {
            byte[] all = in.readAllBytes();
            ByteBuffer entries = ByteBuffer.wrap(all);
            if (all.length % (2 * Integer.BYTES) != 0) {
                throw new EOFException("half an entry at the end of " + report);
            }
            while (entries.hasRemaining()) {
                taken.accept(entries.getInt(), entries.getInt());
            }
        }
    }

    @Override
    public void close() throws IOException {
        report.close();
    }
}
