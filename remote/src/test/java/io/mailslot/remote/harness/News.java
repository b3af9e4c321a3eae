package io.mailslot.remote.harness;

import io.mailslot.api.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A broadcast among machines. Who is not there yet when something is sent misses it, so each sender begins with what may be missed,
 * until everybody has heard him; from then on everything has to come everywhere, once.
 */
public final class News {
    private static final String NAME = "\\\\*\\mailslot\\news";
    private static final int SIZE = 100;
    private static final long HELLO_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Machine> hearers;
    private final List<Tally> tallies = new ArrayList<>();
    private final Crew crew;

    private News(List<Machine> hearers, Crew crew) {
        this.hearers = hearers;
        this.crew = crew;
        for (Machine hearer : hearers) {
            tallies.add(crew.read(hearer.create(NAME), Tally.ofTheRest()));
        }
    }

    /** Has machines listen. */
    public static News among(List<Machine> hearers, Crew crew) {
        return new News(hearers, crew);
    }

    /** Has some of the machines send at once, and waits until all of it has come, and nothing else. */
    public void send(List<Machine> senders, int count) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Machine sender : senders) {
            int writer = senders.indexOf(sender);
            Sender opened = sender.open(NAME);
            all.add(crew.start("news of " + sender.name(), () -> write(opened, writer, count)));
        }
        for (CompletableFuture<Void> each : all) {
            Crew.await(each, Patience.LONG.multipliedBy(2));
        }
        tallies.forEach(Tally::requireOnce);
    }

    private void write(Sender sender, int writer, int count) {
        long number = 0;
        long giveUp = System.nanoTime() + Patience.LONG.toNanos();
        while (tallies.stream().anyMatch(tally -> tally.came(writer) == 0)) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("not heard everywhere: " + this);
            }
            sender.write(Numbered.message(writer, number++, SIZE));
            LockSupport.parkNanos(HELLO_NANOS);
        }
        for (int i = 0; i < count; i++) {
            sender.write(Numbered.message(writer, number++, SIZE));
        }
        long last = number;
        Patience.await("everybody has all news").until(() -> {
            crew.check();
            return tallies.stream().allMatch(tally -> tally.came(writer) == last);
        });
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hearers.size(); i++) {
            text.append(hearers.get(i).name())
                    .append(": ")
                    .append(tallies.get(i))
                    .append('\n');
        }
        return text.toString();
    }
}
