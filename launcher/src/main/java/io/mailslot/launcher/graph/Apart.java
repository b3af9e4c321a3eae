package io.mailslot.launcher.graph;

/** Places for things that stand below each other, in a given order, each as near as possible to where it would like to be. */
final class Apart {
    private Apart() {}

    /**
     * The places that are, by the sum of squares, nearest to those that are wanted.
     *
     * @param wanted in the order in which they are to stand
     * @param offsets of each from the first, if nothing but the order pulled them apart
     * @param lowest place of the first
     */
    static double[] place(double[] wanted, double[] offsets, double lowest) {
        // Without the offsets it is a regression that never falls: neighbours that would are pooled.
        int pools = 0;
        double[] sums = new double[wanted.length];
        int[] counts = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            sums[pools] = wanted[i] - offsets[i];
            counts[pools++] = 1;
            while (pools > 1 && sums[pools - 2] / counts[pools - 2] >= sums[pools - 1] / counts[pools - 1]) {
                sums[pools - 2] += sums[pools - 1];
                counts[pools - 2] += counts[pools - 1];
                pools--;
            }
        }
        double[] placed = new double[wanted.length];
        int next = 0;
        for (int pool = 0; pool < pools; pool++) {
            double place = Math.max(lowest, sums[pool] / counts[pool]);
            for (int end = next + counts[pool]; next < end; next++) {
                placed[next] = place + offsets[next];
            }
        }
        return placed;
    }
}
