package io.mailslot.benchmarks.scale;

import java.util.Arrays;
import java.util.Random;

/**
 * One outbox and its feed, event by event: messages come at random, one frame is on its way at a time, and the next one has all
 * that has come meanwhile, up to a limit.
 *
 * @param messages that came
 * @param frames that carried them
 * @param meanSeconds from the write until the server has a message
 * @param p99Seconds the same, of which one in a hundred takes longer
 */
record Feed(long messages, long frames, double meanSeconds, double p99Seconds) {
    private static final int MOST_BYTES = 1020 << 10;
    private static final double P99 = 0.99;

    /**
     * Plays one.
     *
     * @param random where chance comes from
     * @param perSecond how many messages come, on an average
     * @param size of each, in bytes
     * @param roundTrip seconds from the send of a frame until the answer, of which a tenth is chance
     * @param count of messages to play
     */
    static Feed play(Random random, double perSecond, int size, double roundTrip, int count) {
        double[] written = new double[count];
        double time = 0;
        for (int i = 0; i < count; i++) {
            time += exponential(random) / perSecond;
            written[i] = time;
        }
        int most = Math.max(1, MOST_BYTES / size);
        double[] took = new double[count];
        double free = 0;
        long frames = 0;
        int next = 0;
        while (next < count) {
            double begin = Math.max(free, written[next]);
            int end = next;
            while (end < count && end - next < most && written[end] <= begin) {
                end++;
            }
            free = begin + roundTrip * (1 + (exponential(random) - 1) / 10);
            for (int i = next; i < end; i++) {
                took[i] = free - written[i];
            }
            next = end;
            frames++;
        }
        Arrays.sort(took);
        return new Feed(count, frames, Arrays.stream(took).average().orElse(0), took[(int) (count * P99)]);
    }

    private static double exponential(Random random) {
        return -Math.log(1 - random.nextDouble());
    }

    double messagesPerFrame() {
        return (double) messages / frames;
    }
}
