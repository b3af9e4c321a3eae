package io.mailslot.it.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of the storm. It works until its input ends, which its parent's death brings about too; a child of a
 * worker goes on for a moment after that. It says how it fares, one line at a time, on standard output, which its
 * children share, and why it fails on standard error.
 */
public final class StormWorker {
    /** Prefixes of the lines; each is followed by the process id. */
    static final String READY = "ready";

    static final String TALLY = "tally";
    static final String STALL = "stall";
    static final String HICCUP = "hiccup";

    static final int FAILED = 3;

    private static final long TALLY_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LONGEST_PAUSE_NANOS = 4_000_000;
    private static final int LONGEST_ORPHANED_LIFE_MS = 300;

    private final StormSettings settings;
    private final Random random;
    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private final Tally tally = new Tally();
    private final Calls calls = new Calls(tally, stall -> print(STALL, stall.toLine()), this::printHiccup);
    private volatile boolean stopped;

    private StormWorker(StormSettings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new StormWorker(StormSettings.parse(args)).run();
    }

    private void run() throws IOException, InterruptedException {
        Thread operator = new Thread(this::operate, "operator");
        operator.start();
        while (System.in.read() >= 0) {
            continue; // nobody writes; the end is the message
        }
        if (settings.isChild()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_ORPHANED_LIFE_MS)));
        }
        stopped = true;
        operator.join();
    }

    private void operate() {
        try {
            work();
        } catch (Throwable failure) {
            // In one piece: the file takes the traces of all workers.
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            System.err.print("worker " + ProcessHandle.current().pid() + ": " + trace);
            System.err.flush();
            Runtime.getRuntime().halt(FAILED);
        }
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
        HiccupMeter.start(this::printHiccup);
        print(READY, "");
        long tallied = System.nanoTime();
        while (!stopped && !settings.onlyWarmsUp()) {
            operations.step();
            children.step(operations.kernel());
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            if (System.nanoTime() - tallied > TALLY_PERIOD_NANOS) {
                printTally();
                tallied = System.nanoTime();
            }
        }
        children.close();
        operations.close();
        printTally();
    }

    private void printHiccup(Span hiccup) {
        print(HICCUP, hiccup.toLine());
    }

    private void printTally() {
        print(TALLY, tally.toLine());
    }

    private void print(String what, String rest) {
        String line = what + " " + ProcessHandle.current().pid() + " " + rest + "\n";
        try {
            output.write(line.getBytes(UTF_8));
        } catch (IOException nobodyListens) {
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
