package io.mailslot.benchmarks.race;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the contestants do. */
enum Work {
    ONE_64("64 B, one by one", Measure.RATE, 64, 1, 1, 1, all()),
    BATCH_64(
            "64 B, batches of 64 where there are batches",
            Measure.RATE,
            64,
            64,
            1,
            1,
            EnumSet.of(
                    Contestant.MAILSLOT,
                    Contestant.AERON,
                    Contestant.RING,
                    Contestant.CHRONICLE,
                    Contestant.UNIX_SOCKET,
                    Contestant.UNIX_SOCKET_64K,
                    Contestant.PIPE,
                    Contestant.TCP)),
    /** Of the JVMs: nothing is compiled yet. */
    FIRST_SECOND("64 B, one by one, in the first second", Measure.RATE, 64, 1, 1, 1, all()),
    ONE_1K("1 KiB, one by one", Measure.RATE, 1 << 10, 1, 1, 1, all()),
    ONE_64K("64 KiB, one by one", Measure.BYTES, 64 << 10, 1, 1, 1, ungathered()),
    ROUND_TRIP("64 B there and back", Measure.ROUND_TRIP, 64, 1, 1, 1, withBlocking()),
    FAN_OUT_1("64 B, broadcast to 1 receiver", Measure.RATE, 64, 1, 1, 1, some()),
    FAN_OUT_4("64 B, broadcast to 4 receivers", Measure.RATE, 64, 1, 1, 4, some()),
    FAN_IN_3("64 B, 3 senders to 1 receiver", Measure.RATE, 64, 1, 3, 1, some());

    private final String title;
    private final Measure measure;
    private final int size;
    private final int batch;
    private final int senders;
    private final int receivers;
    private final Set<Contestant> contestants;

    Work(String title, Measure measure, int size, int batch, int senders, int receivers, Set<Contestant> contestants) {
        this.title = title;
        this.measure = measure;
        this.size = size;
        this.batch = batch;
        this.senders = senders;
        this.receivers = receivers;
        this.contestants = contestants;
    }

    String title() {
        return title;
    }

    /** As the command line and the files of results have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Measure measure() {
        return measure;
    }

    int size() {
        return size;
    }

    int batch() {
        return batch;
    }

    int senders() {
        return senders;
    }

    int receivers() {
        return receivers;
    }

    boolean broadcast() {
        return name().startsWith("FAN_OUT");
    }

    List<Contestant> contestants() {
        return new ArrayList<>(contestants);
    }

    /** How long to warm up, where others do it for so long. */
    int warmUpMillis(int others) {
        return this == FIRST_SECOND ? 0 : others;
    }

    /** How long to measure, where others do it for so long. */
    int millis(int others) {
        return this == FIRST_SECOND ? Math.min(others, 1_000) : others;
    }

    private static Set<Contestant> withBlocking() {
        return EnumSet.complementOf(EnumSet.of(Contestant.UNIX_SOCKET_64K));
    }

    private static Set<Contestant> all() {
        return EnumSet.complementOf(EnumSet.of(Contestant.MAILSLOT_READ));
    }

    /** For messages that fill a write by themselves. */
    private static Set<Contestant> ungathered() {
        return EnumSet.complementOf(EnumSet.of(Contestant.UNIX_SOCKET_64K, Contestant.MAILSLOT_READ));
    }

    private static Set<Contestant> some() {
        return EnumSet.of(
                Contestant.MAILSLOT,
                Contestant.AERON,
                Contestant.RING,
                Contestant.CHRONICLE,
                Contestant.UNIX_SOCKET,
                Contestant.UNIX_SOCKET_64K,
                Contestant.PIPE,
                Contestant.JEROMQ);
    }
}
