package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that jumps about while somebody else writes, as the holders of a shared cursor make each other do. */
class LogReaderTest {
    private static final LogSettings SETTINGS = LogSettings.defaults();
    private static final int MESSAGES = 100_000;
    private static final int BURST = 50;
    private static final long SEED = 276_262;

    @TempDir
    private Path folder;

    @Test
    void shouldNeverMistakeOneMessageForAnotherAtTheGrowingEnd() throws Exception {
        Path files = Files.createDirectory(folder.resolve("log"));
        MessageLog.create(files, SETTINGS);
        AtomicLong published = new AtomicLong();
        try (MessageLog writing = MessageLog.open(files, StillNeededStub.ALL, PidProbe::alive);
                MessageLog reading = MessageLog.open(files, StillNeededStub.ALL, PidProbe::alive)) {
            Thread writer = new Thread(() -> write(writing, published), "writer");
            writer.start();
            try {
                jumpAbout(reading, published);
            } finally {
                writer.join();
            }
        }
    }

    /** A page may be missing for a moment. The JVM tells of it a little later, when some of it is looked at already. */
    @Test
    void shouldBeginARunAnewThatCouldNotBeReachedAtFirst() throws IOException, InterruptedException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));

        Process reader = JavaCommand.of(MissingPage.class)
                .withJvmOptions("-Xint", "-XX:+UseSerialGC")
                .withArguments(folder.toString())
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .toProcessBuilder()
                .start();
        String told = new String(reader.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(told.lines()).containsExactly("found 10", "missing", "found 16");
        assertThat(reader.waitFor()).isZero();
    }

    private static void write(MessageLog log, AtomicLong published) {
        byte[] message = new byte[Long.BYTES];
        for (long i = 0; i < MESSAGES; i++) {
            ByteBuffer.wrap(message).putLong(0, i);
            Documents.append(log, message);
            published.set(i + 1);
            if (i % BURST == 0) {
                LockSupport.parkNanos(20_000); // lets the reader catch up, where it meets the end
            }
        }
    }

    private static void jumpAbout(MessageLog log, AtomicLong published) throws IOException {
        Random random = new Random(SEED);
        LogReader reader = log.reader();
        byte[] message = new byte[Long.BYTES];
        while (published.get() < MESSAGES) {
            long end = published.get();
            long number = random.nextInt(3) == 0 ? Math.max(0, end - random.nextInt(20)) : end;
            boolean found = reader.find(MessageLog.firstCursor() + number * Cursor.MAX_MESSAGES);
            assertThat(found || number == end)
                    .as("message %d of %d, seed %d", number, end, SEED)
                    .isTrue();
            if (found) {
                reader.copyTo(message, 0);
                assertThat(ByteBuffer.wrap(message).getLong())
                        .as("seed %d", SEED)
                        .isEqualTo(number);
                assertThat((reader.following() - MessageLog.firstCursor()) / Cursor.MAX_MESSAGES)
                        .as("cursor after message %d, seed %d", number, SEED)
                        .isEqualTo(number + 1);
                reader.release();
            }
        }
    }
}
