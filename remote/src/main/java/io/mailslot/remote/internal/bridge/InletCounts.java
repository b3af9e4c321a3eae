package io.mailslot.remote.internal.bridge;

import java.util.concurrent.atomic.LongAdder;

/** What came for a local mailslot, from one machine or to all of them. Written by its inlets, read by anybody. */
final class InletCounts {
    final LongAdder frames = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder inDoubt = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder garbage = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder refused = new LongAdder();

    /** What is wrong now; empty if nothing is. */
    volatile String problem = "";

    void appended(long count, long size) {
        messages.add(count);
        bytes.add(size);
        problem = "";
    }

    View.Inlet view(String name, boolean open) {
        return new View.Inlet(
                name,
                open,
                frames.sum(),
                messages.sum(),
                bytes.sum(),
                duplicates.sum(),
                inDoubt.sum(),
                expired.sum(),
                garbage.sum(),
                denied.sum(),
                refused.sum(),
                problem);
    }
}
