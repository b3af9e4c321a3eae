package io.mailslot.benchmarks.scale;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Frames, acknowledgements, bytes and processors of 10, 1,000 and 1,000,000 machines that write to each other. One outbox is
 * played message by message; the whole is so many times that. Arguments: the seconds between two messages of a machine, and the
 * bytes of each.
 */
public final class ScaleTraffic {
    private static final long SEED = 1;
    private static final int PLAYED = 200_000;
    private static final int SITE = 1_000;
    private static final int REGIONS = 10;
    private static final double BITS = 8 / 1e6;

    /** Seconds until an answer: within a site, within a region, between two of these. */
    private static final double[] ROUND_TRIPS = {0.0007, 0.012, 0.120};

    private final FrameCosts costs = FrameCosts.MEASURED;
    private final double period;
    private final int size;
    private final PrintStream out;

    private ScaleTraffic(double period, int size, PrintStream out) {
        this.period = period;
        this.size = size;
        this.out = out;
    }

    /**
     * Prints tables.
     *
     * @param arguments period and size; 10 and 1024 without
     */
    public static void main(String[] arguments) {
        double period = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 10;
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        ScaleTraffic traffic = new ScaleTraffic(period, size, System.out);
        traffic.feeds();
        traffic.machines(10, ROUND_TRIPS[0], List.of(new Stage("server", 1, 1, true)));
        traffic.machines(1_000, ROUND_TRIPS[0], List.of(new Stage("server of a cluster of three", 3, 2, true)));
        traffic.machines(1_000_000, ROUND_TRIPS[2], sites(1_000_000));
    }

    /** Leaf servers store for their site; frames to other sites pass two of them, and a server in each region. */
    private static List<Stage> sites(long machines) {
        long sites = machines / SITE;
        double toOthers = 1 - 1.0 / sites;
        double toOtherRegions = 1 - 1.0 / REGIONS;
        return List.of(
                new Stage("leaf server of a site", sites, 1 + toOthers, true),
                new Stage("server of a region, three each", 3L * REGIONS, toOthers + toOtherRegions, false),
                new Stage("way between two regions", REGIONS * (REGIONS - 1L) / 2, toOtherRegions, false));
    }

    /** What one feed makes of what comes: how many messages a frame has, and how long they take. */
    private void feeds() {
        out.printf(
                Locale.ROOT,
                "%n%12s %14s %16s %10s %10s%n",
                "messages/s",
                "round trip",
                "messages/frame",
                "mean",
                "p99");
        for (double perSecond : new double[] {1 / period, 100, 10_000, 100_000}) {
            for (double roundTrip : ROUND_TRIPS) {
                Feed feed = Feed.play(new Random(SEED), perSecond, size, roundTrip, PLAYED);
                out.printf(
                        Locale.ROOT,
                        "%12.1f %11.1f ms %16.1f %7.1f ms %7.1f ms%n",
                        perSecond,
                        roundTrip * 1e3,
                        feed.messagesPerFrame(),
                        feed.meanSeconds() * 1e3,
                        feed.p99Seconds() * 1e3);
            }
        }
    }

    private void machines(long machines, double roundTrip, List<Stage> stages) {
        Feed feed = Feed.play(new Random(SEED), 1 / period, size, roundTrip, PLAYED);
        double messages = machines / period;
        double frames = messages / feed.messagesPerFrame();
        out.printf(
                Locale.ROOT,
                "%n%,d machines, a message of %d B a machine each %.0f s%n%s%n",
                machines,
                size,
                period,
                "  all: " + figures(messages, frames));
        out.printf(
                Locale.ROOT,
                "  a machine: %.6f of a processor to send and to receive%n",
                (costs.feed().seconds(frames, messages * size) + costs.inlet().seconds(frames, messages * size))
                        / machines);
        for (Stage stage : stages) {
            out.printf(
                    Locale.ROOT,
                    "  %,d x %s, each: %s, %.4f of a processor%n",
                    stage.nodes(),
                    stage.name(),
                    figures(stage.ofEach(messages), stage.ofEach(frames)),
                    stage.secondsOfEach(costs, frames, messages * size));
        }
    }

    private String figures(double messages, double frames) {
        return String.format(
                Locale.ROOT,
                "%,.1f messages/s, %,.1f frames/s, %,.1f answers/s, %,.2f Mbit/s and %,.2f of answers",
                messages,
                frames,
                2 * frames,
                costs.bytes(frames, messages, size) * BITS,
                costs.answers(frames) * BITS);
    }
}
