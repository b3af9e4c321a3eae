package io.mailslot.launcher.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What some counters have counted.
 *
 * @param numbers of each
 * @param nanos when that was so, of each
 */
record Counts(long[] numbers, long[] nanos) {
    /** Of answers that begin with both. */
    static Counts of(List<long[]> answers) {
        return new Counts(
                answers.stream().mapToLong(answer -> answer[0]).toArray(),
                answers.stream().mapToLong(answer -> answer[1]).toArray());
    }

    long sum() {
        return Arrays.stream(numbers).sum();
    }
}
