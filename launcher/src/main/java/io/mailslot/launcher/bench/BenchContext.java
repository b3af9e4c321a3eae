package io.mailslot.launcher.bench;

import io.mailslot.launcher.act.ActContext;

/** What the command of this package needs of the command line. */
public interface BenchContext extends ActContext {
    /** {@return whether people see standard error as it is printed, and it can be drawn on} */
    boolean isTalkSeen();

    /**
     * Shows how far something is, on standard error, in the place of what was shown so before.
     *
     * @param line as wide as a line may be; empty to show nothing any more
     */
    void progress(String line);
}
