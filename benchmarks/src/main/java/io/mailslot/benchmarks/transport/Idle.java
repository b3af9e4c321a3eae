package io.mailslot.benchmarks.transport;

import org.agrona.concurrent.IdleStrategy;

/** What a side does that finds nothing to receive, or no room to send. */
public enum Idle implements IdleStrategy {
    /** Looks again at once. */
    SPIN {
        @Override
        public void idle() {
            Thread.onSpinWait();
        }
    },
    /** Lets others run first: for more sides than processors. */
    YIELD {
        @Override
        public void idle() {
            Thread.yield();
        }
    };

    @Override
    public void idle(int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void reset() {
        // has no state
    }
}
