package io.mailslot.benchmarks.scale;

/**
 * A kind of node that frames pass on their way.
 *
 * @param name of the kind
 * @param nodes how many there are
 * @param passes how many nodes of this kind a frame passes, on an average
 * @param stores whether one of them stores it
 */
record Stage(String name, long nodes, double passes, boolean stores) {
    /** Seconds of processors for so many frames and bytes of messages, of each node. */
    double secondsOfEach(FrameCosts costs, double frames, double bytes) {
        double all = costs.pass().seconds(frames * passes, bytes * passes)
                + (stores ? costs.store().seconds(frames, bytes) : 0);
        return all / nodes;
    }

    /** Of what all nodes carry together, what each does. */
    double ofEach(double all) {
        return all * passes / nodes;
    }
}
