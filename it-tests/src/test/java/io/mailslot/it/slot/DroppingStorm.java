package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.storm.Ballast;
import io.mailslot.it.storm.Crowd;
import io.mailslot.it.storm.StormProcess;
import io.mailslot.it.storm.Workers;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Writers, listeners and a guest of one mailslot that drops its oldest messages, on a file system that is full for moments.
 * Who stands at a fault point is killed there, stopped, or let go on after a while; and anybody is stopped anywhere.
 */
final class DroppingStorm {
    private static final int LONGEST_CALM_NANOS = 20_000_000;
    private static final int LONGEST_STAND_NANOS = 50_000_000;
    private static final int LONGEST_STOP_NANOS = 200_000_000;

    /** A listener is to fall behind by more than the mailslot holds. */
    private static final int LISTENERS_STOPS = 10;

    private static final int MOST_STOPPED = 2;

    /** For long enough that the messages of one segment take all of the room: another segment would need pages. */
    private static final int LONGEST_FULL_MS = 2_000;

    private static final int LONGEST_ROOM_MS = 1_000;

    /** The stream of the one message that is written when all others are. */
    private static final int END_STREAM = 0;

    /** Who stands at a fault point until then. */
    private record Stand(StormProcess process, long until, boolean dies) {}

    private final Path folder;
    private final Workers workers;
    private final long seed;
    private final long capacity;
    private final Kernel kernel;
    private final Crowd crowd;
    private final Random random;
    private final Ballast ballast;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Map<StormProcess, Long> stopped = new HashMap<>();
    private final Map<Path, Stand> standing = new HashMap<>();
    private int started;
    private int stops;
    private int stands;
    private volatile boolean over;
    private volatile boolean ended;

    /** In the home of these, which is at that place. */
    DroppingStorm(Jvms jvms, Path place, Path scratch, long seed) throws IOException {
        this.seed = seed;
        this.folder = Files.createDirectory(scratch.resolve("reports"));
        this.kernel = jvms.kernel();
        this.crowd = new Crowd(jvms, seed, this::hear);
        this.random = crowd.random();
        this.capacity = 1L + random.nextInt(2) << 20;
        this.ballast = new Ballast(place, new Random(random.nextLong()), LONGEST_ROOM_MS, LONGEST_FULL_MS);
        this.workers = new Workers(jvms, DroppingHand.class, scratch);
        crowd.rehearse(
                DroppingRole.REHEARSAL,
                hand(workers.rehearsal(), DroppingRole.REHEARSAL),
                scratch.resolve("rehearsal"));
    }

    private boolean hear(String what, String pid, String rest) {
        return what.equals(DroppingHand.HEARD) && heard.add(rest);
    }

    /** Lets it rage for a while, then has everybody leave but the listeners, and these once all is written. */
    DroppingReport run(Duration duration) throws IOException, InterruptedException {
        try {
            refill(DroppingRole.LISTENER);
            awaitReady(DroppingRole.LISTENER.wanted());
            rageFor(duration);
            long messages = end();
            crowd.verify();
            return report(messages);
        } finally {
            crowd.killAll(); // there are none, unless something failed
            kernel.close();
        }
    }

    /** Returns how many messages there were. */
    private long end() throws InterruptedException {
        letGoOn(Long.MAX_VALUE);
        Thread calm = crowd.accompany("who lets all go on", () -> {
            while (!ended) {
                signs().forEach(DroppingStorm::takeAway);
                LockSupport.parkNanos(LONGEST_CALM_NANOS);
            }
        });
        try {
            crowd.end(process -> process.role() != DroppingRole.LISTENER);
            long messages = writeLast();
            crowd.end(process -> true);
            return messages;
        } finally {
            ended = true;
            calm.join();
        }
    }

    private DroppingReport report(long messages) throws IOException {
        long written = 1;
        long begun = 1;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(DroppingHand.STREAM))
                    .toList()) {
                Progress progress = Progress.open(file);
                written += progress.written();
                begun += progress.begun();
            }
        }
        return new DroppingReport(
                seed,
                capacity,
                crowd.kills(),
                stands,
                stops,
                ballast.times(),
                written,
                begun,
                messages,
                heard.stream().map(DroppingReport.Heard::parse).toList());
    }

    /** The number of a message tells how many were written before it: returns how many there are, with the last one. */
    private long writeLast() {
        try (Receiver receiver = kernel.createMailslot(DroppingHand.BROADCAST, DroppingHand.options(capacity));
                Sender sender = kernel.openMailslot(DroppingHand.BOUND)) {
            ByteBuffer last = ByteBuffer.allocate(Numbered.LEAST_BYTES);
            Numbered.fill(last, END_STREAM, 1);
            sender.write(last);
            return receiver.look(0, 1, (number, message) -> true);
        }
    }

    private void rageFor(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        Thread filler = crowd.accompany("who fills the disk", () -> ballast.comeAndGo(() -> over));
        try {
            long most = duration.plus(Deadline.PATIENCE).toNanos();
            while (System.nanoTime() - start < duration.toNanos()
                    || isTooCalm(duration) && System.nanoTime() - start < most) {
                refill(DroppingRole.WRITER, DroppingRole.GUEST);
                LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
                rage();
                crowd.checkNothingFailed();
            }
        } finally {
            over = true;
            filler.join();
        }
    }

    /** On a machine that takes seconds to start a JVM. */
    private boolean isTooCalm(Duration duration) {
        return crowd.kills() <= duration.toSeconds() / 8 || stands <= duration.toSeconds() / 2 || ballast.times() == 0;
    }

    private void refill(DroppingRole... roles) {
        for (DroppingRole role : roles) {
            for (int i = crowd.count(role); i < role.wanted(); i++) {
                crowd.start(role, hand(workers.worker(), role), Optional.empty());
            }
        }
    }

    private ChildSpec hand(ChildSpec jvm, DroppingRole role) {
        return jvm.withSystemProperty(FaultPoint.PROPERTY, "none")
                .withArguments(role.name(), Long.toString(random.nextLong()), folder.toString())
                .withArguments(Integer.toString(++started), Long.toString(capacity));
    }

    private void awaitReady(int processes) {
        Deadline.await(processes + " processes are ready").until(() -> {
            crowd.checkNothingFailed();
            return crowd.ready() >= processes;
        });
    }

    private void rage() {
        long now = System.nanoTime();
        noteStanding(now);
        standing.entrySet().removeIf(each -> isOver(each.getKey(), each.getValue(), now));
        letGoOn(now);
        StormProcess victim = crowd.any();
        int dice = random.nextInt(200);
        if (dice < 2 && victim.role() == DroppingRole.WRITER && victim.isReady()) {
            crowd.kill(victim);
        } else if (dice < 12 && stopped.size() < MOST_STOPPED && victim.isReady()) {
            stop(victim, now);
        }
    }

    /** Looks who has come to a fault point, and decides what becomes of it. */
    private void noteStanding(long now) {
        for (Path sign : signs()) {
            StormProcess process = owner(sign);
            if (process == null) {
                takeAway(sign);
            } else if (!standing.containsKey(sign)) {
                boolean dies = process.role() == DroppingRole.WRITER && random.nextInt(5) < 2;
                standing.put(sign, new Stand(process, now + random.nextInt(LONGEST_STAND_NANOS), dies));
                stands++;
                if (random.nextInt(4) == 0 && stopped.size() < MOST_STOPPED) {
                    stop(process, now);
                }
            }
        }
    }

    private List<Path> signs() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(DroppingHand.SIGN))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("nobody can be seen to stand", e);
        }
    }

    /** Null if it was killed. */
    private StormProcess owner(Path sign) {
        long pid = Long.parseLong(sign.getFileName().toString().split("-")[1]);
        return crowd.living().stream()
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElse(null);
    }

    private boolean isOver(Path sign, Stand stand, long now) {
        boolean dead = stand.process().isDoomed();
        if (!dead && stand.until() - now > 0) {
            return false;
        }
        if (!dead && stand.dies()) {
            crowd.kill(stand.process());
        }
        takeAway(sign);
        return true;
    }

    private static void takeAway(Path sign) {
        try {
            Files.deleteIfExists(sign);
        } catch (IOException e) {
            throw new UncheckedIOException("nobody can be let go on", e);
        }
    }

    private void stop(StormProcess process, long now) {
        if (!stopped.containsKey(process)) {
            process.standStill(true);
            long times = process.role() == DroppingRole.LISTENER ? LISTENERS_STOPS : 1;
            stopped.put(process, now + times * random.nextInt(LONGEST_STOP_NANOS));
            stops++;
        }
    }

    private void letGoOn(long now) {
        stopped.entrySet().removeIf(each -> {
            boolean due = each.getKey().isDoomed() || each.getValue() - now <= 0;
            if (due && !each.getKey().isDoomed()) {
                each.getKey().standStill(false);
            }
            return due;
        });
    }
}
