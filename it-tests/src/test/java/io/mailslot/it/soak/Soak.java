package io.mailslot.it.soak;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Templates;
import io.mailslot.it.storm.Ballast;
import io.mailslot.it.storm.Crowd;
import io.mailslot.it.storm.StormProcess;
import io.mailslot.it.storm.Workers;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps processes of all roles at work, kills one, stops one and has it go on, all at random. This JVM owns the receivers
 * that readers share, listens to each broadcast mailslot from beginning to end, and asks the questions; it survives.
 */
final class Soak {
    private static final int LONGEST_CALM_NANOS = 400_000_000;
    private static final int LONGEST_STOP_NANOS = 1_200_000_000;
    private static final int LONGEST_DELAY_NANOS = 10_000_000;
    private static final int LONGEST_ROOM_MS = 2_000;
    private static final int LONGEST_FULL_MS = 700;
    private static final int MOST_STOPPED = 2;
    private static final Duration NAP = Duration.ofMillis(50);
    private static final Duration END = Duration.ofSeconds(120);

    private final Path place;
    private final Path folder;
    private final Workers workers;
    private final long seed;
    private final Kernel kernel;
    private final Crowd crowd;
    private final Random random;
    private final SoakTally tally = new SoakTally();
    private final Executor elsewhere = Executors.newSingleThreadExecutor(SoakHand::daemon);
    private final Map<SoakSlot, KernelHandle> receivers = new EnumMap<>(SoakSlot.class);
    private final Map<SoakSlot, KernelHandle> senders = new EnumMap<>(SoakSlot.class);
    private final Map<SoakSlot, SoakListener> survivors = new EnumMap<>(SoakSlot.class);

    /** Who stands still, and until when. */
    private final Map<StormProcess, Long> stopped = new ConcurrentHashMap<>();

    private final Ballast ballast;
    private final Receiver answers;
    private int started;
    private int stops;
    private int takersKilled;
    private SoakEcho asker;
    private volatile boolean over;

    /** In the home of these, which is at that place. */
    Soak(Jvms jvms, Path place, Path scratch, long seed) throws IOException {
        this.place = place;
        this.seed = seed;
        this.kernel = jvms.kernel();
        this.crowd = new Crowd(jvms, seed, this::hear);
        this.random = crowd.random();
        this.ballast = new Ballast(place, new Random(random.nextLong()), LONGEST_ROOM_MS, LONGEST_FULL_MS);
        this.folder = Files.createDirectory(scratch.resolve("reports"));
        this.workers = new Workers(jvms, SoakHand.class, scratch);
        crowd.rehearse(
                SoakRole.REHEARSAL,
                hand(workers.rehearsal(), SoakRole.REHEARSAL, SoakHand.INHERITED, Map.of()),
                scratch.resolve("rehearsal"));
        this.answers = SoakEcho.create(kernel, SoakEcho.ANSWERS);
        for (SoakSlot slot : SoakSlot.values()) {
            create(slot);
        }
    }

    private void create(SoakSlot slot) {
        boolean durable = slot == SoakSlot.LEDGER;
        MailslotOptions options = slot.options();
        Receiver receiver =
                kernel.createMailslot(slot.created(), durable ? options.withCursor(SoakSlot.SURVIVOR) : options);
        if (durable) {
            kernel.createMailslot(slot.created(), options.withCursor(SoakSlot.LOOKER))
                    .close();
            kernel.createMailslot(slot.created(), options.withCursor(SoakSlot.TAKER))
                    .close();
        }
        if (slot.isBroadcast()) {
            Random own = new Random(random.nextLong());
            survivors.put(slot, new SoakListener(slot, receiver, false, own, elsewhere));
        }
        receivers.put(slot, receiver);
        OpenOptions patient = OpenOptions.defaults().withInheritable(true).withWriteTimeout(SoakHand.WRITE_TIMEOUT);
        senders.put(slot, kernel.openMailslot(slot.local(), patient));
    }

    /** Lets it rage for a while, then has the writers leave, everything read, and all others leave. */
    SoakReport run(Duration duration) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            rageFor(duration);
            crowd.end(process -> true);
        } finally {
            crowd.killAll(); // there are none, unless something failed
        }
        crowd.verify();
        asker.close(); // its mailslots have no room among those that are to be full in a moment
        SoakReport report = report(System.nanoTime() - start, SoakAccounts.of(folder, survivors));
        requireNothingAside(report);
        requireRoom(report);
        return report.inTheEnd(freeBytes());
    }

    private SoakReport report(long nanos, SoakAccounts accounts) {
        return new SoakReport(
                seed,
                nanos / 1_000_000,
                crowd.kills(),
                takersKilled,
                stops,
                ballast.times(),
                asker.asked(),
                asker.late(),
                -1,
                tally,
                accounts);
    }

    private void rageFor(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        try {
            survivors.forEach((slot, survivor) ->
                    threads.add(crowd.accompany("survivor of " + slot, () -> listen(slot, survivor))));
            threads.add(crowd.accompany("who lets go on", this::letGoOnInTime));
            start(SoakRole.ECHO);
            awaitReady(1);
            threads.add(crowd.accompany("who fills the disk", () -> ballast.comeAndGo(() -> over)));
            threads.add(crowd.accompany("who asks", this::ask));
            while (System.nanoTime() - start < duration.toNanos()) {
                rage();
            }
            calmDown();
        } finally {
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void rage() {
        refill(SoakRole.values());
        awaitReady(SoakRole.values().length - 1);
        LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
        StormProcess victim = crowd.any();
        boolean ripe = victim.isReady() || random.nextInt(8) == 0;
        if (ripe && ((SoakRole) victim.role()).isVictim()) {
            if (random.nextInt(5) < 2) {
                kill(victim);
            } else if (stopped.size() < MOST_STOPPED && !stopped.containsKey(victim)) {
                victim.standStill(true);
                stopped.put(victim, System.nanoTime() + random.nextInt(LONGEST_STOP_NANOS));
                stops++;
            }
        }
        crowd.checkNothingFailed();
    }

    private void refill(SoakRole... roles) {
        for (SoakRole role : roles) {
            for (int i = crowd.count(role); i < role.wanted(); i++) {
                if (role.isAlone()) {
                    Deadline.await("the last " + role + " has died").until(() -> crowd.areDead(role));
                }
                start(role);
            }
        }
    }

    private void awaitReady(int processes) {
        Deadline.await(processes + " processes are ready").until(() -> {
            crowd.checkNothingFailed();
            return crowd.ready() >= processes;
        });
    }

    /** In a thread of its own: who stands still may hold what the one that starts and kills waits for. */
    private void letGoOnInTime() {
        while (!over) {
            letGoOn(System.nanoTime());
            LockSupport.parkNanos(LONGEST_DELAY_NANOS);
        }
    }

    private void letGoOn(long now) {
        stopped.entrySet().removeIf(each -> {
            boolean due = each.getValue() - now <= 0;
            if (due) {
                each.getKey().standStill(false);
            }
            return due;
        });
    }

    private void kill(StormProcess victim) {
        stopped.remove(victim); // dies all the same
        crowd.kill(victim);
        takersKilled += victim.role() == SoakRole.READER || victim.role() == SoakRole.TAKER ? 1 : 0;
    }

    /** As a child, which inherits what it uses, or plainly. */
    private void start(SoakRole role) {
        Map<SoakSlot, KernelHandle> handles = switch (role) {
            case WRITER -> senders;
            case READER -> receivers;
            default -> Map.of();
        };
        boolean asChild = random.nextBoolean();
        String owner = asChild ? SoakHand.INHERITED : Long.toString(kernel.processId());
        int[] inherited =
                handles.values().stream().mapToInt(KernelHandle::handle).toArray();
        crowd.start(
                role,
                hand(workers.worker(), role, owner, handles),
                asChild ? Optional.of(Inheritance.only(inherited)) : Optional.empty());
    }

    private ChildSpec hand(ChildSpec jvm, SoakRole role, String owner, Map<SoakSlot, KernelHandle> handles) {
        String[] numbers = Arrays.stream(SoakSlot.values())
                .map(slot -> Integer.toString(
                        handles.containsKey(slot) ? handles.get(slot).handle() : 0))
                .toArray(String[]::new);
        return jvm.withArguments(role.name(), Long.toString(random.nextLong()), folder.toString())
                .withArguments(Integer.toString(++started), owner)
                .withArguments(numbers);
    }

    private void listen(SoakSlot slot, SoakListener survivor) {
        KernelHandle receiver = receivers.get(slot);
        while (!over) {
            if (survivor.step() == 0) {
                kernel.waitFor(NAP, receiver.handle());
            }
        }
    }

    private void ask() {
        asker = SoakEcho.of(kernel, answers, SoakEcho.QUESTIONS);
        asker.ask(() -> over, new Random(seed));
    }

    private boolean hear(String what, String pid, String rest) {
        if (!what.equals(SoakHand.TALLY)) {
            return false;
        }
        tally.add(rest);
        return true;
    }

    private void calmDown() {
        letGoOn(Long.MAX_VALUE);
        crowd.end(process -> process.role() == SoakRole.WRITER);
        refill(SoakRole.READER, SoakRole.LOOKER, SoakRole.TAKER);
        Deadline.await("everything is read", END).until(() -> {
            crowd.checkNothingFailed();
            return Arrays.stream(SoakSlot.values()).allMatch(this::isRead);
        });
    }

    private boolean isRead(SoakSlot slot) {
        var status = HomeInspector.inspect(kernel.home(), Detail.ALLOCATED_BYTES)
                .flatMap(home -> home.mailslot(slot.local()))
                .orElseThrow();
        slot.check(status);
        return status.messageCount() == 0
                && status.cursors().stream()
                                .mapToLong(CursorStatus::messageCount)
                                .sum()
                        == 0;
    }

    /** Those who were killed in their first write have left nothing. */
    private void requireNothingAside(SoakReport report) {
        List<Path> left = Templates.under(place);
        if (!left.isEmpty()) {
            throw failure("of processes that were killed is left " + left, report);
        }
    }

    private AssertionError failure(String what, SoakReport report) {
        return crowd.failure(what + "\n" + report + "pages:\n" + SoakPages.of(place));
    }

    /** All room came back: each mailslot takes its largest message at once. For that all have room beside each other. */
    private void requireRoom(SoakReport report) {
        System.out.print("pages before each mailslot takes its largest message:\n" + SoakPages.of(place));
        for (SoakSlot slot : SoakSlot.values()) {
            Sender sender = kernel.sender(senders.get(slot).handle());
            if (!hasRoom(sender, slot, report)) {
                throw failure("there is no room in " + slot + ", of which all is read: " + sender.info(), report);
            }
            Receiver receiver = kernel.receiver(receivers.get(slot).handle());
            int size = receiver.read(NAP).map(message -> message.length).orElse(-1);
            if (size != slot.largestMessage()) {
                throw crowd.failure("the last message of " + slot + " has " + size + " bytes");
            }
        }
    }

    private boolean hasRoom(Sender sender, SoakSlot slot, SoakReport report) {
        try {
            return sender.tryWrite(ByteBuffer.allocate(slot.largestMessage()));
        } catch (DiskFullException e) {
            AssertionError failure = failure("the disk has no room for " + slot + ", of which all is read", report);
            failure.initCause(e);
            throw failure;
        }
    }

    /** Of the file system, once all mailslots are gone. */
    private long freeBytes() throws IOException {
        senders.values().forEach(KernelHandle::close);
        receivers.values().forEach(KernelHandle::close);
        kernel.deleteMailslot(SoakSlot.LEDGER.local());
        crowd.verify();
        long free = Files.getFileStore(kernel.home()).getUsableSpace();
        kernel.close();
        return free;
    }
}
