package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.HiccupMeter;
import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import io.mailslot.it.storm.StormProcess;
import io.mailslot.it.storm.WorkerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps writers and readers of two small mailslots running and kills one after the other. The receivers that the readers
 * share are this JVM's; it also listens to the broadcast itself, and survives.
 */
final class SlotStorm {
    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int LONGEST_CALM_NANOS = 150_000_000;
    private static final int LONGEST_GAP_IN_BURST_NANOS = 8_000_000;
    private static final int FEWEST_READY = 4;
    private static final Duration NAP = Duration.ofMillis(50);

    private final TestHome home;
    private final Random random;
    private final long seed;
    private final int killsWanted;
    private final Kernel kernel;
    private final Path folder;
    private final Path errors;
    private final Path command;
    private final Receiver plain;
    private final Receiver broadcast;
    private final Continuity heard = new Continuity("the survivor");
    private final Map<StormProcess, StormRole> roles = new HashMap<>();
    private final List<StormProcess> all = new ArrayList<>();
    private final Queue<Span> hiccups = new ConcurrentLinkedQueue<>();
    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> micros = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private int started;
    private int kills;
    private int readerKills;
    private volatile boolean over;

    SlotStorm(TestHome home, long seed, int kills) throws IOException, InterruptedException {
        this.home = home;
        this.seed = seed;
        this.random = new Random(seed);
        this.killsWanted = kills;
        this.folder = Files.createDirectory(home.scratch().resolve("reports"));
        this.errors = home.scratch().resolve("hands.err");
        this.kernel = home.attach();
        WorkerCommand.Made made = WorkerCommand.make(home.scratch(), StormHand.class);
        this.command = made.command();
        rehearse(made.rehearsal());
        MailslotOptions small = MailslotOptions.defaults().withInheritable(true);
        this.plain = kernel.createMailslot(StormHand.PLAIN, small.withCapacity(1L << 20 + random.nextInt(3)));
        this.broadcast = kernel.createMailslot(StormHand.BROADCAST, small.withCapacity(1L << 20 + random.nextInt(3)));
        HiccupMeter.start(hiccups::add);
    }

    /** The rehearsal has a home of its own: its mailslots have the same names. */
    private void rehearse(Path rehearsal) throws IOException, InterruptedException {
        Path own = home.scratch().resolve("rehearsal");
        StormProcess process = launch(rehearsal, own, StormRole.REHEARSAL, List.of(), false);
        process.closeInput();
        requireEnd(process);
    }

    /** Lets it rage until that many were killed, then has the writers leave, everything read, and the readers leave. */
    SlotStormReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Thread listener = new Thread(this::listen, "listener");
        listener.start();
        try {
            keepRunning();
            while (kills < killsWanted) {
                Deadline.await(FEWEST_READY + " hands are ready").until(() -> {
                    checkNothingFailed();
                    return all.stream().filter(StormProcess::isReady).count() >= FEWEST_READY;
                });
                killSome();
                keepRunning();
            }
            calmDown();
        } finally {
            over = true;
            listener.join();
        }
        checkNothingFailed();
        if (!HomeVerifier.verify(home.path(), Deadline.DEATH_NOTICED).isEmpty()) {
            throw failure("the home is not whole: " + HomeVerifier.verify(home.path(), Duration.ZERO));
        }
        if (plain.info().missedMessages() + broadcast.info().missedMessages() != 0) {
            throw failure("receivers of mailslots that drop nothing missed something: " + plain.info() + ", "
                    + broadcast.info());
        }
        Accounts accounts = Accounts.of(folder, heard.last());
        return new SlotStormReport(
                seed,
                kills,
                readerKills,
                accounts,
                segments(),
                List.copyOf(stalls),
                hiccups.stream()
                        .sorted((a, b) -> Long.compare(a.startNanos(), b.startNanos()))
                        .toList(),
                List.copyOf(micros),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void keepRunning() throws IOException {
        all.removeIf(process -> !process.isAlive() && checked(process));
        ensure(StormRole.WRITER, WRITERS);
        ensure(StormRole.READER, READERS);
        ensure(StormRole.LISTENER, 1);
    }

    private void ensure(StormRole role, int wanted) throws IOException {
        long there = all.stream().filter(process -> roles.get(process) == role).count();
        for (long i = there; i < wanted; i++) {
            boolean asChild = random.nextBoolean();
            List<String> handles = role == StormRole.READER
                    ? List.of(
                            asChild ? "-" : Long.toString(kernel.processId()),
                            Integer.toString(plain.handle()),
                            Integer.toString(broadcast.handle()))
                    : List.of();
            all.add(launch(command, home.path(), role, handles, asChild));
        }
    }

    private StormProcess launch(Path commandFile, Path where, StormRole role, List<String> handles, boolean asChild)
            throws IOException {
        List<String> words = new ArrayList<>(Files.readAllLines(commandFile));
        words.addAll(
                List.of(role.name(), Long.toString(random.nextLong()), folder.toString(), Integer.toString(++started)));
        words.addAll(handles);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(Redirect.PIPE)
                .redirectError(Redirect.appendTo(errors.toFile()));
        builder.environment().put("MAILSLOT_HOME", where.toString());
        boolean inherits = asChild && role == StormRole.READER;
        Process process = asChild
                ? kernel.createProcess(
                                builder,
                                inherits ? Inheritance.only(plain.handle(), broadcast.handle()) : Inheritance.none())
                        .process()
                : builder.start();
        StormProcess hand = new StormProcess(process, this::hear);
        roles.put(hand, role);
        return hand;
    }

    /** One, or several in so short a time that the second may die while it cleans up after the first. */
    private void killSome() {
        LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
        int inBurst = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < inBurst && kills < killsWanted; i++) {
            StormProcess hand = all.get(random.nextInt(all.size()));
            if (hand.isAlive() && (hand.isReady() || random.nextInt(16) == 0)) {
                hand.kill();
                kills++;
                readerKills += roles.get(hand) == StormRole.READER ? 1 : 0;
                LockSupport.parkNanos(random.nextInt(LONGEST_GAP_IN_BURST_NANOS));
            }
        }
    }

    private void listen() {
        try (Receiver own = kernel.createMailslot(StormHand.BROADCAST, MailslotOptions.defaults())) {
            while (!over) {
                own.read(NAP).ifPresent(heard::hear);
            }
            own.drain(Integer.MAX_VALUE, heard::hear);
        } catch (Throwable failure) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            failures.add("the survivor: " + trace);
        }
    }

    private void hear(StormProcess hand, String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case StormHand.STALL -> stalls.add(Stall.parse(words[1], words[2]));
            case StormHand.HICCUP -> hiccups.add(Span.parse(words[2]));
            case StormHand.TIMES -> {
                for (String time : words[2].trim().split(" ")) {
                    if (!time.isEmpty()) {
                        micros.add(Integer.valueOf(time));
                    }
                }
            }
            default -> failures.add("process " + hand.pid() + " printed: " + line);
        }
    }

    private void calmDown() throws InterruptedException {
        end(StormRole.WRITER);
        Deadline.await("everything is read").until(() -> {
            checkNothingFailed();
            return plain.info().messageCount() == 0 && broadcast.info().messageCount() == 0;
        });
        end(StormRole.READER);
        end(StormRole.LISTENER);
    }

    private void end(StormRole role) throws InterruptedException {
        for (StormProcess hand : all) {
            if (roles.get(hand) == role && hand.isAlive()) {
                hand.closeInput();
                requireEnd(hand);
            }
        }
    }

    private void requireEnd(StormProcess hand) throws InterruptedException {
        if (!hand.awaitEnd(Deadline.PATIENCE.toMillis())) {
            throw failure("process " + hand.pid() + " does not end");
        }
        Deadline.await("process " + hand.pid() + " is gone").until(() -> !hand.isAlive());
    }

    private boolean checked(StormProcess hand) {
        if (hand.endedOddly()) {
            failures.add(roles.get(hand) + " " + hand.pid() + " ended with " + hand.exitCode());
        }
        return true;
    }

    private void checkNothingFailed() {
        all.stream().filter(hand -> !hand.isAlive()).forEach(this::checked);
        try {
            String complaints = Files.readString(errors);
            if (!failures.isEmpty() || !complaints.isEmpty()) {
                throw failure(String.join("\n", failures) + "\n" + complaints);
            }
        } catch (IOException e) {
            throw new AssertionError("the error output cannot be read", e);
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError("storm with seed " + seed + ", after " + kills + " kills: " + what);
    }

    /** How many segments the two mailslots have had. */
    private long segments() throws IOException {
        try (var tree = Files.walk(home.path().resolve("mailslots"))) {
            return tree.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".cq4"))
                    .mapToLong(name -> Long.parseLong(name.replaceFirst("[^0-9].*", "0")))
                    .max()
                    .orElse(0);
        }
    }
}
