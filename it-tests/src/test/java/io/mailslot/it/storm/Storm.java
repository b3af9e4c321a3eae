package io.mailslot.it.storm;

import io.mailslot.api.Inheritance;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Keeps workers running on one home and kills one after the other. This JVM works along, and survives. */
final class Storm {
    private static final int WORKERS = 8;
    private static final int FEWEST_READY = 5;
    private static final KillRhythm RHYTHM = new KillRhythm(80_000_000, 12_000_000, 3, 3);
    private static final int KILLS_PER_VERIFICATION = 20;
    private static final int SURVIVOR_PAUSE_NANOS = 4_000_000;

    private final TestHome home;
    private final long seed;
    private final int killsWanted;
    private final Crowd crowd;
    private final Random random;
    private final Workers workers;
    private final Path command;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private volatile boolean over;

    Storm(TestHome home, Jvms jvms, long seed, int kills) {
        this.home = home;
        this.seed = seed;
        this.killsWanted = kills;
        this.crowd = new Crowd(jvms, seed, this::hear);
        this.random = crowd.random();
        this.workers = new Workers(jvms, StormWorker.class, home.scratch());
        this.command = workers.writeCommand(home.scratch().resolve("worker.command"));
        StormSettings rehearsal = new StormSettings(StormSettings.Kind.REHEARSAL, seed, command);
        crowd.rehearse(rehearsal.kind(), workers.rehearsal().withArguments(rehearsal.toArguments()), home.path());
    }

    /** Lets it rage until that many were killed, then has everybody leave. */
    StormReport run() throws InterruptedException {
        long start = System.nanoTime();
        Thread survivor = crowd.accompany("the survivor", this::survive);
        try {
            crowd.rage(killsWanted, this::keepWorkersRunning, FEWEST_READY, RHYTHM, this::killOne);
            crowd.verify();
        } finally {
            over = true;
            survivor.join();
        }
        crowd.end(worker -> true);
        home.awaitNobodyLeft(); // workers have children
        crowd.verify();
        return report(Duration.ofNanos(System.nanoTime() - start));
    }

    private void keepWorkersRunning() {
        while (crowd.count(StormSettings.Kind.WORKER) < WORKERS) {
            StormSettings settings = new StormSettings(StormSettings.Kind.WORKER, random.nextLong(), command);
            Optional<Inheritance> asChild = random.nextBoolean() ? Optional.of(Inheritance.all()) : Optional.empty();
            crowd.start(settings.kind(), workers.worker().withArguments(settings.toArguments()), asChild);
        }
    }

    private void killOne() {
        StormProcess worker = crowd.any();
        List<ProcessHandle> children = worker.isAlive() ? worker.children() : List.of();
        if (!children.isEmpty() && random.nextInt(4) == 0) {
            crowd.kill(children.get(random.nextInt(children.size())));
        } else if (worker.isAlive() && (worker.isReady() || random.nextInt(4) == 0)) {
            crowd.kill(worker);
        } else {
            return;
        }
        if (crowd.kills() % KILLS_PER_VERIFICATION == 0) {
            crowd.verify();
        }
    }

    /** This JVM's own share in the storm. */
    private void survive() {
        Tally tally = tally(Long.toString(ProcessHandle.current().pid()));
        Calls calls = new Calls(tally, crowd::note, crowd::note);
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
    }

    private Tally tally(String pid) {
        return tallies.computeIfAbsent(pid, key -> new Tally());
    }

    private boolean hear(String what, String pid, String rest) {
        switch (what) {
            case WorkerVoice.READY -> tally(pid); // a child of a worker
            case StormWorker.TALLY -> tallies.put(pid, Tally.parse(rest));
            default -> {
                return false;
            }
        }
        return true;
    }

    private StormReport report(Duration duration) {
        Delays delays = crowd.delays();
        Tally sum = new Tally();
        tallies.values().forEach(sum::add);
        return new StormReport(seed, crowd.kills(), crowd.verifications(), sum, delays, duration);
    }
}
