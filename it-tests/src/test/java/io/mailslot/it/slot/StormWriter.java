package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Sender;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends one stream of numbered messages, of all sizes and in every way there is. Each is tried first through a sender
 * that does not wait for room, so that the time of a write can be told from the time that a full mailslot takes.
 */
final class StormWriter {
    static final String WRITE = "write";
    static final String WAIT = "wait";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_PAUSE_NANOS = 400_000;
    private static final int TIMED = 64;

    /** Is told of what took long. */
    interface Listener {
        void stall(Stall stall);

        void hiccup(Span hiccup);
    }

    private final int stream;
    private final Random random;
    private final Sender quick;
    private final Sender patient;
    private final Progress progress;
    private final MessageBatch batch = new MessageBatch();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private final StringBuilder times = new StringBuilder();
    private int number;

    StormWriter(Kernel kernel, String mailslot, int stream, Path folder, Random random) throws IOException {
        this.stream = stream;
        this.random = random;
        this.quick = kernel.openMailslot(mailslot, OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        this.patient = kernel.openMailslot(mailslot, OpenOptions.defaults().withWriteTimeout(PATIENCE));
        this.progress = Progress.open(folder.resolve("stream-" + stream));
    }

    /** Writes one message or batch, and rests a little. */
    void step(Listener listener) {
        int dice = random.nextInt(20);
        if (dice < 10) {
            single(64, listener);
        } else if (dice < 14) {
            single(1 << 10, listener);
        } else if (dice < 16) {
            single(64 << 10, listener);
        } else {
            batch(dice < 18 ? 64 : 1 << 10, 1 + random.nextInt(30), listener);
        }
        if (random.nextInt(4) == 0) {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    private void single(int bytes, Listener listener) {
        number++;
        progress.begin(number);
        if (random.nextBoolean()) {
            int wanted = number;
            write(sender -> sender.write(bytes, place -> Numbered.fill(place, stream, wanted)), listener);
        } else {
            buffer.clear().limit(bytes);
            Numbered.fill(buffer, stream, number);
            write(sender -> sender.write(buffer), listener);
        }
        progress.done();
    }

    private void batch(int bytes, int messages, Listener listener) {
        batch.clear();
        for (int i = 0; i < messages; i++) {
            number++;
            buffer.clear().limit(bytes);
            Numbered.fill(buffer, stream, number);
            batch.add(buffer);
        }
        progress.begin(number);
        write(sender -> sender.write(batch), listener);
        progress.done();
    }

    private void write(Consumer<Sender> way, Listener listener) {
        long delay = RunDelay.nanos();
        long start = System.nanoTime();
        boolean full = false;
        try {
            way.accept(quick);
        } catch (MailslotFullException e) {
            full = true;
        }
        Span span = new Span(start, System.nanoTime());
        note(WRITE, span, listener);
        noteDelay(span, RunDelay.nanos() - delay, listener);
        if (full) {
            long blocked = System.nanoTime();
            way.accept(patient);
            note(WAIT, new Span(blocked, System.nanoTime()), listener);
        } else if (random.nextInt(TIMED) == 0) {
            times.append(' ').append(span.nanos() / 1_000);
        }
    }

    private void note(String what, Span span, Listener listener) {
        if (span.nanos() >= Stall.NOTEWORTHY_NANOS) {
            listener.stall(new Stall(ProcessHandle.current().pid(), what + "-" + number + "-of-" + stream, span));
        }
    }

    /** Who waits for a processor with the write lock held makes all others wait. */
    private static void noteDelay(Span span, long delayNanos, Listener listener) {
        long delay = Math.min(delayNanos, span.nanos());
        if (delay >= HiccupMeter.NOTEWORTHY_NANOS) {
            listener.hiccup(new Span(span.endNanos() - delay, span.endNanos()));
        }
    }

    /** Times of some writes that found room, in microseconds, since the last call. */
    String takeTimes() {
        String taken = times.toString();
        times.setLength(0);
        return taken;
    }
}
