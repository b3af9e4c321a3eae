package io.mailslot.launcher.bench;

import java.time.Duration;

/**
 * What is sent, from how many to how many, and for how long that is measured.
 *
 * @param size bytes of a message
 * @param senders how many JVMs send
 * @param receivers how many JVMs receive
 * @param broadcast whether each receiver gets every message; else they share them
 * @param batch messages that are sent by one call
 * @param time how long to measure, after a warm-up
 * @param rate messages a second, of all senders, at which latency is measured; 0 to choose one
 */
record Load(int size, int senders, int receivers, boolean broadcast, int batch, Duration time, long rate) {
    private static final Duration LEAST_WARM_UP = Duration.ofMillis(200);
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(2);

    /** What a mailslot carries on most machines without any waiting: latency is of messages, not of queues. */
    private static final long USUAL_RATE = 10_000;

    private static final int SHARE = 10;

    /** Half of what is measured, within bounds; enough for the compiler in the end. */
    Duration warmUp() {
        Duration half = time.dividedBy(2);
        Duration most = half.compareTo(MOST_WARM_UP) > 0 ? MOST_WARM_UP : half;
        return most.compareTo(LEAST_WARM_UP) < 0 ? LEAST_WARM_UP : most;
    }

    /** How often each message is received. */
    int copies() {
        return broadcast ? receivers : 1;
    }

    /** At which latency is measured, where so many a second are the most that can be sent. */
    long rateWhere(double mostPerSecond) {
        return rate > 0 ? rate : Math.max(1, Math.min(USUAL_RATE, (long) (mostPerSecond / SHARE)));
    }

    /** Between two calls of one sender, of which each sends a batch, so that all of them together keep the rate. */
    long intervalNanos(long perSecond) {
        return Math.max(1, Math.round(1e9 * senders * batch / perSecond));
    }

    String title() {
        return size + " B, " + count(senders, "sender") + " -> " + count(receivers, "receiver")
                + (broadcast ? ", broadcast" : receivers > 1 ? " that share the messages" : "")
                + (batch > 1 ? ", " + batch + " messages a call" : "");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
