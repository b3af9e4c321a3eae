package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.WorkerVoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends small numbered messages as fast as it can, one stream from each of its threads, until its input ends; says which
 * of them took long.
 */
public final class FloodWriter {
    /** Before that many a JVM loads classes and runs them unprepared. */
    static final int WARM_UP = 20_000;

    private static final int BYTES = 64;
    private static final int WRITES_PER_LOOK = 256;

    private final WorkerVoice voice = new WorkerVoice();
    private final String mailslot;
    private final int firstStream;
    private final int threads;
    private volatile boolean stopped;

    private FloodWriter(String mailslot, int firstStream, int threads) {
        this.mailslot = mailslot;
        this.firstStream = firstStream;
        this.threads = threads;
    }

    /** Arguments: mailslot, number of the first stream, how many threads. */
    public static void main(String[] args) throws IOException, InterruptedException {
        FloodWriter writer = new FloodWriter(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        writer.voice.work("writer", writer::run, () -> writer.stopped = true);
    }

    private void run() throws Exception {
        HiccupMeter.start(voice::hiccup);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Kernel kernel = Kernel.attach()) {
            List<Future<Void>> floods = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int stream = firstStream + i;
                Callable<Void> flood = () -> {
                    flood(kernel, stream);
                    return null;
                };
                floods.add(pool.submit(flood));
            }
            for (Future<Void> flood : floods) {
                flood.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void flood(Kernel kernel, int stream) {
        ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
        try (Sender sender = kernel.openMailslot(mailslot)) {
            long delay = RunDelay.nanos();
            for (int number = 1; !stopped; number++) {
                message.clear().putInt(0, stream).putInt(Integer.BYTES, number);
                long start = System.nanoTime();
                sender.write(message);
                Span span = new Span(start, System.nanoTime());
                boolean slow = span.nanos() >= HiccupMeter.NOTEWORTHY_NANOS;
                if (slow || number % WRITES_PER_LOOK == 0) {
                    long now = RunDelay.nanos();
                    if (slow) {
                        note(span, now - delay, number);
                    }
                    delay = now;
                }
            }
        }
    }

    /** Who waits for a processor with the write lock held makes all others wait. */
    private void note(Span span, long delayNanos, int number) {
        long delay = Math.min(delayNanos, span.nanos());
        if (delay >= HiccupMeter.NOTEWORTHY_NANOS) {
            voice.hiccup(new Span(span.endNanos() - delay, span.endNanos()));
        }
        if (number > WARM_UP && span.nanos() >= Stall.NOTEWORTHY_NANOS) {
            voice.stall(new Stall(ProcessHandle.current().pid(), "write", span));
        }
    }
}
