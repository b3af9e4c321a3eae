package io.mailslot.launcher.bench;

/**
 * How things are at one time.
 *
 * @param received by each receiver
 * @param sent by each sender
 * @param cpuNanos processor time of all processes
 * @param nanos when that was so
 */
record Tally(Counts received, Counts sent, long cpuNanos, long nanos) {
    double receivedPerSecond(Tally before) {
        return Figures.perSecond(before.received, received);
    }

    double sentPerSecond(Tally before) {
        return Figures.perSecond(before.sent, sent);
    }

    double coresUsed(Tally before) {
        return (double) (cpuNanos - before.cpuNanos) / Math.max(1, nanos - before.nanos);
    }
}
