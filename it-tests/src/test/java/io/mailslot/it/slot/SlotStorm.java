package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.Crowd;
import io.mailslot.it.storm.KillRhythm;
import io.mailslot.it.storm.StormProcess;
import io.mailslot.it.storm.Workers;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps writers and readers of two small mailslots running and kills one after the other. The receivers that the readers
 * share are this JVM's; it also listens to the broadcast itself, and survives.
 */
final class SlotStorm {
    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int FEWEST_READY = 4;
    private static final KillRhythm RHYTHM = new KillRhythm(150_000_000, 8_000_000, 4, 2);
    private static final Duration NAP = Duration.ofMillis(50);

    private final TestHome home;
    private final long seed;
    private final int killsWanted;
    private final Kernel kernel;
    private final Crowd crowd;
    private final Random random;
    private final Path folder;
    private final Workers workers;
    private final Receiver plain;
    private final Receiver broadcast;
    private final Continuity heard = new Continuity("the survivor");
    private final Queue<Integer> micros = new ConcurrentLinkedQueue<>();
    private int started;
    private int readerKills;
    private volatile boolean over;

    SlotStorm(TestHome home, Jvms jvms, long seed, int kills) throws IOException {
        this.home = home;
        this.seed = seed;
        this.killsWanted = kills;
        this.kernel = jvms.kernel();
        this.crowd = new Crowd(jvms, seed, this::hear);
        this.random = crowd.random();
        this.folder = Files.createDirectory(home.scratch().resolve("reports"));
        this.workers = new Workers(jvms, StormHand.class, home.scratch());
        // With a home of its own: its mailslots have the same names.
        crowd.rehearse(
                StormRole.REHEARSAL,
                hand(workers.rehearsal(), StormRole.REHEARSAL),
                home.scratch().resolve("rehearsal"));
        MailslotOptions small = MailslotOptions.defaults().withInheritable(true);
        this.plain = kernel.createMailslot(StormHand.PLAIN, small.withCapacity(1L << 20 + random.nextInt(3)));
        this.broadcast = kernel.createMailslot(StormHand.BROADCAST, small.withCapacity(1L << 20 + random.nextInt(3)));
    }

    /** Lets it rage until that many were killed, then has the writers leave, everything read, and the readers leave. */
    SlotStormReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Thread listener = crowd.accompany("the survivor", this::listen);
        try {
            crowd.rage(killsWanted, this::keepRunning, FEWEST_READY, RHYTHM, this::killOne);
            keepRunning();
            calmDown();
        } finally {
            over = true;
            listener.join();
        }
        crowd.checkNothingFailed();
        crowd.verify();
        if (plain.info().missedMessages() + broadcast.info().missedMessages() != 0) {
            throw crowd.failure("receivers of mailslots that drop nothing missed something: " + plain.info() + ", "
                    + broadcast.info());
        }
        return new SlotStormReport(
                seed,
                crowd.kills(),
                readerKills,
                Accounts.of(folder, heard.last()),
                segments(),
                crowd.delays(),
                List.copyOf(micros),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void keepRunning() {
        ensure(StormRole.WRITER, WRITERS);
        ensure(StormRole.READER, READERS);
        ensure(StormRole.LISTENER, 1);
    }

    private void ensure(StormRole role, int wanted) {
        for (int i = crowd.count(role); i < wanted; i++) {
            boolean asChild = random.nextBoolean();
            if (role == StormRole.READER) {
                ChildSpec reader = hand(
                        workers.worker(),
                        role,
                        asChild ? "-" : Long.toString(kernel.processId()),
                        Integer.toString(plain.handle()),
                        Integer.toString(broadcast.handle()));
                Inheritance receivers = Inheritance.only(plain.handle(), broadcast.handle());
                crowd.start(role, reader, asChild ? Optional.of(receivers) : Optional.empty());
            } else {
                crowd.start(
                        role,
                        hand(workers.worker(), role),
                        asChild ? Optional.of(Inheritance.none()) : Optional.empty());
            }
        }
    }

    private ChildSpec hand(ChildSpec jvm, StormRole role, String... handles) {
        return jvm.withArguments(role.name(), Long.toString(random.nextLong()), folder.toString())
                .withArguments(Integer.toString(++started))
                .withArguments(handles);
    }

    private void killOne() {
        StormProcess hand = crowd.any();
        if (hand.isAlive() && (hand.isReady() || random.nextInt(16) == 0)) {
            crowd.kill(hand);
            readerKills += hand.role() == StormRole.READER ? 1 : 0;
        }
    }

    private void listen() {
        try (Receiver own = kernel.createMailslot(StormHand.BROADCAST, MailslotOptions.defaults())) {
            while (!over) {
                own.read(NAP).ifPresent(heard::hear);
            }
            own.drain(Integer.MAX_VALUE, heard::hear);
        }
    }

    private boolean hear(String what, String pid, String rest) {
        if (!what.equals(StormHand.TIMES)) {
            return false;
        }
        for (String time : rest.trim().split(" ")) {
            if (!time.isEmpty()) {
                micros.add(Integer.valueOf(time));
            }
        }
        return true;
    }

    private void calmDown() {
        crowd.end(hand -> hand.role() == StormRole.WRITER);
        Deadline.await("everything is read").until(() -> {
            crowd.checkNothingFailed();
            return plain.info().messageCount() == 0 && broadcast.info().messageCount() == 0;
        });
        crowd.end(hand -> true);
    }

    /** How many segments the busier mailslot has had. */
    private long segments() throws IOException {
        try (var tree = LiveTree.walk(home.path().resolve("mailslots"))) {
            return tree.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+\\.cq4"))
                    .mapToLong(name -> Long.parseLong(name.replaceFirst("[^0-9].*", "")))
                    .max()
                    .orElse(0);
        }
    }
}
