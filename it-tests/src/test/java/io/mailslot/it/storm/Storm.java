package io.mailslot.it.storm;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Keeps workers running on one home and kills one after the other. This JVM works along, and survives. */
final class Storm {
    private static final int WORKERS = 8;
    private static final int FEWEST_READY = 5;
    private static final int LONGEST_CALM_NANOS = 80_000_000;
    private static final int LONGEST_GAP_IN_BURST_NANOS = 12_000_000;
    private static final int KILLS_PER_VERIFICATION = 20;
    private static final int SURVIVOR_PAUSE_NANOS = 4_000_000;

    private final TestHome home;
    private final long seed;
    private final Random random;
    private final int killsWanted;
    private final Kernel kernel;
    private final Path errors;
    private final Path command;
    private final Queue<Span> hiccups = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final List<StormProcess> workers = new ArrayList<>();
    private final List<StormProcess> all = new ArrayList<>();
    private int kills;
    private int verifications;
    private volatile boolean over;

    Storm(TestHome home, long seed, int kills) throws IOException, InterruptedException {
        this.home = home;
        this.seed = seed;
        this.random = new Random(seed);
        this.killsWanted = kills;
        this.kernel = home.attach();
        this.errors = home.scratch().resolve("workers.err");
        WorkerCommand.Made made = WorkerCommand.make(home.scratch(), StormWorker.class);
        this.command = made.command();
        rehearse(made.rehearsal());
        HiccupMeter.start(hiccups::add);
    }

    private void rehearse(Path rehearsal) throws IOException, InterruptedException {
        ProcessBuilder builder = new StormSettings(StormSettings.Kind.REHEARSAL, seed, rehearsal).toProcessBuilder();
        StormProcess process = launch(builder, false);
        process.closeInput();
        requireEnd(process);
    }

    /** Lets it rage until that many were killed, then has everybody leave. */
    StormReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Thread survivor = new Thread(this::survive, "survivor");
        survivor.start();
        try {
            while (kills < killsWanted) {
                keepWorkersRunning();
                awaitReady();
                killSome();
                checkNothingFailed();
            }
            verify();
        } finally {
            over = true;
            survivor.join();
        }
        calmDown();
        verify();
        checkNothingFailed();
        return report(Duration.ofNanos(System.nanoTime() - start));
    }

    private void keepWorkersRunning() throws IOException {
        workers.removeIf(worker -> !worker.isAlive());
        while (workers.size() < WORKERS) {
            ProcessBuilder builder =
                    new StormSettings(StormSettings.Kind.WORKER, random.nextLong(), command).toProcessBuilder();
            workers.add(launch(builder, random.nextBoolean()));
        }
    }

    private StormProcess launch(ProcessBuilder builder, boolean asChild) throws IOException {
        builder.environment().put("MAILSLOT_HOME", home.path().toString());
        builder.redirectOutput(Redirect.PIPE).redirectError(Redirect.appendTo(errors.toFile()));
        Process process =
                asChild ? kernel.createProcess(builder, Inheritance.all()).process() : builder.start();
        StormProcess worker = new StormProcess(process, this::hear);
        all.add(worker);
        return worker;
    }

    private void awaitReady() {
        Deadline.await(FEWEST_READY + " workers are ready").until(() -> {
            checkNothingFailed();
            return ready().size() >= FEWEST_READY;
        });
    }

    private List<StormProcess> ready() {
        return workers.stream()
                .filter(worker -> worker.isReady() && worker.isAlive())
                .toList();
    }

    /** One, or several in so short a time that the second may die while it cleans up after the first. */
    private void killSome() {
        LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
        int inBurst = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < inBurst && kills < killsWanted; i++) {
            killOne();
            LockSupport.parkNanos(random.nextInt(LONGEST_GAP_IN_BURST_NANOS));
        }
    }

    private void killOne() {
        StormProcess worker = workers.get(random.nextInt(workers.size()));
        List<ProcessHandle> children = worker.isAlive() ? worker.children() : List.of();
        if (!children.isEmpty() && random.nextInt(4) == 0) {
            children.get(random.nextInt(children.size())).destroyForcibly();
        } else if (worker.isAlive() && (worker.isReady() || random.nextInt(4) == 0)) {
            worker.kill();
        } else {
            return;
        }
        kills++;
        if (kills % KILLS_PER_VERIFICATION == 0) {
            verify();
        }
    }

    private void verify() {
        verifications++;
        List<Finding> findings = HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED);
        if (!findings.isEmpty()) {
            throw failure("the home is not whole after " + kills + " kills: " + findings);
        }
    }

    /** This JVM's own share in the storm. */
    private void survive() {
        Tally tally = tally(Long.toString(ProcessHandle.current().pid()));
        Calls calls = new Calls(tally, stalls::add, hiccups::add);
        try {
            Random own = new Random(seed);
            StormOperations operations = new StormOperations(home.path(), home.scratch(), own, calls, false);
            StormChildren children = new StormChildren(own, calls, null);
            operations.warmUp();
            calls.startMeasuring();
            while (!over) {
                operations.step();
                children.step(operations.kernel());
                LockSupport.parkNanos(own.nextInt(SURVIVOR_PAUSE_NANOS));
            }
            operations.close();
        } catch (Throwable failure) {
            failures.add("the survivor: " + trace(failure));
        }
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private Tally tally(String pid) {
        return tallies.computeIfAbsent(pid, key -> new Tally());
    }

    private void hear(StormProcess worker, String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case StormWorker.READY -> tally(words[1]);
            case StormWorker.TALLY -> tallies.put(words[1], Tally.parse(words[2]));
            case StormWorker.STALL -> stalls.add(Stall.parse(words[1], words[2]));
            case StormWorker.HICCUP -> hiccups.add(Span.parse(words[2]));
            default -> failures.add("worker " + worker.pid() + " printed: " + line);
        }
    }

    private void checkNothingFailed() {
        for (StormProcess worker : List.copyOf(all)) {
            if (!worker.isAlive()) {
                all.remove(worker);
                checkEnd(worker);
            }
        }
        String complaints = errorOutput();
        if (!failures.isEmpty() || !complaints.isEmpty()) {
            throw failure(String.join("\n", failures) + "\n" + complaints);
        }
    }

    private void checkEnd(StormProcess worker) {
        if (worker.endedOddly()) {
            failures.add("worker " + worker.pid() + " ended with " + worker.exitCode());
        }
    }

    private String errorOutput() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new AssertionError("the workers' error output cannot be read", e);
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError("storm with seed " + seed + ", after " + kills + " kills: " + what);
    }

    private void calmDown() throws InterruptedException {
        workers.forEach(StormProcess::closeInput);
        for (StormProcess worker : workers) {
            requireEnd(worker);
        }
    }

    private void requireEnd(StormProcess worker) throws InterruptedException {
        if (!worker.awaitEnd(Deadline.PATIENCE.toMillis())) {
            throw failure("worker " + worker.pid() + " or a child of it does not end");
        }
        Deadline.await("worker " + worker.pid() + " is gone").until(() -> !worker.isAlive());
    }

    private StormReport report(Duration duration) {
        Tally sum = new Tally();
        tallies.values().forEach(sum::add);
        return new StormReport(seed, kills, verifications, sum, List.copyOf(stalls), List.copyOf(hiccups), duration);
    }
}
