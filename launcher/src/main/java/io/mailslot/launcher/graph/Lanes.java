package io.mailslot.launcher.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Orthogonal arrows between two columns. Those that lead to one object are a net: each comes from its row, all meet in the
 * vertical piece of the net, from which one leads on to the object. Where such a piece stands decides how many lines cross;
 * pieces that would touch each other stand in different lanes.
 */
final class Lanes {
    /** Ends of two pieces in one lane are at least so far apart. */
    private static final int GAP = 8;

    /** With more than that nobody could follow the arrows, however they are. */
    private static final int MOST_TO_SIFT = 1_000;

    private static final int MOST_ROUNDS = 12;

    /** From left to right. */
    private final List<Net> nets;

    private int count;

    /** All arrows that lead to one object. */
    static final class Net {
        private final int[] rows;
        private final int port;
        private final int low;
        private final int high;
        private int lane = -1;

        /**
         * A net.
         *
         * @param rows where its arrows begin, sorted
         * @param port where they end
         */
        Net(int[] rows, int port) {
            this.rows = rows.clone();
            this.port = port;
            this.low = Math.min(rows[0], port);
            this.high = Math.max(rows[rows.length - 1], port);
        }

        boolean isStraight() {
            return low == high;
        }

        int port() {
            return port;
        }

        /** From 0 up; -1 for one that is straight. */
        int lane() {
            return lane;
        }

        private boolean touches(Net other) {
            return low < other.high + GAP && other.low < high + GAP;
        }

        /** How many lines of the two cross if this one's piece stands to the left of the other one's. */
        private int crossingsLeftOf(Net other) {
            int crossings = 0;
            for (int row : other.rows) {
                crossings += row > low && row < high ? 1 : 0;
            }
            return crossings + (port > other.low && port < other.high ? 1 : 0);
        }
    }

    private Lanes(List<Net> nets) {
        this.nets = nets;
    }

    /** Gives each net that is not straight its lane. */
    static Lanes of(List<Net> all) {
        List<Net> sorted = new ArrayList<>(all.stream()
                .filter(net -> !net.isStraight())
                .sorted(Comparator.comparingInt((Net net) -> -net.rows.length).thenComparingInt(net -> net.low))
                .toList());
        Lanes lanes = new Lanes(sorted);
        if (sorted.size() > MOST_TO_SIFT) {
            lanes.assignAnyhow();
            return lanes;
        }
        int rounds = 0;
        while (lanes.sift() && rounds < MOST_ROUNDS) {
            rounds++;
        }
        lanes.assign();
        return lanes;
    }

    /** Moves each net to where it crosses least; whether that was better for any. */
    private boolean sift() {
        boolean better = false;
        for (Net net : List.copyOf(nets)) {
            int old = nets.indexOf(net);
            nets.remove(old);
            // as if it stood before all others, then behind one after the other
            int crossings = nets.stream().mapToInt(net::crossingsLeftOf).sum();
            int least = crossings;
            int best = 0;
            int before = crossings;
            for (int i = 0; i < nets.size(); i++) {
                crossings += nets.get(i).crossingsLeftOf(net) - net.crossingsLeftOf(nets.get(i));
                if (crossings < least) {
                    least = crossings;
                    best = i + 1;
                }
                before = i + 1 == old ? crossings : before;
            }
            better |= least < before;
            nets.add(least < before ? best : old, net);
        }
        return better;
    }

    /** Each as far to the left as those allow which are to stand before it. */
    private void assign() {
        for (int i = 0; i < nets.size(); i++) {
            Net net = nets.get(i);
            int lane = 0;
            for (int j = 0; j < i; j++) {
                Net other = nets.get(j);
                lane = other.lane >= lane && other.touches(net) ? other.lane + 1 : lane;
            }
            net.lane = lane;
            count = Math.max(count, lane + 1);
        }
    }

    /** Each where there is room, so that it takes no time. */
    private void assignAnyhow() {
        nets.sort(Comparator.comparingInt(net -> net.low));
        List<Net> last = new ArrayList<>(); // of each lane
        for (Net net : nets) {
            int lane = 0;
            while (lane < last.size() && last.get(lane).touches(net)) {
                lane++;
            }
            net.lane = lane;
            if (lane == last.size()) {
                last.add(net);
            } else {
                last.set(lane, net);
            }
        }
        count = last.size();
    }

    int count() {
        return count;
    }
}
