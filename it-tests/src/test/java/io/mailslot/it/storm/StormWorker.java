package io.mailslot.it.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of the storm. It works until its input ends; a child of a worker goes on for a moment after that.
 */
public final class StormWorker {
    static final String TALLY = "tally";

    private static final long TALLY_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LONGEST_PAUSE_NANOS = 4_000_000;
    private static final int LONGEST_ORPHANED_LIFE_MS = 300;

    private final StormSettings settings;
    private final Random random;
    private final WorkerVoice voice = new WorkerVoice();
    private final Tally tally = new Tally();
    private final Calls calls = new Calls(tally, voice::stall, voice::hiccup);
    private volatile boolean stopped;

    private StormWorker(StormSettings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new StormWorker(StormSettings.parse(args)).run();
    }

    private void run() throws IOException, InterruptedException {
        voice.work("worker", this::work, this::stop);
    }

    private void stop() {
        if (settings.isChild()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_ORPHANED_LIFE_MS)));
        }
        stopped = true;
    }

    private void work() {
        StormOperations operations = new StormOperations(
                Path.of(System.getenv("MAILSLOT_HOME")), settings.commandFile().getParent(), random, calls, true);
        operations.warmUp();
        StormChildren children = new StormChildren(
                random,
                calls,
                settings.isChild()
                        ? null
                        : () -> settings.child(random.nextLong()).toProcessBuilder());
        calls.startMeasuring();
        HiccupMeter.start(voice::hiccup);
        voice.say(WorkerVoice.READY, "");
        long tallied = System.nanoTime();
        while (!stopped && !settings.onlyWarmsUp()) {
            operations.step();
            children.step(operations.kernel());
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            if (System.nanoTime() - tallied > TALLY_PERIOD_NANOS) {
                sayTally();
                tallied = System.nanoTime();
            }
        }
        children.close();
        operations.close();
        sayTally();
    }

    private void sayTally() {
        voice.say(TALLY, tally.toLine());
    }
}
