package io.mailslot.launcher.sync;

import io.mailslot.Kernel;

/** What has to be done before a program is run, and lasts until that has ended. */
@FunctionalInterface
public interface Preparation {
    /** What there is nothing of. */
    Held NOTHING = () -> {};

    /**
     * Does it; may wait, and be interrupted by a signal.
     *
     * @param kernel of the process that runs the program
     * @return what is held until the program has ended
     */
    Held prepare(Kernel kernel);

    /** What is held while a program runs. */
    @FunctionalInterface
    interface Held {
        /** Gives it back. */
        void close();
    }
}
