package io.mailslot.launcher.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrows between two columns of text, in characters. Those of one object join in a lane, which has one column, and only
 * lines that cross are ┼.
 */
final class Wires {
    /** What there is besides the lanes: before the first, behind the last, and the head of the arrow. */
    static final int MARGIN = 3;

    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int UP = 4;
    private static final int DOWN = 8;

    /** By the sides of a character to which lines go. */
    private static final String CHARACTERS = " ───│┘└┴│┐┌┬│┤├┼";

    private final int lines;
    private final int most;

    /** For each lane the lines that are taken there. */
    private final List<boolean[]> lanes = new ArrayList<>();

    private final List<Net> nets = new ArrayList<>();

    /** All rows that lead to one object, which stands beside the first of them; lane -1 for none. */
    private record Net(List<Integer> rows, int lane) {}

    Wires(int lines, int mostLanes) {
        this.lines = lines;
        this.most = mostLanes;
    }

    /** Whether there is a lane for these rows: else each leads straight to the other side. */
    boolean add(List<Integer> rows) {
        int lane = rows.size() == 1 ? -1 : free(rows.get(0), rows.get(rows.size() - 1));
        nets.add(new Net(rows, lane));
        return rows.size() == 1 || lane >= 0;
    }

    /** The first lane that is free from one line to another one; -1 if none is, and there may be no more. */
    private int free(int from, int to) {
        int lane = 0;
        while (lane < lanes.size() && isTaken(lanes.get(lane), from, to)) {
            lane++;
        }
        if (lane == lanes.size()) {
            if (lane == most) {
                return -1;
            }
            lanes.add(new boolean[lines]);
        }
        for (int i = from; i <= to; i++) {
            lanes.get(lane)[i] = true;
        }
        return lane;
    }

    private static boolean isTaken(boolean[] lane, int from, int to) {
        for (int i = from; i <= to; i++) {
            if (lane[i]) {
                return true;
            }
        }
        return false;
    }

    int width() {
        return 2 * lanes.size() + MARGIN;
    }

    /** The lines as text, each as wide as the others. */
    List<String> draw() {
        int width = width();
        int[][] sides = new int[lines][width];
        for (Net net : nets) {
            int x = net.lane() < 0 ? width : 1 + 2 * net.lane();
            int first = net.rows().get(0);
            int last = net.rows().get(net.rows().size() - 1);
            for (int row : net.rows()) {
                horizontal(sides[row], 0, net.lane() < 0 || row == first ? width - 1 : x);
            }
            for (int row = first; net.lane() >= 0 && row <= last; row++) {
                sides[row][x] |= (row > first ? UP : 0) | (row < last ? DOWN : 0);
            }
        }
        List<String> text = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            text.add(line(sides[i]));
        }
        return text;
    }

    private static void horizontal(int[] line, int from, int to) {
        for (int x = from; x <= to; x++) {
            line[x] |= LEFT | (x < to ? RIGHT : 0);
        }
    }

    private static String line(int[] sides) {
        StringBuilder line = new StringBuilder(sides.length);
        for (int x = 0; x < sides.length; x++) {
            boolean head = x == sides.length - 1 && sides[x] != 0;
            line.append(head ? '▶' : CHARACTERS.charAt(sides[x]));
        }
        return line.toString();
    }
}
