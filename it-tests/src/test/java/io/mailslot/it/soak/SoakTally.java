package io.mailslot.it.soak;

import io.mailslot.it.storm.StormTable;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What became of the writes of a process, or, added up, of all. Thread-safe. */
final class SoakTally {
    private final LongAdder writes = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder diskFull = new LongAdder();
    private final LongAdder held = new LongAdder();
    private final LongAdder looks = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    void written(boolean written) {
        (written ? writes : full).increment();
    }

    void full() {
        full.increment();
    }

    void diskFull() {
        diskFull.increment();
    }

    void held() {
        held.increment();
    }

    void looked() {
        looks.increment();
    }

    void took(long nanos) {
        longest.accumulate(nanos);
    }

    /** All of it since the last call, as {@link #add} reads it. */
    String take() {
        return writes.sumThenReset() + " " + full.sumThenReset() + " " + diskFull.sumThenReset() + " "
                + held.sumThenReset() + " " + looks.sumThenReset() + " " + longest.getThenReset();
    }

    void add(String taken) {
        String[] words = taken.split(" ");
        writes.add(Long.parseLong(words[0]));
        full.add(Long.parseLong(words[1]));
        diskFull.add(Long.parseLong(words[2]));
        held.add(Long.parseLong(words[3]));
        looks.add(Long.parseLong(words[4]));
        longest.accumulate(Long.parseLong(words[5]));
    }

    void addTo(StormTable table) {
        table.row("writes, batches as one", writes)
                .row("refused as full, 1816", full)
                .row("refused for the disk, 112", diskFull)
                .row("refused for a stopped one, 33", held)
                .row("looks of inspectors", looks)
                .row("longest write or look", StormTable.millis(longest.get()));
    }

    long writes() {
        return writes.sum();
    }

    long refusedForTheDisk() {
        return diskFull.sum();
    }

    long looks() {
        return looks.sum();
    }
}
