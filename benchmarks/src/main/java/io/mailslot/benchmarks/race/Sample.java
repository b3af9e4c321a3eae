package io.mailslot.benchmarks.race;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run gave.
 *
 * @param work what was done
 * @param contestant by whom
 * @param round in which round, from 0
 * @param canaryBefore nanoseconds
 * @param canaryAfter nanoseconds
 * @param foreignLoad processors that programs of others kept busy meanwhile
 * @param figures by name: messages or bytes in a second, nanoseconds of the rest
 */
record Sample(
        Work work,
        Contestant contestant,
        int round,
        long canaryBefore,
        long canaryAfter,
        double foreignLoad,
        Map<String, Double> figures) {
    static final String RATE = "messagesPerSecond";
    static final String BYTES = "bytesPerSecond";
    static final String SENDER_RATE = "senderMessagesPerSecond";
    static final String SENDER_CPU = "senderCpuNanosPerMessage";
    static final String P50 = "p50Nanos";
    static final String P99 = "p99Nanos";

    /** The processors may have moved within the run if the canary differs more than so. */
    static final double STEADY = 2;

    /** Others may not keep more of a processor busy. */
    static final double QUIET = 0.12;

    boolean quiet() {
        return foreignLoad <= QUIET;
    }

    /** Whether the processors stayed where they were and worked for nobody else. */
    boolean steady() {
        return quiet() && alike(canaryBefore, canaryAfter);
    }

    /** Whether the processors lay alike for both. */
    boolean comparable(Sample other) {
        return steady() && other.steady() && alike(canaryBefore, other.canaryBefore);
    }

    private static boolean alike(long one, long other) {
        return Math.max(one, other) <= STEADY * Math.min(one, other);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("work", work.toString());
        map.put("side", contestant.toString());
        map.put("round", round);
        map.put("canaryBeforeNanos", canaryBefore);
        map.put("canaryAfterNanos", canaryAfter);
        map.put("foreignLoad", foreignLoad);
        map.put("steady", steady());
        map.putAll(figures);
        return map;
    }
}
